"""The configuration of docs/sign-in.md, in Debian's nginx before the service, with TLS."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from live import live
from tls_certificate import write_certificate
from websockets import Subprotocol, connect

from graph.access import Access
from graph.deadline import Deadline
from graph.settings import Settings
from graph.viewer import Role
from sign_in.api_keys import ApiKeys

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
PAGE = Path(__file__).parents[2] / "docs" / "sign-in.md"
OPEN = '{ site(key: "site:houston-pd") { name } }'
SINGLE = '{ request(key: "request:syn-7-0000001") { key } }'
WRITE = "mutation { recordRequests(input: {requests: []}) { created } }"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@contextmanager
def nginx(upstream: str, certificate: Path, folder: Path) -> Iterator[str]:
    """nginx with the configuration of the page; only names, ports and files are those of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    block = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    text = block[1].replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = text.replace("sites.example;", "localhost;").replace("http://127.0.0.1:8000", upstream)
    text = re.sub(r"/etc/ssl/sites\.example\.(pem|key)", str(certificate), text)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ access_log off; {temporary}\n{text}\n}}\n"
    )
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-e", f"{folder}/error.log", "-c", str(configuration)])
    try:
        until = Deadline.after(20)
        while until.left() > 0 and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        assert process.poll() is None, (folder / "error.log").read_text()
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


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
