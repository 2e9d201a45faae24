"""Which data an answer rests on."""

from __future__ import annotations

from schema.declare import prop
from schema.types.enums import DATE_TIME, DateTime


class DataVersion:
    """The state of the data: `version` changes when the data changes, and only then."""

    version: int = prop("Counts the changes of the data; 0 before the first.")
    changed_at: DateTime | None = prop("When the data last changed.", codec=DATE_TIME)
    documented_sites: int = prop("Current sites that public sources document.")
    current_sites: int = prop("Current sites of the program, documented or not.")
    sites_note: str = prop(
        "Both numbers in a sentence.",
        needs=("documentedSites", "currentSites"),
        read=lambda documented, current: f"{documented} of {current} current sites are documented.",
    )
    requests: int = prop("Requests in the graph.")
    synthetic_requests: int = prop("How many of them a generator made.")
    requests_are_synthetic: bool = prop(
        "True when every request in the graph was made by a generator: then no evidence is real.",
        needs=("requests", "syntheticRequests"),
        read=lambda requests, synthetic: bool(requests) and requests == synthetic,
    )
