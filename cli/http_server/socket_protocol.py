"""uvicorn's WebSocket protocol, bounded for clients that send without reading."""

from __future__ import annotations

from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

from cli.http_server.unread_request import UnreadRequests

CLOSE_S: Final = 2.0
"""How long a client may take to answer a close frame, seconds."""
MAX_FRAGMENTS: Final = 1000
"""Frames of one message. Empty ones do not count for its size."""
UNREADABLE: Final = (
    "The WebSocket handshake has a body, more than 128 headers or a line of more than 8 KiB; send a GET "
    "without a body, and shorter headers."
)
"""What the library does not read: it gives no answer, and uvicorn would wait for ever."""


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """Sends no pongs to a client that does not read them, and takes no message of endless fragments."""

    def __init__(self, unread: UnreadRequests, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._unread = unread
        self.close_timeout = CLOSE_S

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.handshake_initiated = self.handshake_complete = self.close_sent = True
            self.transport.write(self._unread.refused(400, UNREADABLE))
            self.transport.close()

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True  # uvicorn logs an error for a socket that is refused

    def handle_ping(self) -> None:
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) < MAX_FRAGMENTS:
            super().handle_cont(event)
        else:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG, f"more than {MAX_FRAGMENTS} fragments")
            self.handle_parser_exception()
