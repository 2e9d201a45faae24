"""Any input is a request or refused as a bad one, never an internal error (which would be 500)."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from schema.server.bad_request import BadRequest
from schema.server.graphql_request import GraphQLRequest, from_json, from_url, parse_json
from schema.server.streams.socket_message import ProtocolError, read_message

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
PARAMETERS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("query", "operationName", "variables", "extensions"), VALUES)
)
MESSAGES = st.fixed_dictionaries(
    {"type": st.sampled_from(["connection_init", "ping", "pong", "subscribe", "complete"]) | VALUES},
    optional={"id": VALUES, "payload": PARAMETERS | VALUES},
)


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode(errors="surrogatepass")


@given(st.binary() | (PARAMETERS | VALUES).map(encoded))
@example(b"[" * 100_000)
@example(b"1e999")
def test_a_body_is_a_request_or_refused(body: bytes) -> None:
    with suppress(BadRequest):
        _assert_well_formed(from_json(parse_json(body, "The body is")))


@given(st.dictionaries(st.sampled_from(["query", "operationName", "variables", "extensions"]), st.text()))
@example({"query": "{a}", "variables": "[" * 100_000})
def test_a_url_is_a_request_or_refused(parameters: dict[str, str]) -> None:
    with suppress(BadRequest):
        _assert_well_formed(from_url(parameters))


@given(st.none() | st.text() | MESSAGES.map(json.dumps))
def test_a_frame_is_a_message_or_closes_the_socket(text: str | None) -> None:
    with suppress(BadRequest, ProtocolError):
        message = read_message(text, 10_000)
        assert bool(message.id) == (message.type in ("subscribe", "complete"))
        if message.type == "subscribe":
            _assert_well_formed(from_json(message.payload))


def _assert_well_formed(request: GraphQLRequest) -> None:
    assert isinstance(request.query, str)
    assert request.query
    assert isinstance(request.variables, dict)
    assert isinstance(request.operation_name, str | None)
