"""Answers are compressed for clients that ask for it, and each encoding is a representation of its own."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest
from live import live

from graph.access import Access
from graph.settings import Settings
from schema.server import encoding
from schema.server.pages.built_files import COPIES
from web import build

LONG = {"query": "{ enumTitles { enum value title description } }"}
OTHER = {"query": "{ enumTitles { value title } }"}
SHORT = {"query": "{ viewer { role } }"}
PLAIN, GZIP = {"accept-encoding": "identity"}, {"accept-encoding": "gzip"}


async def raw(
    client: httpx.AsyncClient, method: str, path: str, **options: Any
) -> tuple[httpx.Response, bytes]:
    """The response, and its body as it was sent."""
    async with client.stream(method, path, **options) as response:
        return response, b"".join([chunk async for chunk in response.aiter_raw()])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("GZip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("gzip;q=0", None),
        ("gzip;q=0, *", "br"),
        ("*", "br"),
        ("*;q=0", None),
        ("*;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("identity;q=0, gzip;q=0.2", "gzip"),
        ("identity;q=0.5, *;q=0.5", "br"),
        ("x-gzip", None),
        ("deflate, zstd", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_the_client_chooses_the_encoding(header: str | None, expected: str | None) -> None:
    headers = [] if header is None else [(b"accept-encoding", header.encode())]
    assert encoding.accepted(headers, ("br", "gzip")) == expected


def test_several_lines_of_a_header_are_one_list() -> None:
    lines = [(b"accept-encoding", b"br;q=0"), (b"accept", b"*/*"), (b"accept-encoding", b"gzip")]
    assert encoding.accepted(lines, ("br", "gzip")) == "gzip"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_long_answer_is_compressed_and_the_same(
    client: httpx.AsyncClient, method: str, accept: str
) -> None:
    given: dict[str, Any] = {"params": LONG} if method == "GET" else {"json": LONG}
    plain, text = await raw(client, method, "/graphql", headers={"accept": accept, **PLAIN}, **given)
    for _ in range(2):  # the second from memory
        packed, body = await raw(client, method, "/graphql", headers={"accept": accept, **GZIP}, **given)
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(body) == text
        assert packed.headers["content-length"] == str(len(body))
        assert len(body) < len(text) / 3
        assert packed.headers["content-type"] == plain.headers["content-type"]
        assert "accept-encoding" in packed.headers["vary"]
    assert "content-encoding" not in plain.headers
    assert "accept-encoding" in plain.headers["vary"]


@pytest.mark.parametrize("header", [None, "identity", "gzip;q=0", "br", "deflate"])
async def test_who_does_not_accept_gzip_gets_plain_json(
    client: httpx.AsyncClient, header: str | None
) -> None:
    request = client.build_request("POST", "/graphql", json=LONG)
    del request.headers["accept-encoding"]
    if header is not None:
        request.headers["accept-encoding"] = header
    response = await client.send(request, stream=True)
    body = b"".join([chunk async for chunk in response.aiter_raw()])
    assert body.startswith(b'{"data":')
    assert "content-encoding" not in response.headers
    assert response.headers["content-length"] == str(len(body))


async def test_a_short_answer_is_sent_as_it_is(client: httpx.AsyncClient) -> None:
    response, body = await raw(client, "POST", "/graphql", headers=GZIP, json=SHORT)
    assert "content-encoding" not in response.headers
    assert body.startswith(b'{"data":')
    assert "accept-encoding" in response.headers["vary"]


async def test_errors_are_compressed_too(client: httpx.AsyncClient) -> None:
    wrong = {"query": "{ " + " ".join(f"a{n}: sites(first: -1) {{ totalCount }}" for n in range(15)) + " }"}
    response, body = await raw(client, "POST", "/graphql", headers=GZIP, json=wrong)
    assert response.headers["content-encoding"] == "gzip"
    assert b'"errors"' in gzip.decompress(body)


async def test_each_encoding_has_an_etag_of_its_own(client: httpx.AsyncClient) -> None:
    etags = {}
    for name, headers in (("identity", PLAIN), ("gzip", GZIP)):
        response, _ = await raw(client, "GET", "/graphql", headers=headers, params=LONG)
        etags[name] = response.headers["etag"]
        again, body = await raw(
            client, "GET", "/graphql", headers={**headers, "if-none-match": etags[name]}, params=LONG
        )
        assert (again.status_code, body) == (304, b"")
        assert again.headers["etag"] == etags[name]
        assert again.headers["vary"] == response.headers["vary"]
        assert "content-encoding" not in again.headers
    assert etags["identity"] != etags["gzip"]
    other, _ = await raw(
        client, "GET", "/graphql", headers={**PLAIN, "if-none-match": etags["gzip"]}, params=LONG
    )
    assert other.status_code == 200


async def test_ways_to_ask_for_gzip_share_a_response(client: httpx.AsyncClient) -> None:
    etags = set()
    for header in ("gzip", "gzip, deflate, br", "br, gzip;q=0.8", "*"):
        response, _ = await raw(client, "GET", "/graphql", headers={"accept-encoding": header}, params=OTHER)
        etags.add(response.headers["etag"])
    assert len(etags) == 1


@pytest.mark.parametrize("headers", [PLAIN, GZIP], ids=["identity", "gzip"])
async def test_head_has_the_headers_of_get(
    access: Access, settings: Settings, headers: dict[str, str]
) -> None:
    """On a real port: the server leaves out the body."""
    async with live(access, settings) as address, httpx.AsyncClient(base_url=address, timeout=60) as client:
        for path, params in (("/graphql", LONG), ("/schema.graphql", {}), (asset(), {})):
            got, _ = await raw(client, "GET", path, headers=headers, params=params)
            head, body = await raw(client, "HEAD", path, headers=headers, params=params)
            assert body == b""
            for name in ("content-encoding", "content-length", "etag", "vary", "content-type"):
                assert head.headers.get(name) == got.headers.get(name), (path, name)


async def test_the_schema_is_compressed(client: httpx.AsyncClient) -> None:
    response, body = await raw(client, "GET", "/schema.graphql", headers=GZIP)
    assert response.headers["content-encoding"] == "gzip"
    assert b"type Query" in gzip.decompress(body)
    assert response.headers["vary"].startswith("accept-encoding")


@pytest.mark.parametrize("accept", ["text/event-stream", "text/event-stream, application/json"])
async def test_events_are_not_compressed(client: httpx.AsyncClient, accept: str) -> None:
    response, body = await raw(client, "POST", "/graphql", headers={"accept": accept, **GZIP}, json=LONG)
    assert "content-encoding" not in response.headers
    assert b"event: next" in body


@pytest.mark.parametrize("path", ["/graphql", "/sign-in"])
async def test_pages_are_not_compressed(client: httpx.AsyncClient, path: str) -> None:
    response, _ = await raw(client, "GET", path, headers={"accept": "text/html", **GZIP})
    assert response.headers["content-type"].startswith("text/html")
    assert "content-encoding" not in response.headers


def asset(suffix: str = ".js") -> str:
    """The address of the largest built file."""
    files = (build.DIST / "assets").glob(f"*{suffix}")
    return f"/graphiql/{max(files, key=lambda path: path.stat().st_size).name}"


@pytest.mark.parametrize("suffix", [".js", ".css", ".ttf"])
@pytest.mark.parametrize(
    ("header", "expected"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("gzip;q=0", None)],
)
async def test_a_built_file_is_sent_as_the_copy_that_the_client_accepts(
    client: httpx.AsyncClient, suffix: str, header: str, expected: str | None
) -> None:
    path = asset(suffix)
    file = build.DIST / "assets" / path.removeprefix("/graphiql/")
    response, body = await raw(client, "GET", path, headers={"accept-encoding": header})
    assert response.headers.get("content-encoding") == expected
    assert body == (file.with_name(file.name + COPIES[expected]) if expected else file).read_bytes()
    assert response.headers["content-length"] == str(len(body))
    assert response.headers["vary"].startswith("accept-encoding")
    assert response.headers["cache-control"].endswith("immutable")
    plain, _ = await raw(client, "GET", path, headers=PLAIN)
    assert response.headers["content-type"] == plain.headers["content-type"]
    assert (response.headers["etag"] == plain.headers["etag"]) is (expected is None)
    etag = {"accept-encoding": header, "if-none-match": response.headers["etag"]}
    again, nothing = await raw(client, "GET", path, headers=etag)
    assert (again.status_code, nothing) == (304, b"")
    assert again.headers["etag"] == response.headers["etag"]
    assert again.headers["vary"].startswith("accept-encoding")


def test_the_copies_are_those_of_their_files() -> None:
    for file in build.built():
        if file.suffix == ".gz":
            assert gzip.decompress(file.read_bytes()) == file.with_suffix("").read_bytes()
    scripts = [
        file for file in build.built() if file.suffix in (".js", ".css") and file.stat().st_size > 10_000
    ]
    assert scripts
    for file in scripts:
        for suffix in COPIES.values():
            copy = file.with_name(file.name + suffix)
            assert copy.stat().st_size < 0.6 * file.stat().st_size


async def test_a_range_is_of_the_file_as_it_is(client: httpx.AsyncClient) -> None:
    path = asset()
    content = (build.DIST / "assets" / path.removeprefix("/graphiql/")).read_bytes()
    headers = {"accept-encoding": "br, gzip", "range": "bytes=10-29"}
    response, body = await raw(client, "GET", path, headers=headers)
    assert (response.status_code, body) == (206, content[10:30])
    assert response.headers["content-range"] == f"bytes 10-29/{len(content)}"
    assert "content-encoding" not in response.headers
    compressed, _ = await raw(client, "GET", path, headers=GZIP)
    of_copy = {**headers, "if-range": compressed.headers["etag"]}
    response, body = await raw(client, "GET", path, headers=of_copy)
    assert (response.status_code, body) == (200, content)


@pytest.mark.parametrize("suffix", COPIES.values())
async def test_a_copy_has_no_address_of_its_own(client: httpx.AsyncClient, suffix: str) -> None:
    assert (await client.get(asset() + suffix)).status_code == 404
