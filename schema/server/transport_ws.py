"""The protocol `graphql-transport-ws` of the package graphql-ws: one socket, many operations."""

from __future__ import annotations

import asyncio
from enum import IntEnum
from typing import Any
from uuid import uuid4

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect

from graph.errors import TooManyOperations
from graph.settings import Settings, variable
from schema.server import failures
from schema.server.guard import Asked, Refusal, checked, parsed
from schema.server.results import Results
from schema.server.socket_operation import operate

REASON_BYTES = 123
"""Longest reason that the WebSocket protocol lets a close frame carry."""


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
        except Refusal as refusal:
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

    async def _message(self) -> dict[str, Any]:
        received = await self._websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received["code"])
        if not isinstance(text := received.get("text"), str):
            raise Ended(Close.BAD_MESSAGE, "A message is text")
        if len(text) > self._max_message:
            limit = f"{self._max_message // 1024} KiB"
            raise Ended(Close.TOO_BIG, f"The message is larger than {limit} ({variable('max_body_kb')})")
        message = parsed(text, "The message is")
        if not isinstance(message, dict):
            raise Ended(Close.BAD_MESSAGE, "A message is one JSON object")
        return message

    async def _handle(self, message: dict[str, Any], patience: asyncio.Timeout) -> None:
        payload = message.get("payload")
        match message.get("type"):
            case "connection_init" | "ping" | "pong" if not isinstance(payload, dict | None):
                raise Ended(Close.BAD_MESSAGE, "payload: a JSON object or null is needed")
            case "connection_init":
                if self._acknowledged:
                    raise Ended(Close.SECOND_INIT, "Too many initialisation requests")
                self._acknowledged = True
                patience.reschedule(None)
                await self._send("connection_ack")
            case "ping":
                await self._send("pong", payload=payload)
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(_id(message), payload)
            case "complete":
                if task := self._operations.pop(_id(message), None):
                    task.cancel()
            case other:
                raise Ended(Close.BAD_MESSAGE, f"type: no message of ours is {other!r}")

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

    async def _operate(self, id: str, asked: Asked) -> None:
        async def send(type: str, payload: object = None) -> None:
            if type != "next":  # the id is free again before the client hears of the end
                self._operations.pop(id, None)
            await self._send(type, id=id, payload=payload)

        await operate(asked, self._results, send, self._websocket.state.request_id)

    async def _send(self, type: str, **more: object) -> None:
        message = {"type": type} | {name: value for name, value in more.items() if value is not None}
        await self._websocket.send_text(orjson.dumps(message).decode())


def _id(message: dict[str, Any]) -> str:
    id = message.get("id")
    if not isinstance(id, str) or not id:
        raise Ended(Close.BAD_MESSAGE, "id: text is needed")
    return id
