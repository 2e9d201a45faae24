"""Sources of facts."""

from __future__ import annotations

from schema.declare import pages, prop
from schema.sources import into


class Source:
    """A public page that is the source of facts."""

    key: str = prop("Stable key.", keyword=True)
    url: str = prop("URL of the page.")
    title: str | None = prop("Title of the page, if known.")

    sites = pages("Sites with facts from this page.", into("CITED_IN"), "Site")
