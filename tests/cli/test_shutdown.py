"""SIGTERM under load: what runs is answered, what comes is refused with a code, all clients learn of it."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

import httpx
import pytest
from live import ANY_OPERATION
from live import serving as serving_here
from processes import COMMAND, environment
from websockets import ClientConnection, ConnectionClosed, Subprotocol, connect

from cli.http_server.listener import address, listen
from cli.http_server.server import Server
from cli.mutations import ports
from graph.access import Access
from graph.settings import Settings
from schema.server.app import create_app

ADDRESS = re.compile(r"GraphQL answers at (http://\S+)/graphql")
CHANGED = "subscription { dataChanged(since: -1) { version } }"
START_S = 60.0
DEADLINE_S = 30.0


def heavy(number: int) -> dict[str, str]:
    """A query that takes seconds, with a text of its own."""
    fields = (
        f'a{n}: jurisdictions(where: {{name: {{contains: "term{number}x{n}"}}}}) {{ totalCount }}'
        for n in range(60)
    )
    return {"query": f"{{ {' '.join(fields)} }}"}


class Service(NamedTuple):
    """A running `learning-sites serve`."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    async def ended(self) -> float:
        """Waits for its end, and returns the seconds."""
        started = monotonic()
        while self.process.poll() is None:
            assert monotonic() - started < DEADLINE_S + 10, self.log.read_text()
            await asyncio.sleep(0.05)
        return monotonic() - started


@contextmanager
def serving(access: Access, folder: Path, **settings: object) -> Iterator[Service]:
    """`learning-sites serve` over the Neo4j of the run, in a process of its own."""
    more = {
        f"LEARNING_SITES_{name.upper()}": str(value) for name, value in (ANY_OPERATION | settings).items()
    }
    more |= {"NEO4J_URI": access.uri, "NEO4J_PASSWORD": access.password}
    log = folder / "serve.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [COMMAND, "serve"], env=environment(folder / "home", **more), stdout=file, stderr=file
        )
    try:
        until = monotonic() + START_S
        while (found := ADDRESS.search(log.read_text())) is None:
            assert process.poll() is None, log.read_text()
            assert monotonic() < until, log.read_text()
            sleep(0.1)
        yield Service(process, found[1], log)
    finally:
        process.kill()
        process.wait()


class Clients:
    """Requests that run, an event stream, and a socket with a subscription and a query."""

    def __init__(self, service: Service) -> None:
        self._http = httpx.AsyncClient(base_url=service.url, timeout=DEADLINE_S + 10)
        self._socket_url = service.url.replace("http", "ws", 1) + "/graphql"
        self.messages: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self.stream = ""
        self._heard, self._streamed = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[list[asyncio.Task[httpx.Response]]]:
        """The tasks of heavy requests, once all that runs beside them has begun."""
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(self._http)
            socket = await stack.enter_async_context(
                connect(self._socket_url, subprotocols=[Subprotocol("graphql-transport-ws")])
            )
            await socket.send('{"type": "connection_init"}')
            await socket.recv()
            listening = asyncio.create_task(self._listen(socket))
            for id, payload in (("events", {"query": CHANGED}), ("query", heavy(100))):
                await socket.send(json.dumps({"id": id, "type": "subscribe", "payload": payload}))
            streaming = asyncio.create_task(self._stream(http))
            running = [asyncio.create_task(http.post("/graphql", json=heavy(n))) for n in range(3)]
            await asyncio.gather(self._streamed.wait(), self._heard.wait())
            await asyncio.sleep(0.3)
            yield running
            await asyncio.gather(listening, streaming)

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            while True:
                self.messages.append(json.loads(await socket.recv()))
                self._heard.set()
        except ConnectionClosed as closed:
            self.close_code = closed.rcvd.code if closed.rcvd else None

    async def _stream(self, http: httpx.AsyncClient) -> None:
        headers = {"accept": "text/event-stream"}
        async with http.stream("POST", "/graphql", json={"query": CHANGED}, headers=headers) as response:
            async for text in response.aiter_text():
                self.stream += text
                self._streamed.set()


