"""Facts about the program, and how to ask it for help."""

from __future__ import annotations

from typing import Final

from domain.vocabulary import SiteStatus

NAME: Final = "Law Enforcement-Mental Health Learning Sites"
# "14 learning sites": csgjusticecenter.org, Law Enforcement-Mental Health Learning Sites, and BJA's notice
# of their expansion (nine and, in April 2021, five more). Public sources document 12 of them.
CURRENT_SITES: Final = 14

SUPPORT_CENTER_URL: Final = "https://www.ruralcommunitytoolbox.org/expert-help/588"
"""The public entry of the support center: no application process, an online request form."""
HOW_TO_ASK: Final = (
    "Ask the Law Enforcement-Mental Health Collaboration Support Center with its online request form; "
    f"there is no application process: {SUPPORT_CENTER_URL}"
)
DIRECTLY: Final = "The site may also be contacted directly."
LEFT: Final = "This site has left the program; the support center names a current one."


def documented_note(documented: int) -> str:
    """How many of the current sites are documented, as a sentence."""
    return f"{documented} of {CURRENT_SITES} current sites are documented."


def sites_note(documented: int) -> str:
    """The same, and why the others are in no list of sites."""
    missing = CURRENT_SITES - documented
    if missing <= 0:
        return documented_note(documented)
    others = "The other one is" if missing == 1 else f"The other {missing} are"
    return (
        f"{documented_note(documented)} {others} in no public source that we found, and in no list of sites."
    )


def age_note(last_confirmed: str | None) -> str:
    """A warning about old facts, by the newest confirmation of a current site, such as `2023-06`."""
    if last_confirmed is None:
        return "No site was confirmed; confirm before you rely on it."
    return f"Nothing newer than {last_confirmed[:4]} was found; confirm before you rely on it."


def how_to_ask(status: str, *direct_contact: str | None) -> str:
    """How to ask a site for help; `direct_contact` are date and page that say it may be asked directly."""
    if status == SiteStatus.FORMER.name:
        return f"{LEFT} {HOW_TO_ASK}"
    return f"{HOW_TO_ASK} {DIRECTLY}" if any(direct_contact) else HOW_TO_ASK
