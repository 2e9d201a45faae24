"""The root fields of mutations."""

from __future__ import annotations

from schema.declare import one
from schema.sources import Action
from schema.types.recording import RecordRequestsInput, RequestChanges, RequestInput, UpdateRequestInput


class Mutation:
    """Changes to the graph. Each one is committed before the next begins."""

    record_requests = one(
        "Records requests, with an outcome for each row. Sending the same rows again changes nothing.",
        Action("recordRequests", rows=(RequestInput,)),
        "RecordRequestsPayload",
        arguments={"input": (RecordRequestsInput, "The requests to record.")},
    )
    update_request = one(
        "Updates some fields of one request.",
        Action("updateRequest", rows=(RequestChanges,)),
        "UpdateRequestPayload",
        arguments={"input": (UpdateRequestInput, "The request, and its changes.")},
    )
