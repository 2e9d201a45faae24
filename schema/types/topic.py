"""What a request is about beside the response models."""

from __future__ import annotations

from schema.declare import pages, prop
from schema.sources import into
from schema.types.site import NEWEST_FIRST


class Topic:
    """A subject such as rural agencies, information sharing or frequent callers."""

    key: str = prop("Stable key, for example `topic:rural`.", keyword=True)
    name: str = prop("Its name.")
    description: str = prop("What it is, in a sentence.")

    sites = pages("Sites that specialize in it.", into("SPECIALIZES_IN"), "Site")
    requests = pages(
        "Requests that concern it, newest first.", into("CONCERNS"), "Request", order=NEWEST_FIRST
    )
