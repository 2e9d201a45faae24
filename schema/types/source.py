"""Sources of facts."""

from __future__ import annotations

from domain.vocabulary import TitleBasis
from schema.declare import pages, prop
from schema.sources import into


class Source:
    """A public page that is the source of facts."""

    key: str = prop("Stable key.", keyword=True)
    url: str = prop("URL of the page.")
    title: str | None = prop("Title of the page; `titleBasis` says where it comes from.")
    title_basis: TitleBasis | None = prop("Where the title comes from.")
    seen_on: str | None = prop(
        "Day on which the page, or a stored copy of it, was last read for these facts, such as `2026-11-29`.",
        keyword=True,
    )

    sites = pages("Sites with facts from this page.", into("CITED_IN"), "Site")
