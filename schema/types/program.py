"""The program itself."""

from __future__ import annotations

from typing import Final

from domain.program import CURRENT_SITES, HOW_TO_ASK, NAME, SUPPORT_CENTER_URL, age_note, sites_note
from graph.statements import statement
from schema.declare import prop
from schema.sources import Fragment

PROGRAM: Final = Fragment(
    statement("field/program"),
    lambda _: {
        "name": NAME,
        "currentSites": CURRENT_SITES,
        "howToAsk": HOW_TO_ASK,
        "howToAskUrl": SUPPORT_CENTER_URL,
    },
)


class Program:
    """The program of learning sites: how much of it is documented, how old that is, and how to ask."""

    name: str = prop("Name of the program.")
    current_sites: int = prop("Number of current sites of the program, documented or not.")
    documented_sites: int = prop("Number of current sites that public sources document.")
    sites_note: str = prop(
        "Both numbers in words, and why some sites are in no list.",
        needs=("documentedSites",),
        read=sites_note,
    )
    last_confirmed: str | None = prop(
        "Year, or year and month, of the newest confirmation that a current site belongs to the program."
    )
    note: str = prop("What to know of the age of these facts.", needs=("lastConfirmed",), read=age_note)
    how_to_ask: str = prop("How to ask for help: the public page of the support center.")
    how_to_ask_url: str = prop("URL of that page.")
