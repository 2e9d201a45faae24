"""What a client says over a WebSocket: one message of `graphql-transport-ws`, or a reason to end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from graph.settings import variable
from schema.server.guard import parsed

WITHOUT_ID: Final = ("connection_init", "ping", "pong")
WITH_ID: Final = ("subscribe", "complete")


class Close(IntEnum):
    """Why the server ends a socket."""

    TOO_BIG = 1009
    BAD_MESSAGE = 4400
    NOT_ACKNOWLEDGED = 4401
    SUBPROTOCOL = 4406
    NO_INIT = 4408
    SAME_ID = 4409
    SECOND_INIT = 4429


class Ended(Exception):
    """The client broke the protocol; `code` says how."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Message:
    """A well-formed message; `id` is empty where its type has none."""

    type: str
    id: str
    payload: Any


def read(text: str | None, max_size: int) -> Message:
    """The message in a frame; None stands for a binary one. Raises Ended, BadRequest."""
    if text is None:
        raise Ended(Close.BAD_MESSAGE, "A message is text")
    if len(text) > max_size:
        limit = f"{max_size // 1024} KiB"
        raise Ended(Close.TOO_BIG, f"The message is larger than {limit} ({variable('max_body_kb')})")
    message = parsed(text, "The message is")
    if not isinstance(message, dict):
        raise Ended(Close.BAD_MESSAGE, "A message is one JSON object")
    type, id, payload = (message.get(name) for name in ("type", "id", "payload"))
    if type not in WITHOUT_ID + WITH_ID:
        raise Ended(Close.BAD_MESSAGE, f"type: no message of ours is {type!r}")
    if type in WITHOUT_ID and not isinstance(payload, dict | None):
        raise Ended(Close.BAD_MESSAGE, "payload: a JSON object or null is needed")
    if type in WITH_ID and not (isinstance(id, str) and id):
        raise Ended(Close.BAD_MESSAGE, "id: text is needed")
    return Message(type, str(id) if type in WITH_ID else "", payload)
