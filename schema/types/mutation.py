"""What may be changed through the API."""

from __future__ import annotations

from schema.declare import one
from schema.sources import Action
from schema.types.recording import RecordRequestsInput, RequestChanges, RequestInput, UpdateRequestInput


class Mutation:
    """Changes to the graph. Each is written whole before the next begins."""

    record_requests = one(
        "Records requests: many rows, an outcome for each. The same rows again change nothing.",
        Action("recordRequests", rows=(RequestInput,)),
        "RecordRequestsPayload",
        arguments={"input": (RecordRequestsInput, "The requests.")},
    )
    update_request = one(
        "Changes some fields of one request.",
        Action("updateRequest", rows=(RequestChanges,)),
        "UpdateRequestPayload",
        arguments={"input": (UpdateRequestInput, "The request, and what changes.")},
    )
