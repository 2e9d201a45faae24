"""The version of the data behind an answer."""

from __future__ import annotations

from domain.program import documented_note
from schema.declare import ROUNDED, prop
from schema.types.enums import DATE_TIME, DateTime


class DataVersion:
    """The state of the data: `version` changes if and only if the data change."""

    version: int = prop("Number of changes of the data so far.")
    changed_at: DateTime | None = prop("Time of the last change.", codec=DATE_TIME)
    documented_sites: int = prop("Number of current sites that public sources document.")
    current_sites: int = prop("Number of current sites of the program, documented or not.")
    sites_note: str = prop(
        "Both numbers as a sentence.",
        needs=("documentedSites",),
        read=documented_note,
    )
    requests: int | None = prop(
        "Number of requests in the graph; for readers rounded to a multiple of 5, null below 5.",
        for_readers=ROUNDED,
    )
    synthetic_requests: int | None = prop(
        "Number of synthetic requests among them; for readers rounded likewise.", for_readers=ROUNDED
    )
    requests_are_synthetic: bool = prop(
        "True if all requests in the graph are synthetic: then no evidence is real.",
        needs=("requests", "syntheticRequests"),
        read=lambda requests, synthetic: bool(requests) and requests == synthetic,
    )
