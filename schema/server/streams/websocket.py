"""GraphQL over WebSocket: checks origin and subprotocol, then runs `graphql-transport-ws`."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.websockets import WebSocket

from graph.errors import Overloaded, RateLimited
from graph.settings import Settings
from schema.server.callers.origins import is_allowed
from schema.server.drain import Drain
from schema.server.operation_runner import OperationRunner
from schema.server.request_state import RequestState
from schema.server.streams.open_streams import OpenStreams
from schema.server.streams.socket_message import CloseCode
from schema.server.streams.transport_ws import TransportWS
from sign_in.credentials import Credentials

SUBPROTOCOL: Final = "graphql-transport-ws"


class GraphQLWebSocket:
    """The endpoint `/graphql` for WebSockets."""

    def __init__(
        self,
        runner: OperationRunner,
        credentials: Credentials,
        streams: OpenStreams,
        drain: Drain,
        settings: Settings,
    ) -> None:
        self._runner = runner
        self._credentials = credentials
        self._streams = streams
        self._drain = drain
        self._settings = settings

    async def serve(self, websocket: WebSocket) -> None:
        """Serves one socket until it closes. A socket without our subprotocol is closed with 4406."""
        if not self._origin_allowed(websocket.headers):
            await websocket.close()  # before it is accepted: 403
        elif SUBPROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            await websocket.close(CloseCode.SUBPROTOCOL, f"The subprotocol is {SUBPROTOCOL}")
        else:
            await websocket.accept(SUBPROTOCOL)
            await self._serve(websocket, RequestState.of(websocket.scope))

    async def _serve(self, websocket: WebSocket, state: RequestState) -> None:
        caller = state.caller  # that of the socket; its operations may sign in as another
        try:
            self._streams.enter(caller)
        except (RateLimited, Overloaded) as refusal:
            state.line["code"] = refusal.code
            # The npm package graphql-ws tries again after this code.
            await websocket.close(CloseCode.TRY_LATER, str(refusal))
            return
        try:
            transport = TransportWS(websocket, self._runner, self._credentials, self._drain, self._settings)
            with self._drain.calling(transport.leave):
                await transport.run()
        finally:
            self._streams.leave(caller)

    def _origin_allowed(self, headers: Headers) -> bool:
        """False for a page of another origin: for a WebSocket browsers apply no CORS, but send `Origin`."""
        origin = headers.get("origin")
        return origin is None or is_allowed(origin, headers.get("host", ""), self._settings.allowed_origins)
