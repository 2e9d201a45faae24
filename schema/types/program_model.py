"""Program models: ways to respond."""

from __future__ import annotations

from schema.declare import pages, prop
from schema.sources import into
from schema.types.site import NEWEST_FIRST, ONLY_DOCUMENTED, Operates


class ProgramModel:
    """A response model, such as a co-responder team; a site may operate several."""

    key: str = prop("Stable key, for example `model:co-responder`.", keyword=True)
    name: str = prop("Name of the model.")
    description: str = prop("Description, one sentence.")
    family: str = prop("Family of models; recommendations count another model of the same family half.")

    sites = pages(f"Sites that operate it. {ONLY_DOCUMENTED}", into("OPERATES"), "Site", edge=Operates)
    requests = pages(
        "Requests about it, newest first. For staff.", into("ABOUT", rows=50), "Request", order=NEWEST_FIRST
    )
