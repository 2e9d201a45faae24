"""Topics of requests and of sites."""

from __future__ import annotations

from schema.declare import pages, prop
from schema.sources import into
from schema.types.site import NEWEST_FIRST, ONLY_DOCUMENTED


class Topic:
    """A subject such as rural agencies, information sharing or frequent callers."""

    key: str = prop("Stable key, for example `topic:rural`.", keyword=True)
    name: str = prop("Name of the topic.")
    description: str = prop("Description, one sentence.")

    sites = pages(f"Sites that specialize in it. {ONLY_DOCUMENTED}", into("SPECIALIZES_IN"), "Site")
    requests = pages(
        "Requests about it, newest first. For staff.",
        into("CONCERNS", rows=100),
        "Request",
        order=NEWEST_FIRST,
    )
