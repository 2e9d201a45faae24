"""A client's message in the protocol `graphql-transport-ws`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from graph.settings import variable
from schema.server.graphql_request import parse_json

WITHOUT_ID: Final = ("connection_init", "ping", "pong")
WITH_ID: Final = ("subscribe", "complete")


class CloseCode(IntEnum):
    """The codes with which the server closes a socket; most are the protocol's."""

    TOO_BIG = 1009
    IDLE = 1000
    RESTART = 1012
    TRY_LATER = 1013
    BAD_MESSAGE = 4400
    NOT_ACKNOWLEDGED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL = 4406
    NO_INIT = 4408
    SAME_ID = 4409
    SECOND_INIT = 4429


class ProtocolError(Exception):
    """The client violated the protocol; `code` says how, and closes the socket."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class SocketMessage:
    """A well-formed message; `id` is empty where its type has none."""

    type: str
    id: str
    payload: Any


def read_message(text: str | None, max_size: int) -> SocketMessage:
    """The message in a text frame; None is a binary frame. Raises ProtocolError, BadRequest."""
    if text is None:
        raise ProtocolError(CloseCode.BAD_MESSAGE, "A message must be text")
    if len(text) > max_size:
        limit = f"{max_size // 1024} KiB"
        raise ProtocolError(
            CloseCode.TOO_BIG, f"The message is larger than {limit} ({variable('max_body_kb')})"
        )
    message = parse_json(text, "The message is")
    if not isinstance(message, dict):
        raise ProtocolError(CloseCode.BAD_MESSAGE, "A message must be one JSON object")
    type, id, payload = (message.get(name) for name in ("type", "id", "payload"))
    if type not in WITHOUT_ID + WITH_ID:
        raise ProtocolError(CloseCode.BAD_MESSAGE, f"type: unknown message type {type!r}")
    if type in WITHOUT_ID and not isinstance(payload, dict | None):
        raise ProtocolError(CloseCode.BAD_MESSAGE, "payload: must be a JSON object or null")
    if type in WITH_ID and not (isinstance(id, str) and id):
        raise ProtocolError(CloseCode.BAD_MESSAGE, "id: must be text that is not empty")
    return SocketMessage(type, str(id) if type in WITH_ID else "", payload)
