"""The configuration of docs/sign-in.md, in Debian's nginx before the service, with TLS."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from live import live
from nginx import NGINX, nginx
from tls_certificate import write_certificate
from websockets import Subprotocol, connect

from graph.access import Access
from graph.settings import Settings
from graph.viewer import Role
from sign_in.api_keys import ApiKeys

OPEN = '{ site(key: "site:houston-pd") { name } }'
SINGLE = '{ request(key: "request:syn-7-0000001") { key } }'
WRITE = "mutation { recordRequests(input: {requests: []}) { created } }"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture(scope="module")
def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
async def behind(
    access: Access, settings: Settings, certificate: Path, trust: ssl.SSLContext, tmp_path: Path
) -> AsyncIterator[tuple[httpx.AsyncClient, Settings]]:
    own = settings.model_copy(update={"home": tmp_path / "home", "hsts_s": 60, "change_poll_s": 0.2})
    folder = tmp_path / "nginx"
    folder.mkdir()
    async with live(access, own) as upstream:
        with nginx(upstream, certificate, folder) as address:
            async with httpx.AsyncClient(base_url=address, verify=trust, timeout=60) as client:
                yield client, own


async def codes(client: httpx.AsyncClient, query: str, headers: dict[str, str] | None = None) -> Any:
    answer = await client.post("/graphql", json={"query": query}, headers=headers)
    found = [error["extensions"]["code"] for error in answer.json().get("errors", [])]
    return answer.status_code, found


async def test_behind_nginx_a_caller_signs_in_and_is_not_on_this_machine(
    behind: tuple[httpx.AsyncClient, Settings],
) -> None:
    client, settings = behind
    for query in (OPEN, SINGLE, WRITE):
        assert await codes(client, query) == (401, ["UNAUTHENTICATED"])
    _, text = ApiKeys(settings).create("dash", Role.STAFF, 1)
    signed = {"authorization": f"Bearer {text}"}
    assert await codes(client, SINGLE, signed) == (200, [])
    assert await codes(client, WRITE, signed) == (200, ["FORBIDDEN"])
    live = await client.get("/livez")
    assert (live.status_code, live.headers["strict-transport-security"]) == (200, "max-age=60")


async def test_websockets_and_event_streams_pass_through_nginx(
    behind: tuple[httpx.AsyncClient, Settings], trust: ssl.SSLContext
) -> None:
    client, settings = behind
    _, text = ApiKeys(settings).create("dash", Role.STAFF, 1)
    payload = {"authorization": f"Bearer {text}"}
    subscribe = {"query": "subscription { dataChanged(since: 0) { version } }"}
    url = str(client.base_url.join("/graphql")).replace("https", "wss", 1)
    async with connect(url, ssl=trust, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": subscribe}))
        assert json.loads(await socket.recv())["type"] == "next"
    headers = payload | {"accept": "text/event-stream"}
    async with client.stream("POST", "/graphql", json=subscribe, headers=headers) as stream:
        assert await anext(stream.aiter_lines()) == "event: next"
