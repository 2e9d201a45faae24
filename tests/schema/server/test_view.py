"""GraphQL over HTTP: well-formed requests are answered, others are refused at once with the reason."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from graphql import ExecutionResult

from graph.access import Access
from graph.settings import Settings
from schema.server.operation_runner import OperationRunner

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
SITE = "query Site($key: String!) { site(key: $key) { key name } }"
HOUSTON = {"key": "site:houston-pd"}


def error(response: httpx.Response) -> dict[str, Any]:
    """The only error of an answer; it carries the id of its request."""
    (found,) = response.json()["errors"]
    assert found["extensions"]["requestId"] == response.headers["x-request-id"]
    assert isinstance(found, dict)
    return found


async def ask(client: httpx.AsyncClient, body: object, accept: str = RESPONSE_JSON) -> httpx.Response:
    return await client.post("/graphql", json=body, headers={"accept": accept})


async def send(client: httpx.AsyncClient, content: bytes, kind: str | None = JSON) -> httpx.Response:
    return await client.post(
        "/graphql", content=content, headers={} if kind is None else {"content-type": kind}
    )


# What is answered -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("*/*", JSON),
        (f"{RESPONSE_JSON};Q=0.1, */*;q=0.2", JSON),
        (f"{JSON}; charset=utf-8; q=1", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (RESPONSE_JSON, RESPONSE_JSON),
        (f"{RESPONSE_JSON}, {JSON};q=0.9", RESPONSE_JSON),
        (f"{JSON};q=0.5, {RESPONSE_JSON};q=0.4", JSON),
        (f"text/html, {JSON}", JSON),
        (f"{JSON};q=0, */*", RESPONSE_JSON),
        (f"*/*, {JSON};q=0", RESPONSE_JSON),
        (f"{JSON};q=0.0, application/*;q=0.001", RESPONSE_JSON),
        (f"APPLICATION/JSON; Q=0, {RESPONSE_JSON};q=0.5", RESPONSE_JSON),
        (f"{RESPONSE_JSON};q=0, */*", JSON),
        (f"{JSON};q=0.2, application/*;q=0.9", RESPONSE_JSON),
        (f"*/*;q=0, {JSON};q=0.1", JSON),
        (f"application/*;q=0, {JSON}", JSON),
        (f"{JSON};q=0.3, */*;q=0.3", JSON),
        (f"{JSON};q=nan, {RESPONSE_JSON};q=0.1", RESPONSE_JSON),
        (f"{JSON};q=7", JSON),
    ],
)
async def test_a_post_is_answered_in_the_accepted_media_type(
    client: httpx.AsyncClient, accept: str | None, kind: str
) -> None:
    headers = {} if accept is None else {"accept": accept}
    answer = await client.post("/graphql", json={"query": SITE, "variables": HOUSTON}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert "accept" in answer.headers["vary"].lower()
    assert answer.json() == {
        "data": {"site": {"key": "site:houston-pd", "name": "Houston Police Department"}}
    }


@pytest.mark.parametrize(
    "accept",
    [f"{JSON};q=0, {RESPONSE_JSON};q=0, */*", "application/*;q=0, */*", "text/*", f"text/*, {JSON};q=0.9"],
)
async def test_events_are_what_is_left_where_no_json_is_wanted(
    client: httpx.AsyncClient, accept: str
) -> None:
    answer = await ask(client, {"query": "{ __typename }"}, accept)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert '"__typename":"Query"' in answer.text


async def test_several_accept_headers_are_one_list(client: httpx.AsyncClient) -> None:
    headers = [("accept", "text/csv"), ("accept", f"{JSON};q=0"), ("accept", "*/*")]
    answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert answer.headers["content-type"].startswith(RESPONSE_JSON)


async def test_a_get_is_answered_like_a_post(client: httpx.AsyncClient) -> None:
    parameters = {"query": SITE, "variables": json.dumps(HOUSTON), "operationName": "Site"}
    got = await client.get("/graphql", params=parameters, headers={"accept": JSON})
    posted = await ask(client, {"query": SITE, "variables": HOUSTON}, JSON)
    assert got.status_code == 200
    assert got.json() == posted.json()


async def test_a_link_with_a_query_is_answered_also_to_a_browser(client: httpx.AsyncClient) -> None:
    accept = {"accept": f"text/html,{JSON};q=0.9"}
    answer = await client.get("/graphql", params={"query": "{ __typename }"}, headers=accept)
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_browser_that_opens_the_address_gets_the_page(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")


async def test_what_is_empty_in_an_address_is_left_out(client: httpx.AsyncClient) -> None:
    parameters = {"query": "{ __typename }", "variables": "", "operationName": "", "extensions": ""}
    answer = await client.get("/graphql", params=parameters)
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_url_that_is_not_utf_8_is_a_client_error(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql?query=%ff", headers={"accept": RESPONSE_JSON})
    assert answer.status_code == 400
    assert error(answer)["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


async def test_head_is_get_without_its_body(client: httpx.AsyncClient) -> None:
    head = await client.head("/graphql", params={"query": "{ __typename }"})
    assert (head.status_code, head.content) == (200, b"")


async def test_the_charset_of_the_content_type_may_be_named(client: httpx.AsyncClient) -> None:
    answer = await send(client, b'{"query": "{ __typename }"}', "Application/JSON; charset=utf-8")
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("name", ["operationName", "variables", "extensions"])
async def test_what_may_be_left_out_may_be_null(client: httpx.AsyncClient, name: str) -> None:
    answer = await ask(client, {"query": "{ __typename }", name: None})
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_one_of_several_operations_is_chosen_by_name(client: httpx.AsyncClient) -> None:
    body = {"query": "query A { __typename } query B { b: __typename }", "operationName": "B"}
    assert (await ask(client, body)).json() == {"data": {"b": "Query"}}


# What is not well-formed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The body is not JSON"),
        (b"\x00", "The body is not JSON"),
        ('{"query": "{ __typename }"}'.encode("utf-16"), "The body is not JSON"),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', "The body is not JSON"),
        (b'{"query": "\\ud800"}', "The body is not JSON"),
        (b"null", "one JSON object"),
        (b'{"query": ', "The body is not JSON"),
        (b'{"query": "\xff"}', "The body is not JSON"),
        (b"[" * 5000, "The body is not JSON"),
        (b'[{"query": "{ __typename }"}]', "one JSON object"),
        (b'"{ __typename }"', "one JSON object"),
        (b"{}", "query: "),
        (b'{"query": ""}', "query: "),
        (b'{"query": null}', "query: "),
        (b'{"query": {"a": 1}}', "query: "),
        (b'{"query": "{ __typename }", "operationName": 1}', "operationName: "),
        (b'{"query": "{ __typename }", "variables": [1]}', "variables: "),
        (b'{"query": "{ __typename }", "variables": "{}"}', "variables: "),
        (b'{"query": "{ __typename }", "extensions": 1}', "extensions: "),
    ],
)
async def test_a_body_that_is_not_a_request_is_refused_with_the_reason(
    client: httpx.AsyncClient, content: bytes, message: str
) -> None:
    answer = await send(client, content)
    assert answer.status_code == 400
    assert error(answer)["extensions"]["code"] == "BAD_REQUEST"
    assert message in error(answer)["message"]
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "query: "),
        ({"query": "{ __typename }", "variables": "{key"}, "variables: not JSON"),
        ({"query": "{ __typename }", "variables": "[]"}, "variables: "),
        ({"query": "{ __typename }", "variables": "7"}, "variables: "),
        ({"query": "{ __typename }", "extensions": "{"}, "extensions: not JSON"),
        ({"query": ""}, "query: "),
    ],
)
async def test_an_address_that_is_not_a_request_is_refused_with_the_reason(
    client: httpx.AsyncClient, parameters: dict[str, str], message: str
) -> None:
    answer = await client.get("/graphql", params=parameters)
    assert answer.status_code == 400
    assert message in error(answer)["message"]


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
async def test_a_body_that_a_web_page_may_send_without_cors_is_refused(
    client: httpx.AsyncClient, kind: str | None
) -> None:
    answer = await send(client, b'{"query": "{ __typename }"}', kind)
    assert answer.status_code == 415
    assert f"{JSON} is needed (got {kind or 'none'})" in error(answer)["message"]


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", '"latin1"', "no-such"])
async def test_a_charset_other_than_utf_8_is_refused(client: httpx.AsyncClient, charset: str) -> None:
    answer = await send(client, b'{"query": "{ __typename }"}', f"{JSON}; charset={charset}")
    assert answer.status_code == 415
    assert "charset utf-8 is needed" in error(answer)["message"]


async def test_a_body_that_is_compressed_is_refused_as_such(client: httpx.AsyncClient) -> None:
    headers = {"content-type": JSON, "content-encoding": "gzip"}
    answer = await client.post("/graphql", content=gzip.compress(b"{}"), headers=headers)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    assert "got gzip" in error(answer)["message"]


@pytest.mark.parametrize("accept", ["text/csv", f"{JSON};q=0", "*/*;q=0", f"{JSON};q=x", "image/*"])
async def test_a_type_that_we_do_not_speak_is_refused(client: httpx.AsyncClient, accept: str) -> None:
    answer = await ask(client, {"query": "{ __typename }"}, accept)
    assert answer.status_code == 406
    assert RESPONSE_JSON in error(answer)["message"]


async def test_a_body_over_the_limit_is_refused_before_its_end(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * settings.max_body_kb:
            yield b" " * 1024
            sent += 1

    answer = await client.post("/graphql", content=endless(), headers={"content-type": JSON})
    assert answer.status_code == 413
    assert f"{settings.max_body_kb} KiB" in error(answer)["message"]
    assert "LEARNING_SITES_MAX_BODY_KB" in error(answer)["message"]
    assert answer.headers["connection"] == "close"
    assert sent <= settings.max_body_kb + 1


async def test_a_body_that_is_announced_over_the_limit_is_refused_unread(client: httpx.AsyncClient) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("read")
        yield

    headers = {"content-type": JSON, "content-length": "9" * 19}
    answer = await client.post("/graphql", content=unread(), headers=headers)
    assert answer.status_code == 413


async def test_a_body_that_does_not_arrive_in_time_is_refused(serve: Any, access: Access) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    async with serve(access, deadline_s=0.3) as client:
        answer = await client.post("/graphql", content=slow(), headers={"content-type": JSON})
    assert answer.status_code == 408
    assert "LEARNING_SITES_DEADLINE_S" in error(answer)["message"]
    assert answer.headers["connection"] == "close"


async def test_a_body_of_the_limit_is_read(client: httpx.AsyncClient, settings: Settings) -> None:
    body = b'{"query": "{ __typename }"}'
    answer = await send(client, body.ljust(settings.max_body_kb * 1024))
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_mutation_in_an_address_is_not_allowed(client: httpx.AsyncClient) -> None:
    text = 'mutation { updateRequest(input: {key: "request:x", changes: {}}) { result { outcome } } }'
    answer = await client.get("/graphql", params={"query": text})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "mutation needs POST" in answer.json()["errors"][0]["message"]


async def test_other_methods_are_not_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.put("/graphql", json={"query": "{ __typename }"})
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["allow"].split(", "))


# Documents that are refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"query": "{ site(key: }"}, "GRAPHQL_PARSE_FAILED", "Syntax Error"),
        *(
            ({"query": text}, "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found '}'")
            for text in (
                "{}",
                "query {}",
                "query Q($n: Int) { }",
                "mutation {}",
                "subscription {}",
                "{ sites {} }",
                "{ sites(first: 1) { edges {} } }",
                "{ ... {} }",
                "{ ... on Query {} }",
                "query { ...F } fragment F on Query {}",
            )
        ),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED", "Cannot query field 'nothing'"),
        ({"query": SITE}, "GRAPHQL_VALIDATION_FAILED", "$key"),
        ({"query": SITE, "variables": {"key": 7}}, "GRAPHQL_VALIDATION_FAILED", "$key"),
        ({"query": SITE, "variables": {"key": None}}, "GRAPHQL_VALIDATION_FAILED", "$key"),
        (
            {"query": "query A { __typename } query B { __typename }"},
            "GRAPHQL_VALIDATION_FAILED",
            "operationName is required: the document has several operations (A, B)",
        ),
        (
            {"query": "query A { __typename }", "operationName": "C"},
            "GRAPHQL_VALIDATION_FAILED",
            "no operation is named 'C'",
        ),
        (
            {"query": "{ __typename }", "operationName": "C"},
            "GRAPHQL_VALIDATION_FAILED",
            "the document names none; leave operationName out",
        ),
        ({"query": "fragment F on Site { key }"}, "GRAPHQL_VALIDATION_FAILED", ""),
        ({"query": "{ __typename " + "a: __typename " * 2000 + "}"}, "GRAPHQL_PARSE_FAILED", "4000 tokens"),
        ({"query": "{ a " * 1900 + "}" * 1900}, "GRAPHQL_PARSE_FAILED", "nest"),
        ({"query": "{ a(b: " + "[" * 1900 + "]" * 1900 + ") }"}, "GRAPHQL_PARSE_FAILED", "nest"),
    ],
)
async def test_a_document_that_cannot_run_is_refused_with_code_and_reason(
    client: httpx.AsyncClient, body: dict[str, Any], code: str, message: str, bolt_requests: list[str]
) -> None:
    answer = await ask(client, body)
    assert answer.status_code == 400
    found = answer.json()["errors"][0]
    assert found["extensions"] == {"code": code, "requestId": answer.headers["x-request-id"]}
    assert message in found["message"]
    assert "data" not in answer.json()
    older = await ask(client, body, JSON)
    assert (older.status_code, older.json()["errors"][0]["message"]) == (200, found["message"])
    # Whoever asks when the known state of the data is too old learns it anew; nothing else is read.
    assert [each for each in bolt_requests if "g.dataVersion" not in each] == []


async def test_an_operation_deeper_than_the_limit_is_refused_and_one_of_the_limit_runs(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    def nested(levels: int) -> dict[str, str]:
        steps = "jurisdictions(first: 1) { edges { node { "
        inner = "adjacent(first: 1) { edges { node { "
        repeats, rest = divmod(levels - 1, 3)
        assert rest == 0
        return {"query": "{ " + steps + inner * (repeats - 1) + "key" + " }" * (3 * repeats) + " }"}

    assert settings.max_depth == 15
    deep = await ask(client, nested(16))
    assert deep.status_code == 400
    assert "nests 16 levels deep; at most 15" in error(deep)["message"]
    assert "LEARNING_SITES_MAX_DEPTH" in error(deep)["message"]
    assert "errors" not in (await ask(client, nested(13))).json()


async def test_a_value_that_is_not_allowed_is_an_error_at_its_field(client: httpx.AsyncClient) -> None:
    answer = await ask(client, {"query": "{ sites(first: 101) { edges { node { key } } } }"})
    assert error(answer)["extensions"]["code"] == "BAD_USER_INPUT"
    assert "100" in error(answer)["message"]


async def test_a_key_that_names_nothing_has_a_code_of_its_own(client: httpx.AsyncClient) -> None:
    query = '{ recommendSites(input: {for: {jurisdictionKey: "us-county:00000"}}) { totalCount } }'
    answer = await ask(client, {"query": query})
    found = error(answer)
    assert found["extensions"]["code"] == "UNKNOWN_KEY"
    assert "us-county:00000" in found["message"]
    assert found["path"] == ["recommendSites"]


# Faults of our own ------------------------------------------------------------------------------------


async def failing(*_: object) -> ExecutionResult:
    raise ZeroDivisionError("an inner text")


@pytest.mark.parametrize(("accept", "status"), [(RESPONSE_JSON, 500), ("text/event-stream", 200)])
async def test_an_internal_error_is_masked(
    serve: Any,
    access: Access,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    accept: str,
    status: int,
) -> None:
    monkeypatch.setattr(OperationRunner, "run", failing)
    async with serve(access) as client:
        answer = await ask(client, {"query": "{ __typename }"}, accept)
    assert answer.status_code == status
    assert '"code":"INTERNAL"' in answer.text
    assert "inner" not in answer.text
    assert answer.headers["x-request-id"] in caplog.text
    assert "an inner text" in caplog.text


async def test_a_refused_password_is_logged_for_the_operator_and_masked_for_the_client(
    serve: Any, access: Access, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = Access(access.uri, "nobody", "wrong")
    async with serve(stranger) as client:
        answer = await ask(client, {"query": SITE, "variables": HOUSTON})
    found = error(answer)
    assert found["extensions"]["code"] == "DATABASE_AUTHENTICATION"
    assert found["extensions"]["retryable"] is False
    assert "NEO4J" not in answer.text
    assert "NEO4J_PASSWORD" in caplog.text


async def test_a_missing_database_is_unavailable_and_retryable(serve: Any) -> None:
    async with serve(Access("bolt://127.0.0.1:1", "neo4j", "x"), deadline_s=3.0) as client:
        answer = await ask(client, {"query": SITE, "variables": HOUSTON})
    found = error(answer)
    assert found["extensions"]["code"] == "UNAVAILABLE"
    assert found["extensions"]["retryable"] is True
    assert "127.0.0.1" not in answer.text
    assert answer.json()["data"] == {"site": None}
