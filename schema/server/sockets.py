"""Who may open a WebSocket at `/graphql`, and which protocol is spoken over it."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.websockets import WebSocket

from graph.settings import Settings
from schema.server.results import Results
from schema.server.socket_message import Close
from schema.server.transport_ws import TransportWS

PROTOCOL: Final = "graphql-transport-ws"


class Sockets:
    """The endpoint `/graphql` for WebSockets."""

    def __init__(self, results: Results, settings: Settings) -> None:
        self._results = results
        self._settings = settings

    async def __call__(self, websocket: WebSocket) -> None:
        """Lasts as long as the socket. The older protocol `graphql-ws` is refused, as is none."""
        if not self._welcome(websocket.headers):
            await websocket.close()  # before it is accepted: 403
        elif PROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            await websocket.close(Close.SUBPROTOCOL, f"The subprotocol is {PROTOCOL}")
        else:
            await websocket.accept(PROTOCOL)
            await TransportWS(websocket, self._results, self._settings).converse()

    def _welcome(self, headers: Headers) -> bool:
        """False for a web page of elsewhere: browsers ask no CORS for a WebSocket, but name the origin."""
        origin, allowed = headers.get("origin"), self._settings.allowed_origins
        if origin is None or origin in allowed or "*" in allowed:
            return True
        return origin.partition("://")[2].lower() == headers.get("host", "").lower()
