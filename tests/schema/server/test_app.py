"""What surrounds `/graphql`: health, hosts, origins, request ids, the log, the schema and the root."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import httpx
import pytest
from rich.console import Console

from cli.application import browser_of
from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import Artifacts, EmbeddedServer
from graph.migrations import migrate, migrations
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.server.health import CHECK_S, FRESH_S

ORIGIN = "https://app.example"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Any:
    """The lines of the request log, parsed, while the test lasts."""
    caplog.set_level(logging.DEBUG, "learning_sites.access")

    def lines() -> list[dict[str, Any]]:
        found = [r.getMessage() for r in caplog.records if r.name == "learning_sites.access"]
        assert all("\n" not in line for line in found)
        return [json.loads(line) for line in found]

    return lines


LATE = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
"""What a check says that a busy machine did not get done in its time."""


async def ready(client: httpx.AsyncClient) -> httpx.Response:
    until = Deadline.after(120)
    while (answer := await client.get("/readyz")).status_code != 200:
        last = list(answer.json()["checks"].values())[-1]
        assert last in ("warming up", *LATE)
        assert until.left() > 0, "never warm"
        await asyncio.sleep(0.1)
    return answer


# Health -----------------------------------------------------------------------------------------------


async def test_ready_once_database_migrations_data_and_plans_are_there(client: httpx.AsyncClient) -> None:
    answer = await ready(client)
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "data": "ok", "plans": "ok"},
    }
    assert answer.headers["cache-control"] == "no-store"


async def test_a_migration_that_is_missing_is_named(client: httpx.AsyncClient, database: Database) -> None:
    last = migrations()[-1].name
    forget = Statement("forget", "CYPHER 25 MATCH (m:Migration {name: $name}) DELETE m")
    await database.write(forget, {"name": last}, Deadline.after(30))
    await asyncio.sleep(FRESH_S)
    try:
        answer = await client.get("/readyz")
    finally:
        await migrate(database, Deadline.after(60))
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == f"pending: {last}"


async def test_a_graph_of_a_newer_version_is_not_ready(client: httpx.AsyncClient, database: Database) -> None:
    newer = Statement(
        "newer", "CYPHER 25 CREATE (:Migration {key: 'migration:9999', name: '9999', checksum: ''})"
    )
    older = Statement("older", "CYPHER 25 MATCH (m:Migration {name: '9999'}) DELETE m")
    await database.write(newer, {}, Deadline.after(30))
    await asyncio.sleep(FRESH_S)
    try:
        answer = await client.get("/readyz")
    finally:
        await database.write(older, {}, Deadline.after(30))
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "migrations": "MIGRATION"}


async def test_readiness_costs_one_round_of_statements_a_second_however_often_it_is_asked(
    client: httpx.AsyncClient, bolt_requests: list[str]
) -> None:
    await asyncio.sleep(FRESH_S)
    started, asked = monotonic(), 0
    while monotonic() - started < 2 * FRESH_S:
        answers = await asyncio.gather(*(client.get("/readyz") for _ in range(20)))
        assert len({answer.text for answer in answers}) == 1
        asked += len(answers)
    rounds = 1 + (monotonic() - started) / FRESH_S
    assert asked > 60
    assert 0 < len([request for request in bolt_requests if "RETURN 1" in request]) <= rounds


async def test_without_a_database_it_lives_and_is_not_ready_and_says_so_in_time(serve: Any) -> None:
    async with serve(Access("bolt://127.0.0.1:1", "neo4j", "x")) as client:
        started = monotonic()
        ready = await client.get("/readyz")
        assert monotonic() - started < CHECK_S + 2.0
        assert ready.status_code == 503
        assert ready.json() == {"status": "not ready", "checks": {"database": "UNAVAILABLE"}}
        live = await client.get("/livez")
        assert (live.status_code, live.json()) == (200, {"status": "live"})


# Hosts and origins ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000"])
async def test_a_host_that_is_not_ours_is_refused(client: httpx.AsyncClient, host: str) -> None:
    """Else a web page whose name was pointed at loopback could read everything (DNS rebinding)."""
    answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"host": host})
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "HOST_NOT_ALLOWED"
    assert "LEARNING_SITES_ALLOWED_HOSTS" in error["message"]
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("sites.example", True),
        ("SITES.example:8000", True),
        ("a.sites.test:", True),
        ("a.b.sites.test", True),
        ("[::1]:8000", True),
        ("sites.test", False),
        ("evilsites.test", False),
        ("sites.example.", False),
        ("sites.example:8000:9000", False),
        ("sites.example:x", False),
        ("evil@sites.example", False),
        ("[::1", False),
        ("::1", False),
        ("", False),
    ],
)
async def test_hosts_are_names_addresses_or_all_names_below_one(serve: Any, host: str, allowed: bool) -> None:
    nowhere = Access("bolt://127.0.0.1:1", "neo4j", "x")
    async with serve(nowhere, allowed_hosts=("sites.example", "*.sites.test", "[::1]")) as client:
        answer = await client.get("/livez", headers={"host": host})
    assert answer.status_code == (200 if allowed else 400)


async def test_two_host_headers_are_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/livez", headers=[("host", "127.0.0.1"), ("host", "127.0.0.1")])
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9000"])
async def test_a_host_of_ours_is_answered_on_any_port(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/livez", headers={"host": host})).status_code == 200


async def test_pages_of_an_allowed_origin_may_ask_and_read_the_request_id(client: httpx.AsyncClient) -> None:
    preflight = await client.options(
        "/graphql",
        headers={
            "origin": ORIGIN,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type,authorization,x-request-id,traceparent",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    asked = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"origin": ORIGIN})
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    exposed = asked.headers["access-control-expose-headers"].split(", ")
    assert {"x-request-id", "x-graphql-cost", "etag", "retry-after", "ratelimit", "ratelimit-policy"} == {
        *exposed
    }


async def test_pages_of_other_origins_may_not(client: httpx.AsyncClient) -> None:
    asked = await client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"origin": "https://evil.example"}
    )
    assert "access-control-allow-origin" not in asked.headers
    preflight = await client.options(
        "/graphql",
        headers={"origin": "https://evil.example", "access-control-request-method": "POST"},
    )
    assert preflight.status_code == 400


# Request ids and the log ------------------------------------------------------------------------------


async def test_the_request_id_of_the_caller_is_used(client: httpx.AsyncClient) -> None:
    answer = await client.get("/livez", headers={"x-request-id": "night-7_a"})
    assert answer.headers["x-request-id"] == "night-7_a"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'a"}', "é"])
async def test_an_id_that_could_spoil_a_log_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/livez", headers={"x-request-id": given.encode()})
    assert len(answer.headers["x-request-id"]) == 32


async def test_a_request_is_one_line_of_json_without_its_content(
    client: httpx.AsyncClient, logged: Any
) -> None:
    query = 'query Named { site(key: "site:houston-pd") { name } }'
    answer = await client.get(
        "/graphql",
        params={"query": query, "operationName": "Named"},
        headers={"cookie": "session=secret", "x-token": "secret"},
    )
    (line,) = logged()
    assert set(line) == {"time", "id", "method", "path", "status", "ms", "operation", "cost"}
    assert (line["method"], line["path"], line["status"]) == ("GET", "/graphql", 200)
    assert (line["id"], line["operation"]) == (answer.headers["x-request-id"], "Named")
    assert line["ms"] > 0
    assert "houston" not in json.dumps(line)
    assert "secret" not in json.dumps(line)


async def test_a_refusal_is_logged_with_its_code(client: httpx.AsyncClient, logged: Any) -> None:
    await client.post("/graphql", content=b"{")
    await client.post("/graphql", json={"query": "{ nothing }"})
    await client.get("/livez", headers={"host": "evil.example"})
    assert [(line["status"], line.get("code")) for line in logged()] == [
        (415, "BAD_REQUEST"),
        (200, "GRAPHQL_VALIDATION_FAILED"),
        (400, "HOST_NOT_ALLOWED"),
    ]


async def test_probes_are_logged_only_to_who_looks_closely(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "learning_sites.access")
    await client.get("/livez")
    assert [r for r in caplog.records if r.name == "learning_sites.access"] == []


# Schema and root --------------------------------------------------------------------------------------


async def test_the_schema_is_the_one_that_answers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/schema.graphql")
    assert answer.text == MODEL.sdl
    assert answer.headers["content-type"].startswith("text/plain")


async def test_the_root_is_the_explorer_for_a_person_and_leads_programs_to_graphql(
    client: httpx.AsyncClient,
) -> None:
    person = await client.get("/", headers={"accept": "text/html"})
    assert (person.status_code, person.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "/explorer/assets/" in person.text
    program = await client.get("/", headers={"accept": "application/json"})
    assert (program.status_code, program.headers["location"]) == (307, "/graphql")


@pytest.fixture
async def with_browser(
    serve: Any, access: Access, settings: Settings, neo4j_server: EmbeddedServer
) -> AsyncIterator[httpx.AsyncClient]:
    Artifacts(settings.cache).ensure(Console(quiet=True))
    async with serve(access, browser_of(settings, neo4j_server)) as opened:
        await ready(opened)
        yield opened


async def test_the_root_gives_neo4j_browser_the_address_of_bolt_and_a_person_the_explorer(
    with_browser: httpx.AsyncClient, neo4j_server: EmbeddedServer
) -> None:
    discovery = await with_browser.get("/", headers={"accept": "application/json"})
    assert discovery.status_code == 200
    assert str(neo4j_server.bolt_port) in json.dumps(discovery.json())
    elsewhere = {"accept": "application/json", "x-forwarded-for": "198.51.100.7"}
    stranger = await with_browser.get("/", headers=elsewhere, follow_redirects=False)
    assert stranger.is_redirect
    assert str(neo4j_server.bolt_port) not in stranger.text + str(stranger.headers)
    person = await with_browser.get("/", headers={"accept": "text/html,application/json;q=0.9"})
    assert person.status_code == 200
    assert "/explorer/assets/" in person.text


async def test_neo4j_browser_is_not_there_for_a_database_that_is_not_ours(client: httpx.AsyncClient) -> None:
    assert (await client.get("/browser/")).status_code == 404
