"""What the layers of the application know of one HTTP request or WebSocket."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from starlette.types import Scope

from graph.errors import GraphError
from monitoring.request_tally import FieldUse
from schema.server.bad_request import BadRequest
from sign_in.credentials import Sent
from sign_in.identity import Identity

LogLine = dict[str, object]
"""The fields of one line of the access log; layers add to it while the request runs."""
NAME: Final = "request"
"""The name of the state in `scope["state"]`, the dictionary that Starlette keeps for each request."""


@dataclass(slots=True)
class RequestState:
    """The state of one request: `AccessLog` makes it, the layers below read it and add to it."""

    request_id: str
    line: LogLine
    body: bytes | BadRequest | None = None
    """The body of a POST, or why it cannot be used; None for other methods."""
    caller: str = ""
    """Who is counted and limited: a hash of the signed-in subject, or the address of a stranger."""
    sent: Sent = field(default_factory=Sent)
    """What the request says of its caller."""
    identity: Identity | None = None
    """Who calls; None where the request is refused."""
    refusal: GraphError | None = None
    """Why nothing is executed for this request."""
    field_use: FieldUse | None = None
    """The fields that its operation selects."""
    cacheable: bool = False
    """True when the response is valid for as long as the data stay the same."""

    @classmethod
    def of(cls, scope: Scope) -> RequestState:
        """The state of the request with this ASGI scope."""
        state: RequestState = scope["state"][NAME]
        return state

    @property
    def admitted(self) -> Identity:
        """Who calls. Raises the refusal of the request."""
        if self.refusal is not None:
            raise self.refusal
        assert self.identity is not None
        return self.identity
