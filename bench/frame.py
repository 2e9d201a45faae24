"""What stands around an endpoint of the bench: an application, framework or not, and its server."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from cli.http_server.listener import address, listen
from graph.settings import Settings

HEADERS: Final = (b"content-type", b"application/json; charset=utf-8")


class Endpoint(Protocol):
    """Answers a body with JSON while it is connected to Neo4j."""

    async def answer(self, body: bytes) -> bytes: ...

    def connected(self, _: object = None) -> AbstractAsyncContextManager[None]: ...


def framed(endpoint: Endpoint) -> Starlette:
    """An application of Starlette with one route."""

    async def answer(request: Request) -> Response:
        return Response(await endpoint.answer(await request.body()), media_type="application/json")

    return Starlette(routes=[Route("/", answer, methods=["POST"])], lifespan=endpoint.connected)


class Raw:
    """An ASGI application without a framework."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a post at any path."""
        if scope["type"] == "lifespan":
            await receive()
            async with self._endpoint.connected():
                await send({"type": "lifespan.startup.complete"})
                await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        body = b""
        while True:
            message = await receive()
            body += message["body"]
            if not message.get("more_body"):
                break
        content = await self._endpoint.answer(body)
        headers = [HEADERS, (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})


def serve(application: ASGIApp, settings: Settings) -> None:
    """Serves until it is told to stop, by uvicorn as it comes: only the API joins its writes."""
    with listen(settings) as taken:
        config = uvicorn.Config(
            application, loop="uvloop", http="httptools", access_log=False, log_config=None
        )
        print(address(taken), flush=True)  # the socket listens: who asks too early waits
        uvicorn.Server(config).run(sockets=[taken])
