"""A repeated request costs no statement while the data stay the same, and no response is out of date."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement, statement
from graph.viewer import Role
from loaders.pipeline.ledger import Run, save
from sign_in.api_keys import ApiKeys

QUERY = {
    "query": "query Q($n: Int!) { topics(first: $n) { edges { node { key name } } } }",
    "variables": {"n": 2},
}
RAISE = statement("graph/data_version_raise")
PLANT = Statement(
    "plant", "CYPHER 25 CREATE (:Topic {key: $key, name: 'Planted', description: 'By a test.'})"
)


@pytest.fixture
async def quick(serve: Any, access: Access) -> AsyncIterator[httpx.AsyncClient]:
    """A service that looks for changes often."""
    async with serve(access, change_poll_s=0.05) as opened:
        await topics(opened, 1)  # a Neo4j that has yet to plan the poll of the version has no token in time
        yield opened


async def topics(client: httpx.AsyncClient, first: int = 2) -> list[str]:
    answer = await client.post("/graphql", json=QUERY | {"variables": {"n": first}})
    return [edge["node"]["key"] for edge in answer.json()["data"]["topics"]["edges"]]


def of_topics(bolt_requests: list[str]) -> int:
    """How often the planner asked for topics, apart from the question that warms the service up."""
    return sum(bool(re.search(r"MATCH \(n\d+:Topic\)", each)) for each in bolt_requests)


async def test_a_repeated_request_is_one_statement(
    quick: httpx.AsyncClient, bolt_requests: list[str]
) -> None:
    assert await topics(quick) == await topics(quick) == await topics(quick)
    assert of_topics(bolt_requests) == 1


async def test_other_variables_are_another_request(
    quick: httpx.AsyncClient, bolt_requests: list[str]
) -> None:
    assert len(await topics(quick, 3)) == 3
    assert len(await topics(quick, 4)) == 4
    assert of_topics(bolt_requests) == 2


async def test_a_change_made_elsewhere_shows_within_the_interval(
    quick: httpx.AsyncClient, database: Database, key_prefix: str
) -> None:
    before = await topics(quick)
    await database.write(PLANT, {"key": f"{key_prefix}a"}, Deadline.after(30))
    await database.write(RAISE, {}, Deadline.after(30))
    await asyncio.sleep(0.06)
    assert await topics(quick) == [f"{key_prefix}a", before[0]]


async def test_a_change_of_our_own_shows_at_once(serve: Any, access: Access, database: Database) -> None:
    recorded = {"requestId": "kept-1", "month": "2025-11", "jurisdictionType": "COUNTY", "state": "OH"}
    mutation = "mutation M($r: [RequestInput!]!) { recordRequests(input: {requests: $r}) { created } }"
    count = {"query": '{ requestsAggregate(where: {key: {startsWith: "request:kept-"}}) { count } }'}
    clean = Statement("clean-up", "CYPHER 25 MATCH (q:Request {key: 'request:kept-1'}) DETACH DELETE q")
    async with serve(access, change_poll_s=3600.0) as client:
        assert (await client.post("/graphql", json=count)).json()["data"]["requestsAggregate"] == [
            {"count": 0}
        ]
        try:
            variables = {"r": [recorded | {"status": "RECEIVED", "synthetic": True}]}
            done = await client.post("/graphql", json={"query": mutation, "variables": variables})
            assert done.json()["data"]["recordRequests"] == {"created": 1}
            told = await client.post("/graphql", json=count)
            assert told.json()["data"]["requestsAggregate"] == [{"count": 1}]
        finally:
            await database.write(clean, {}, Deadline.after(30))
            await database.write(RAISE, {}, Deadline.after(30))


async def test_a_run_that_changed_no_data_shows_in_the_ledger(
    quick: httpx.AsyncClient, database: Database, key_prefix: str
) -> None:
    runs = {"query": "{ loadRuns(first: 1) { totalCount } }"}
    before = (await quick.post("/graphql", json=runs)).json()["data"]["loadRuns"]["totalCount"]
    await save(database, Run(source="test", by="test", key=f"{key_prefix}run"))
    await asyncio.sleep(0.06)
    after = (await quick.post("/graphql", json=runs)).json()["data"]["loadRuns"]["totalCount"]
    assert after == before + 1


async def test_a_get_has_an_etag_and_is_not_sent_twice(
    quick: httpx.AsyncClient, bolt_requests: list[str]
) -> None:
    parameters = {"query": "{ topics(first: 5) { totalCount } }"}
    first = await quick.get("/graphql", params=parameters)
    assert first.headers["cache-control"] == "private, no-cache"
    bolt_requests.clear()
    again = await quick.get("/graphql", params=parameters, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert of_topics(bolt_requests) == 0


async def test_an_answer_may_be_shared_by_those_who_have_not_signed_in_and_by_no_others(
    serve: Any, access: Access, settings: Settings, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"home": tmp_path})
    _, key = ApiKeys(own).create("dash", Role.STAFF, 1)
    shared, alone = "public, max-age=0, s-maxage=30", "private, no-cache"
    parameters = {"query": "{ topics(first: 8) { totalCount } }"}
    signed = {"authorization": f"Bearer {key}"}
    elsewhere = {"x-forwarded-for": "203.0.113.9"}
    async with serve(access, home=tmp_path, open_reading=True, edge_max_age_s=30) as client:
        for headers, control in ((elsewhere, shared), (elsewhere | signed, alone), ({}, alone)):
            first = await client.get("/graphql", params=parameters, headers=headers)
            assert (first.status_code, first.headers["cache-control"]) == (200, control)
            assert {"authorization", "cookie"} <= set(first.headers["vary"].split(", "))
            again = {**headers, "if-none-match": first.headers["etag"]}
            unchanged = await client.get("/graphql", params=parameters, headers=again)
            assert (unchanged.status_code, unchanged.headers["cache-control"]) == (304, control)
        failed = await client.get("/graphql", params={"query": "{ nothing }"}, headers=elsewhere)
        assert "cache-control" not in failed.headers
        posted = await client.post("/graphql", json=parameters, headers=elsewhere)
        assert "cache-control" not in posted.headers


@pytest.mark.parametrize("form", ["W/%s", "%s", 'W/"other", %s', '"a,b",%s', 'W/"",W/%s , "c"'])
async def test_a_tag_is_compared_weakly_and_head_has_that_of_get(quick: httpx.AsyncClient, form: str) -> None:
    parameters = {"query": "{ topics(first: 7) { totalCount } }"}
    told = await quick.head("/graphql", params=parameters)
    given = await quick.get("/graphql", params=parameters)
    assert told.headers["etag"] == given.headers["etag"]
    sent = form % given.headers["etag"].removeprefix("W/")
    again = await quick.get("/graphql", params=parameters, headers={"if-none-match": sent})
    assert again.status_code == 304


@pytest.mark.parametrize("answer_cache_mb", [32, 0])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_any_tag_matches_an_existing_response(
    serve: Any, access: Access, method: str, answer_cache_mb: int
) -> None:
    parameters = {"query": "{ topics(first: 8) { totalCount } }"}
    async with serve(access, answer_cache_mb=answer_cache_mb) as client:
        for _ in range(2):  # the second time it is kept
            answer = await client.request(
                method, "/graphql", params=parameters, headers={"if-none-match": "*"}
            )
            assert (answer.status_code, answer.content) == (304, b"")
        given = await client.get("/graphql", params=parameters)
    assert answer.headers["etag"] == given.headers["etag"]
    assert answer.headers["cache-control"] == given.headers["cache-control"]
    assert answer.headers["vary"].lower() == given.headers["vary"].lower()
    assert given.json() == {"data": {"topics": {"totalCount": 12}}}


@pytest.mark.parametrize(
    ("parameters", "accept", "status"),
    [
        ({"query": "{ nothing }"}, "application/graphql-response+json", 400),
        ({"query": "{ topics(first: 1000) { totalCount } }"}, "application/json", 200),
        ({"query": 'mutation { updateRequest(input: {key: "a", changes: {}}) { __typename } }'}, "*/*", 405),
        ({"query": "{ topics { totalCount } }"}, "text/csv", 406),
        ({}, "application/json", 400),
    ],
)
async def test_any_tag_does_not_match_an_error(
    quick: httpx.AsyncClient, parameters: dict[str, str], accept: str, status: int
) -> None:
    headers = {"if-none-match": "*", "accept": accept}
    answer = await quick.get("/graphql", params=parameters, headers=headers)
    assert answer.status_code == status
    assert answer.json()["errors"]


async def test_any_tag_does_not_apply_to_a_post(quick: httpx.AsyncClient) -> None:
    answer = await quick.post("/graphql", json=QUERY, headers={"if-none-match": "*"})
    assert (answer.status_code, len(answer.json()["data"]["topics"]["edges"])) == (200, 2)


@pytest.mark.parametrize("form", ['"*"', '"x%s"', '"%sx"', "%s", 'W/"other"', '"*", "x"'])
async def test_another_tag_does_not_match(quick: httpx.AsyncClient, form: str) -> None:
    parameters = {"query": "{ topics(first: 9) { totalCount } }"}
    given = await quick.get("/graphql", params=parameters)
    value = given.headers["etag"].removeprefix('W/"').removesuffix('"')
    sent = form.replace("%s", value)
    again = await quick.get("/graphql", params=parameters, headers={"if-none-match": sent})
    assert (again.status_code, again.json()) == (200, given.json())


async def test_a_change_that_raises_no_version_shows_after_the_maximum_staleness(
    serve: Any, access: Access, database: Database, key_prefix: str
) -> None:
    async with serve(access, cache_max_staleness_s=0.3, change_poll_s=3600.0) as client:
        before = await topics(client)
        await database.write(PLANT, {"key": f"{key_prefix}a"}, Deadline.after(30))
        await asyncio.sleep(0.35)
        assert await topics(client) == [f"{key_prefix}a", before[0]]


async def test_the_log_line_has_the_cost_and_that_the_response_was_cached(
    quick: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    named = QUERY | {"operationName": "Q", "variables": {"n": 9}}
    with caplog.at_level("INFO", "learning_sites.access"):
        for _ in range(2):
            await quick.post("/graphql", json=named)
    first, again = (json.loads(record.message) for record in caplog.records[-2:])
    assert (first["operation"], first["cost"], first.get("kept")) == ("Q", 10, None)
    assert (again["operation"], again["cost"], again["kept"]) == ("Q", 10, True)


async def test_a_tag_ends_with_the_data_that_it_was_given_for(
    quick: httpx.AsyncClient, database: Database
) -> None:
    parameters = {"query": "{ topics(first: 6) { totalCount } }"}
    first = await quick.get("/graphql", params=parameters)
    await database.write(RAISE, {}, Deadline.after(30))
    await asyncio.sleep(0.06)
    again = await quick.get("/graphql", params=parameters, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.headers["etag"] != first.headers["etag"]


async def test_a_response_with_an_error_is_not_cached(
    quick: httpx.AsyncClient, bolt_requests: list[str]
) -> None:
    wrong = {"query": "{ topics(first: 1) { totalCount } sites(first: 1000) { totalCount } }"}
    for _ in range(2):
        assert (await quick.post("/graphql", json=wrong)).json()["errors"]
    assert of_topics(bolt_requests) == 2


async def test_a_cache_without_memory_caches_nothing(
    serve: Any, access: Access, bolt_requests: list[str]
) -> None:
    async with serve(access, answer_cache_mb=0) as client:
        await topics(client)
        await topics(client)
    assert of_topics(bolt_requests) == 2


async def test_the_cost_is_in_a_header_and_on_request_in_the_extensions(quick: httpx.AsyncClient) -> None:
    wanted = QUERY | {"extensions": {"cost": True}}
    for _ in range(2):  # the second comes out of memory
        plain = await quick.post("/graphql", json=QUERY)
        told = await quick.post("/graphql", json=wanted)
        assert plain.headers["x-graphql-cost"] == told.headers["x-graphql-cost"] == "3"
        assert "extensions" not in plain.json()
        assert told.json()["extensions"] == {"cost": 3}


async def test_memory_is_bounded_and_the_recently_used_stay(
    serve: Any, access: Access, bolt_requests: list[str]
) -> None:
    """An answer with 100 jurisdictions is some 20 KB: one MiB holds no eighty of them."""
    text = "{ a%d: jurisdictions(first: 100) { edges { node { %s } } } }"
    fields = "key name state density division censusRegion population latitude longitude kind urbanClass"
    asked = [{"query": text % (number, fields)} for number in range(80)]
    async with serve(access, answer_cache_mb=1, change_poll_s=3600.0) as client:
        client.headers["accept-encoding"] = "identity"  # compressed, all of them would fit
        for body in asked:
            await client.post("/graphql", json=body)
            await client.post("/graphql", json=asked[0])  # is asked for again and again
        bolt_requests.clear()
        for body in (asked[0], asked[-1], asked[1]):
            await client.post("/graphql", json=body)
    assert sum("Jurisdiction" in each for each in bolt_requests) == 1