@pytest.mark.slow
async def test_what_runs_is_answered_and_what_comes_is_refused(access: Access, tmp_path: Path) -> None:
    with serving(access, tmp_path, deadline_s=DEADLINE_S) as service:
        clients = Clients(service)
        async with clients.busy() as running, httpx.AsyncClient(base_url=service.url) as late:
            assert (await late.get("/livez")).headers.get("connection") != "close"
            service.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
            assert not any(task.done() for task in running), "the queries are not heavy enough"
            ready = await late.get("/readyz")
            assert (ready.status_code, ready.json()["checks"]) == (503, {"service": "stopping"})
            refused = await late.post("/graphql", json={"query": "{ __typename }"})
            assert refused.status_code == 503
            assert refused.headers["connection"] == "close"
            assert int(refused.headers["retry-after"]) > 0
            [error] = refused.json()["errors"]
            assert error["extensions"] == {
                "code": "UNAVAILABLE",
                "requestId": refused.headers["x-request-id"],
                "retryable": True,
            }
            for response in await asyncio.gather(*running):
                assert response.status_code == 200
                assert response.json()["data"]["a0"] == {"totalCount": 0}
        assert await service.ended() < 2
        assert service.process.returncode == -signal.SIGTERM
    assert [m["type"] for m in clients.messages if m["id"] == "query"] == ["next", "complete"]
    assert [m["type"] for m in clients.messages if m["id"] == "events"] == ["next"]
    assert clients.close_code == 1012
    assert clients.stream.endswith(": the service is stopping; connect again\n\n")
    assert "complete" not in clients.stream
    assert "Traceback" not in service.log.read_text()


async def test_what_outlasts_the_grace_is_unavailable_with_its_request_id(
    access: Access, tmp_path: Path
) -> None:
    with serving(access, tmp_path, deadline_s=DEADLINE_S, shutdown_grace_s=0.5) as service:
        clients = Clients(service)
        async with clients.busy() as running:
            service.process.send_signal(signal.SIGTERM)
            ending = asyncio.create_task(service.ended())
            for response in await asyncio.gather(*running):
                assert response.status_code == 503
                [error] = response.json()["errors"]
                assert error["extensions"]["code"] == "UNAVAILABLE"
                assert error["extensions"]["requestId"] == response.headers["x-request-id"]
        assert await ending < 0.5 + 2
    [error] = [m for m in clients.messages if m["id"] == "query"]
    assert error["type"] == "error"
    assert error["payload"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert clients.close_code == 1012
    log = service.log.read_text()
    assert "Traceback" not in log
    assert log.count('"code":"UNAVAILABLE"') >= 3


async def test_a_socket_whose_task_ends_with_the_grace_still_answers(
    access: Access, settings: Settings
) -> None:
    """The server cancels it at the moment at which it would answer by itself; here, before."""
    app = create_app(settings.model_copy(update=ANY_OPERATION), access, ports)
    server = Server(app, settings)
    with listen(settings) as taken:
        async with (
            serving_here(server, taken),
            connect(
                address(taken).replace("http", "ws", 1) + "/graphql",
                subprotocols=[Subprotocol("graphql-transport-ws")],
            ) as socket,
        ):
            await socket.send('{"type": "connection_init"}')
            await socket.recv()
            await socket.send(json.dumps({"id": "query", "type": "subscribe", "payload": heavy(200)}))
            await asyncio.sleep(0.3)
            app.state.drain.begin(0.0)
            for task in server.server_state.tasks:
                task.cancel()
            error = json.loads(await socket.recv())
            assert (error["id"], error["type"]) == ("query", "error")
            assert error["payload"][0]["extensions"]["code"] == "UNAVAILABLE"
            await socket.wait_closed()
            assert socket.close_code == 1012


async def test_an_idle_service_ends_at_once(access: Access, tmp_path: Path) -> None:
    with serving(access, tmp_path) as service:
        async with httpx.AsyncClient(base_url=service.url) as client:
            assert (await client.get("/livez")).status_code == 200
            service.process.send_signal(signal.SIGINT)
            assert await service.ended() < 2


@pytest.mark.parametrize("half", [b"", b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
async def test_half_open_connections_do_not_hold_it_up(access: Access, tmp_path: Path, half: bytes) -> None:
    with serving(access, tmp_path) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(service.url.rpartition(":")[2]))
        writer.write(half)
        await asyncio.sleep(0.2)
        service.process.send_signal(signal.SIGTERM)
        assert await service.ended() < 2 + 1
        await reader.read()
        writer.close()
