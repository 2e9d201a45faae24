"""The protocol `graphql-transport-ws` of the npm package graphql-ws: one socket, many operations."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect

from graph.errors import GraphError, TooManyOperations, Unauthenticated
from graph.settings import Settings, variable
from schema.server import audit
from schema.server.bad_request import BadRequest
from schema.server.drain import STOPPING, Drain, stopping_error
from schema.server.error_format import format_error
from schema.server.graphql_request import GraphQLRequest, from_json
from schema.server.operation_runner import OperationRunner
from schema.server.request_state import RequestState
from schema.server.streams.socket_message import CloseCode, ProtocolError, SocketMessage, read_message
from schema.server.streams.socket_operation import run_operation
from sign_in.credentials import Credentials
from sign_in.identity import Identity

REASON_BYTES = 123
"""Maximum length of the reason in a close frame (RFC 6455, 5.5)."""


class TransportWS:
    """One accepted socket and its running operations."""

    def __init__(
        self,
        websocket: WebSocket,
        runner: OperationRunner,
        credentials: Credentials,
        drain: Drain,
        settings: Settings,
    ) -> None:
        self._websocket = websocket
        self._runner = runner
        self._credentials = credentials
        self._state = RequestState.of(websocket.scope)
        self._identity: Identity | None = None
        self._invalid: asyncio.Task[Unauthenticated] | None = None
        self._drain = drain
        self._max_operations = settings.max_socket_operations
        self._max_message = settings.max_body_kb * 1024
        self._init_s = settings.socket_init_s
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._leaving: asyncio.Task[None] | None = None
        self._idle_s = settings.socket_idle_s
        self._last_use = 0.0

    def leave(self) -> None:
        """The service is stopping: the socket closes when its operations have ended.

        Subscriptions end by themselves.
        """
        self._leaving = asyncio.create_task(self._end())

    async def run(self) -> None:
        """Handles messages until one side closes the socket, then cancels the running operations."""
        violation: ProtocolError | None = None
        self._use()
        idle = asyncio.create_task(self._close_when_idle())
        try:
            async with asyncio.timeout(self._init_s):
                while self._identity is None:
                    await self._handle(await self._message())
            while True:
                await self._handle(await self._message())
        except TimeoutError:
            violation = ProtocolError(CloseCode.NO_INIT, "Connection initialisation timeout")
        except BadRequest as error:
            violation = ProtocolError(CloseCode.BAD_MESSAGE, str(error))
        except ProtocolError as error:
            violation = error
        except WebSocketDisconnect:
            pass
        except asyncio.CancelledError:
            if self._leaving is None:
                raise
            await self._leaving  # the grace has ended: the operations still learn of it
        finally:
            running = [*self._operations.values(), idle, *filter(None, (self._invalid, self._leaving))]
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        if violation is not None:
            reason = str(violation).encode()[:REASON_BYTES].decode(errors="ignore")
            await self._websocket.close(violation.code, reason)

    def _use(self) -> None:
        self._last_use = asyncio.get_running_loop().time()

    async def _close_when_idle(self) -> None:
        """Closes the socket when it has been silent for long, and no operation runs."""
        loop = asyncio.get_running_loop()
        left = self._idle_s
        while left > 0:
            await asyncio.sleep(left)
            left = self._idle_s if self._operations else self._last_use + self._idle_s - loop.time()
        limit = f"{self._idle_s:g} seconds ({variable('socket_idle_s')})"
        await self._websocket.close(CloseCode.IDLE, f"No operation, and no message for {limit}")

    async def _message(self) -> SocketMessage:
        """The next message. Raises ProtocolError once the credentials of the caller are no longer valid."""
        receiving = asyncio.ensure_future(self._websocket.receive())
        try:
            await asyncio.wait(filter(None, [receiving, self._invalid]), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not receiving.done():
                receiving.cancel()
        if self._invalid is not None and self._invalid.done():
            raise ProtocolError(CloseCode.FORBIDDEN, str(self._invalid.result()))
        received = receiving.result()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received["code"])
        return read_message(received.get("text"), self._max_message)

    async def _handle(self, message: SocketMessage) -> None:
        self._use()
        match message.type:
            case "connection_init":
                if self._identity is not None:
                    raise ProtocolError(CloseCode.SECOND_INIT, "Too many initialisation requests")
                await self._admit(message.payload or {})
                await self._send("connection_ack")
            case "ping":
                await self._send("pong", payload=message.payload)
            case "subscribe":
                await self._subscribe(message.id, message.payload)
            case "complete":
                if task := self._operations.pop(message.id, None):
                    task.cancel()

    async def _admit(self, payload: Mapping[str, object]) -> None:
        """Finds out who calls: by `authorization` in the payload, else as for any request.

        Raises ProtocolError where the caller is refused; clients try again then, with a new token.
        """
        state = self._state
        sent = next((text for name, text in payload.items() if name.lower() == "authorization"), None)
        try:
            if sent is not None:
                state.sent = replace(state.sent, authorization=str(sent))
                state.identity = await self._credentials.identity(state.sent)
                state.caller, state.refusal = state.identity.caller, None
            self._identity = state.admitted
        except GraphError as error:
            audit.refused(error, state)
            raise ProtocolError(CloseCode.FORBIDDEN, str(error)) from None
        self._invalid = asyncio.create_task(self._credentials.until_invalid(state.sent, self._identity))

    async def _subscribe(self, id: str, payload: object) -> None:
        if self._identity is None:
            raise ProtocolError(CloseCode.NOT_ACKNOWLEDGED, "Unauthorized")
        if self._drain.begun:
            await self._send("error", id=id, payload=[stopping_error(uuid4().hex)])
            return
        request = from_json(payload)
        if id in self._operations:
            raise ProtocolError(CloseCode.SAME_ID, f"Subscriber for {id} already exists")
        if len(self._operations) >= self._max_operations:
            message = (
                f"{self._max_operations} operations are running over this socket; complete one, open another "
                f"socket, or raise {variable('max_socket_operations')}."
            )
            error = GraphQLError(message, original_error=TooManyOperations(message))
            await self._send("error", id=id, payload=[format_error(error, uuid4().hex)])
            return
        self._operations[id] = asyncio.create_task(self._run_operation(id, request, self._identity))

    async def _end(self) -> None:
        if self._operations:
            await asyncio.wait(self._operations.values(), timeout=self._drain.left())
        for id, task in [*self._operations.items()]:
            if task.cancel():
                await self._send("error", id=id, payload=[stopping_error(uuid4().hex)])
        await self._websocket.close(CloseCode.RESTART, STOPPING)

    async def _run_operation(self, id: str, request: GraphQLRequest, identity: Identity) -> None:
        async def send(type: str, payload: object = None) -> None:
            if type != "next":  # the id is free again before the client learns that the operation has ended
                self._operations.pop(id, None)
                self._use()
            await self._send(type, id=id, payload=payload)

        await run_operation(request, self._runner, identity, send, self._state.request_id)

    async def _send(self, type: str, **more: object) -> None:
        message = {"type": type} | {name: value for name, value in more.items() if value is not None}
        await self._websocket.send_text(orjson.dumps(message).decode())
