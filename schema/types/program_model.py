"""A way of responding."""

from __future__ import annotations

from schema.declare import pages, prop
from schema.sources import into
from schema.types.site import NEWEST_FIRST, Operates


class ProgramModel:
    """A response model, such as a co-responder team; sites layer several."""

    key: str = prop("Stable key, for example `model:co-responder`.", keyword=True)
    name: str = prop("Its name.")
    description: str = prop("What it is, in a sentence.")
    family: str = prop("Models of one family count half for one another when sites are recommended.")

    sites = pages("Sites that operate it.", into("OPERATES"), "Site", edge=Operates)
    requests = pages("Requests about it, newest first.", into("ABOUT"), "Request", order=NEWEST_FIRST)
