"""/metrics: what it counts, who may read it, and that no client makes it grow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from live import live
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus
from websockets.asyncio.client import connect

from graph.access import Access
from graph.database import Database
from graph.errors import GraphError
from graph.settings import Settings
from graph.viewer import Role
from monitoring.metrics import Metrics
from schema.model import MODEL
from sign_in.api_keys import ApiKeys

SITE = 'query OneSite { site(key: "site:houston-pd") { name } }'
HERE = "http://127.0.0.1"


class Samples(dict[tuple[str, frozenset[tuple[str, str]]], float]):
    """The samples of one answer."""

    def __call__(self, name: str, **labels: str) -> float:
        """Their value with these labels, 0 where there is none."""
        return self.get((f"learning_sites_{name}", frozenset(labels.items())), 0)


async def scraped(client: httpx.AsyncClient) -> Samples:
    answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return Samples(
        {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in prometheus(answer.text)
            for sample in family.samples
        }
    )


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    """A service of its own, whose trusted documents name an operation."""
    home = settings.home / "metrics"
    home.mkdir()
    manifest = home / "trusted.json"
    manifest.write_text(json.dumps({"1": 'query SiteCard { site(key: "site:houston-pd") { name } }'}))
    changes = {"home": home, "trusted_documents": manifest, "metric_operations": ("Named",)}
    async with live(access, settings.model_copy(update=changes)) as address:
        yield address


@pytest.fixture
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, timeout=60) as opened:
        yield opened


async def test_both_formats_are_what_their_parsers_read(client: httpx.AsyncClient) -> None:
    plain = await client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert plain.headers["cache-control"] == "no-store"
    open_ = await client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert open_.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    names = {family.name for family in openmetrics(open_.text)}
    assert {family.name.removesuffix("_total") for family in prometheus(plain.text)} == names
    assert {"learning_sites_operation_seconds", "process_resident_memory_bytes"} <= names


async def test_operations_are_timed_by_the_names_that_an_operator_knows(client: httpx.AsyncClient) -> None:
    before = await scraped(client)
    named = SITE.replace("OneSite", "Named")
    trusted = {"documentId": "1"}
    for body in (trusted, {"query": named}, {"query": SITE}, {"query": SITE}, {"query": "{ __typename }"}):
        assert "errors" not in (await client.post("/graphql", json=body)).json()
    after = await scraped(client)
    labels = ("SiteCard", "Named", "other", "anonymous")
    counted = [
        after("operation_seconds_count", operation=each) - before("operation_seconds_count", operation=each)
        for each in labels
    ]
    assert counted == [1, 1, 2, 1]
    assert after("operation_seconds_sum", operation="SiteCard") > 0
    assert after("operation_cost_count") - before("operation_cost_count") == 5


async def test_a_client_cannot_make_it_grow(client: httpx.AsyncClient) -> None:
    first, before = await scraped(client), 0
    for number in range(40):
        name = f"Attack{number}"
        await client.post("/graphql", json={"query": SITE.replace("Site {", f"{name} {{")})
        await client.post("/graphql", json={"query": f"query {name} {{ a{number} }}", "operationName": name})
        await client.get(f"/{name}", headers={"host": f"{name}.example"})
        await client.request(name, f"/graphql/{name}", headers={"x-request-id": name})
        before = before or len(await scraped(client))
    after = await scraped(client)
    assert len(after) == before
    assert not any("Attack" in value for _, labels in after for _, value in labels)
    assert after("errors_total", code="GRAPHQL_VALIDATION_FAILED") >= 40
    assert after("http_requests_total", path="other", status="400") >= 40
    assert len(first) <= len(after)


async def test_the_response_cache_is_counted_by_its_result(client: httpx.AsyncClient) -> None:
    before = await scraped(client)
    query = {"query": "query Cached { sites(first: 3) { edges { node { name } } } }"}
    first = await client.get("/graphql", params=query)
    await client.get("/graphql", params=query)
    match = {"if-none-match": first.headers["etag"]}
    assert (await client.get("/graphql", params=query, headers=match)).status_code == 304
    after = await scraped(client)
    results = ("miss", "hit", "not_modified")
    name = "response_cache_requests_total"
    assert [after(name, result=each) - before(name, result=each) for each in results] == [1, 1, 1]


async def test_fields_are_counted_once_an_operation_also_from_the_cache_and_in_fragments(
    client: httpx.AsyncClient,
) -> None:
    before = await scraped(client)
    query = (
        "query A { program { ...P } } query Unused { sites(first: 1) { totalCount } } "
        "fragment P on Program { sitesNote again: sitesNote }"
    )
    for _ in range(3):
        answer = await client.post("/graphql", json={"query": query, "operationName": "A"})
        assert answer.status_code == 200
        assert "errors" not in answer.json()
    after = await scraped(client)

    def counted(field: str) -> float:
        labels = {"field": field, "deprecated": "false"}
        return after("field_uses_total", **labels) - before("field_uses_total", **labels)

    fields = ("Query.program", "Program.sitesNote", "SiteConnection.totalCount")
    assert [counted(each) for each in fields] == [3, 3, 0]


async def test_a_deprecated_field_is_counted_as_one(client: httpx.AsyncClient) -> None:
    deprecated = {
        f"{kind.name}.{name}"
        for kind in MODEL.executable.type_map.values()
        for name, field in getattr(kind, "fields", {}).items()
        if getattr(field, "deprecation_reason", None) and not hasattr(field, "out_name")
    }
    query = "{ sites(first: 1) { edges { node { requests(first: 1) { edges { node { askerRole } } } } } } }"
    assert "Request.askerRole" in deprecated
    answer = await client.post("/graphql", json={"query": query})
    assert "errors" not in answer.json()
    after = await scraped(client)
    assert after("field_uses_total", field="Request.askerRole", deprecated="true") >= 1


async def test_statements_are_timed_by_the_name_of_their_file(
    client: httpx.AsyncClient, database: Database
) -> None:
    await client.post("/graphql", json={"query": '{ site(key: "site:none-of-these") { name } }'})
    after = await scraped(client)
    assert after("statement_seconds_count", statement="graph/monitoring") >= 1
    assert after("statement_seconds_count", statement="operation") >= 1
    assert after("pool_connections", state="in_use") in (0, 1)  # one asks whether the data have changed
    assert after("pool_connections", state="idle") + after("pool_connections", state="in_use") >= 1


async def test_what_the_graph_says_of_data_and_loads_is_shown(client: httpx.AsyncClient) -> None:
    query = (
        "{ dataVersion { version } loadRuns(first: 100, sort: [{startedAt: DESC}]) "
        "{ edges { node { source status read quarantined created updated deleted unchanged } } } }"
    )
    data = (await client.post("/graphql", json={"query": query})).json()["data"]
    after = await scraped(client)
    assert after("database_up") == 1
    assert after("data_version") == data["dataVersion"]["version"]
    assert after("data_changed_timestamp_seconds") > 1e9
    last: dict[str, Any] = {}
    for edge in data["loadRuns"]["edges"]:
        last.setdefault(edge["node"]["source"], edge["node"])
    assert last
    for source, run in last.items():
        assert after("load_run_status", source=source, status=run["status"]) == 1
        rows = ("created", "updated", "deleted", "unchanged", "quarantined")
        assert [after("load_run_rows", source=source, outcome=each) for each in rows] == [
            run[r] for r in rows
        ]
        assert after("load_run_noted_timestamp_seconds", source=source) > 1e9


async def test_open_sockets_and_streams_are_counted_while_they_are_open(
    client: httpx.AsyncClient, url: str
) -> None:
    assert (await scraped(client))("open_sockets") == 0
    subscription = {"query": "subscription { dataChanged { version } }"}
    headers = {"accept": "text/event-stream"}
    async with (
        connect(f"ws{url[4:]}/graphql", subprotocols=["graphql-transport-ws"]),  # type: ignore[list-item]
        client.stream("POST", "/graphql", json=subscription, headers=headers) as stream,
    ):
        assert stream.status_code == 200
        during = await scraped(client)
        assert (during("open_sockets"), during("open_streams")) == (1, 1)
    for _ in range(100):
        after = await scraped(client)
        if after("open_sockets") == after("open_streams") == 0:
            break
        await asyncio.sleep(0.05)
    assert (after("open_sockets"), after("open_streams")) == (0, 0)


async def test_errors_over_sockets_are_counted_too(client: httpx.AsyncClient, url: str) -> None:
    before = await scraped(client)
    async with connect(f"ws{url[4:]}/graphql", subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        await socket.send('{"type": "connection_init"}')
        await socket.send('{"type": "subscribe", "id": "1", "payload": {"query": "{ nothing }"}}')
        assert [json.loads(await socket.recv())["type"] for _ in range(2)] == ["connection_ack", "error"]
    name, code = "errors_total", "GRAPHQL_VALIDATION_FAILED"
    after = await scraped(client)
    assert after(name, code=code) - before(name, code=code) == 1


@pytest.mark.parametrize(
    ("role", "forwarded", "key", "status"),
    [
        (None, False, None, 200),
        (Role.STAFF, False, None, 200),
        (Role.READER, False, None, 403),
        (Role.LOADER, False, None, 403),
        (None, True, None, 401),
        (Role.READER, True, None, 401),
        (None, True, Role.READER, 403),
        (None, True, Role.LOADER, 403),
        (None, True, Role.STAFF, 200),
        (Role.READER, False, Role.ADMIN, 200),
        (None, True, "forged", 401),
    ],
)
async def test_only_this_machine_staff_and_admins_read_it(
    access: Access,
    settings: Settings,
    serve: Any,
    tmp_path: Path,
    role: Role | None,
    forwarded: bool,
    key: Role | str | None,
    status: int,
) -> None:
    home = settings.model_copy(update={"home": tmp_path})
    headers = {"x-forwarded-for": "203.0.113.7"} if forwarded else {}
    if isinstance(key, Role):
        headers["authorization"] = f"Bearer {ApiKeys(home).create('prometheus', key, None)[1]}"
    elif key is not None:
        headers["authorization"] = "Bearer lsg_forged_forged"
    async with serve(access, home=tmp_path, role=role) as client:
        answer = await client.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ("learning_sites_" in answer.text) == (status == 200)
    if status != 200:
        assert "staff" in answer.text


async def test_without_a_database_it_answers_in_time_and_says_so(serve: Any) -> None:
    async with serve(Access("bolt://127.0.0.1:1", "neo4j", "nobody")) as client:
        async with asyncio.timeout(10):
            after = await scraped(client)
    assert after("database_up") == 0
    codes = {
        dict(labels)["code"] for (name, labels) in after if name == "learning_sites_statement_errors_total"
    }
    assert codes == {"UNAVAILABLE"}
    assert after("statement_retries_total", statement="graph/monitoring") >= 1


def test_every_code_of_an_error_is_a_name_of_ours() -> None:
    metrics = Metrics()
    metrics.error(GraphError.code)
    assert b'learning_sites_errors_total{code="INTERNAL"} 1.0' in metrics.exposition("")[0]
