"""What a fact rests on."""

from __future__ import annotations

from schema.declare import pages, prop
from schema.sources import into


class Source:
    """A public page that facts are cited from."""

    key: str = prop("Stable key.", keyword=True)
    url: str = prop("Its address.")
    title: str | None = prop("Its title, where we know it.")

    sites = pages("Sites whose facts rest on it.", into("CITED_IN"), "Site")
