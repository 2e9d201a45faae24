"""The protocol `graphql-transport-ws` of the package graphql-ws: one socket, many operations."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect

from graph.errors import TooManyOperations
from graph.settings import Settings, variable
from schema.server import failures
from schema.server.guard import BadRequest, GraphQLRequest, checked
from schema.server.results import Results
from schema.server.socket_message import Close, Ended, Message, read
from schema.server.socket_operation import operate

REASON_BYTES = 123
"""Longest reason that the WebSocket protocol lets a close frame carry."""


class TransportWS:
    """One accepted socket."""

    def __init__(self, websocket: WebSocket, results: Results, settings: Settings) -> None:
        self._websocket = websocket
        self._results = results
        self._max_operations = settings.max_socket_operations
        self._max_message = settings.max_body_kb * 1024
        self._init_s = settings.socket_init_s
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._acknowledged = False

    async def converse(self) -> None:
        """Handles messages until one side ends the socket, and then ends what still runs."""
        ended: Ended | None = None
        try:
            async with asyncio.timeout(self._init_s) as patience:
                while True:
                    await self._handle(await self._message(), patience)
        except TimeoutError:
            ended = Ended(Close.NO_INIT, "Connection initialisation timeout")
        except BadRequest as refusal:
            ended = Ended(Close.BAD_MESSAGE, str(refusal))
        except Ended as error:
            ended = error
        except WebSocketDisconnect:
            pass
        finally:
            running = [*self._operations.values()]
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        if ended is not None:
            reason = str(ended).encode()[:REASON_BYTES].decode(errors="ignore")
            await self._websocket.close(ended.code, reason)

    async def _message(self) -> Message:
        received = await self._websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received["code"])
        return read(received.get("text"), self._max_message)

    async def _handle(self, message: Message, patience: asyncio.Timeout) -> None:
        match message.type:
            case "connection_init":
                if self._acknowledged:
                    raise Ended(Close.SECOND_INIT, "Too many initialisation requests")
                self._acknowledged = True
                patience.reschedule(None)
                await self._send("connection_ack")
            case "ping":
                await self._send("pong", payload=message.payload)
            case "subscribe":
                await self._subscribe(message.id, message.payload)
            case "complete":
                if task := self._operations.pop(message.id, None):
                    task.cancel()

    async def _subscribe(self, id: str, payload: object) -> None:
        if not self._acknowledged:
            raise Ended(Close.NOT_ACKNOWLEDGED, "Unauthorized")
        asked = checked(payload)
        if id in self._operations:
            raise Ended(Close.SAME_ID, f"Subscriber for {id} already exists")
        if len(self._operations) >= self._max_operations:
            message = (
                f"{self._max_operations} operations run over this socket already; complete one, open another "
                f"socket, or raise {variable('max_socket_operations')}."
            )
            error = GraphQLError(message, original_error=TooManyOperations(message))
            await self._send("error", id=id, payload=[failures.told(error, uuid4().hex)])
            return
        self._operations[id] = asyncio.create_task(self._operate(id, asked))

    async def _operate(self, id: str, asked: GraphQLRequest) -> None:
        async def send(type: str, payload: object = None) -> None:
            if type != "next":  # the id is free again before the client hears of the end
                self._operations.pop(id, None)
            await self._send(type, id=id, payload=payload)

        await operate(asked, self._results, send, self._websocket.state.request_id)

    async def _send(self, type: str, **more: object) -> None:
        message = {"type": type} | {name: value for name, value in more.items() if value is not None}
        await self._websocket.send_text(orjson.dumps(message).decode())
