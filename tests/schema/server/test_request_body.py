"""The body of a POST is read once, within a size and a time, and handed on; nothing else is read."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from graph.settings import Settings
from schema.server.bad_request import BadRequest
from schema.server.request_body import RequestBody
from schema.server.request_state import NAME, RequestState

SETTINGS = Settings(max_body_kb=1, deadline_s=0.2)
LIMIT = 1024


async def read(
    *messages: Message, method: str = "POST", headers: tuple[tuple[bytes, bytes], ...] = ()
) -> tuple[bytes | BadRequest | None, int]:
    """What the application below finds as the body, and how many messages were received for it."""
    received = 0

    async def receive() -> Message:
        nonlocal received
        if received == len(messages):
            await asyncio.sleep(60)
        received += 1
        return messages[received - 1]

    async def send(_: Message) -> None:
        raise AssertionError("answered")

    async def below(scope: Scope, _: Receive, __: Send) -> None:
        assert scope is found

    state = RequestState("id", {})
    found: Scope = {"type": "http", "method": method, "headers": headers, "state": {NAME: state}}
    await RequestBody(below, SETTINGS)(found, receive, send)
    return state.body, received


def chunk(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_chunks_are_joined_and_nothing_is_received_after_the_last() -> None:
    chunks = [chunk(b"{", more=True), {"type": "http.request", "more_body": True}, chunk(b"}"), chunk(b"!")]
    assert await read(*chunks) == (b"{}", 3)


async def test_a_body_of_the_limit_is_read_and_one_byte_more_is_refused() -> None:
    assert await read(chunk(b" " * LIMIT)) == (b" " * LIMIT, 1)
    refusal, _ = await read(chunk(b" " * (LIMIT + 1)))
    assert isinstance(refusal, BadRequest)
    assert (refusal.status, refusal.headers) == (413, {"connection": "close"})
    assert "1 KiB" in str(refusal)
    assert "LEARNING_SITES_MAX_BODY_KB" in str(refusal)


async def test_no_chunk_is_received_once_the_limit_is_exceeded() -> None:
    refusal, received = await read(*[chunk(b" " * 600, more=True)] * 5)
    assert isinstance(refusal, BadRequest)
    assert (refusal.status, received) == (413, 2)


@pytest.mark.parametrize("announced", [b"1025", b"9" * 19, b"9" * 5000])
async def test_a_body_announced_over_the_limit_is_refused_unread(announced: bytes) -> None:
    refusal, received = await read(chunk(b"{}"), headers=((b"content-length", announced),))
    assert isinstance(refusal, BadRequest)
    assert (refusal.status, received) == (413, 0)


@pytest.mark.parametrize("announced", [b"", b"-1", b"x", b"1e9", "٣".encode()])
async def test_a_content_length_that_is_not_a_number_is_ignored(announced: bytes) -> None:
    assert await read(chunk(b"{}"), headers=((b"content-length", announced),)) == (b"{}", 1)


async def test_a_body_that_does_not_arrive_before_the_deadline_is_refused() -> None:
    refusal, _ = await read(chunk(b"{", more=True))
    assert isinstance(refusal, BadRequest)
    assert (refusal.status, refusal.headers) == (408, {"connection": "close"})
    assert "0.2 seconds (LEARNING_SITES_DEADLINE_S)" in str(refusal)


async def test_a_body_whose_client_disconnects_is_refused() -> None:
    refusal, _ = await read(chunk(b"{", more=True), {"type": "http.disconnect"})
    assert isinstance(refusal, BadRequest)
    assert refusal.status == 400


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_other_methods_have_no_body(method: str) -> None:
    assert await read(chunk(b"{}"), method=method) == (None, 0)
