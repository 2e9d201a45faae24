"""What a reader may not see: single requests, on whichever way, and sets that differ by few requests."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import aclosing
from typing import Any

import pytest
from counting import Log

from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Forbidden
from graph.settings import Settings
from graph.statements import Statement
from graph.viewer import STAFF, Role, Viewer
from schema.declare import Shape
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.planner.run.subscription import Subscriptions
from schema.planner.shape import global_id
from schema.server.pages.default_query import default_query
from schema.server.warmup import Warmup
from schema.sources import Label

REQUEST_ID = global_id.encode("Request", "request:syn-7-0000001")
SITE_ID = global_id.encode("Site", "site:houston-pd")
RECOMMENDED = """
  recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 1) {
    edges { node { site { name } score %s } }
  }
"""
FIRST = default_query(Viewer(Role.READER))
REJECTED = """mutation {
  recordRequests(input: {requests: [
    {requestId: "no id", month: "2025-01", jurisdictionType: CITY, state: "OH", status: RECEIVED}
  ]}) { rejected results { outcome request { key } } }
}"""


def around(name: str) -> str:
    """The root connection of a type."""
    return next(
        field
        for field, related in MODEL.declarations["Query"].related.items()
        if related.to == name and related.shape is Shape.CONNECTION and isinstance(related.source, Label)
    )


def ways() -> Iterator[str]:
    """Questions that reach requests from another type: its fields, their numbers, filters and sorts."""
    for name, declaration in MODEL.declarations.items():
        for field, related in declaration.related.items():
            if related.to != "Request" or not declaration.label:
                continue
            root = around(name)
            yield f"{{ {root}(first: 1) {{ edges {{ node {{ {field} {{ totalCount }} }} }} }} }}"
            yield f"{{ {root}(first: 1) {{ edges {{ node {{ {field}Aggregate {{ count }} }} }} }} }}"
            for test in ("some: {}", "none: {}", "all: {}", "single: {}", "count: {gte: 3}"):
                yield f"{{ {root}(where: {{NOT: {{{field}: {{{test}}}}}}}) {{ totalCount }} }}"
                yield f"{{ {root}Aggregate(where: {{{field}: {{{test}}}}}) {{ count }} }}"
            yield f"{{ {root}(sort: [{{{field}Count: DESC}}], first: 1) {{ edges {{ node {{ key }} }} }} }}"


WAYS = [
    *ways(),
    '{ request(key: "request:syn-7-0000001") { key } }',
    "{ requests(first: 1) { totalCount } }",
    "{ requests(first: 0) { pageInfo { hasNextPage } } }",
    "{ requestsAggregate { count } }",
    f'{{ node(id: "{REQUEST_ID}") {{ id }} }}',
    f'{{ nodes(ids: ["{SITE_ID}", "{REQUEST_ID}"]) {{ id }} }}',
    f"{{ {RECOMMENDED % 'evidence(first: 1) { edges { node { similarity } } }'} }}",
    f"{{ {RECOMMENDED % 'evidence { totalCount }'} }}",
    "{ sites(where: {jurisdictions: {some: {requests: {some: {}}}}}) { totalCount } }",
    "{ programModels(where: {sites: {some: {node: {requests: {some: {}}}}}}) { totalCount } }",
    '{ site(key: "site:houston-pd") { helped { totalCount } } }',
    '{ jurisdiction(key: "us-county:39163") { sitesThatHelpedSimilar(first: 1) { edges { weight } } } }',
    REJECTED,
]


def test_the_ways_to_requests_are_all_there() -> None:
    reached = {
        (d.name, f) for d in MODEL.declarations.values() for f, r in d.related.items() if r.to == "Request"
    }
    assert len(reached) >= 8
    assert sum("Aggregate(where" in way for way in WAYS) >= 20
    assert [d.name for d in MODEL.declarations.values() if d.staff] == ["Request"]
    alone = {(d.name, f) for d in MODEL.declarations.values() for f, r in d.related.items() if r.staff}
    assert alone == {
        ("Site", "helped"),
        ("Jurisdiction", "sitesThatHelpedSimilar"),
        ("Recommendation", "evidence"),
    }


@pytest.mark.parametrize("text", WAYS)
async def test_every_way_to_single_requests_is_forbidden_to_readers(read: Any, text: str) -> None:
    result = await read(text)
    assert result.errors
    assert all(isinstance(error.original_error, Forbidden) for error in result.errors)
    assert ("only staff" in result.errors[0].message) != text.startswith("mutation")


@pytest.mark.parametrize("text", [way for way in WAYS if way != REJECTED])
async def test_staff_are_answered(ask: Any, text: str) -> None:
    await ask(text)


async def test_the_rest_of_the_answer_is_given(read: Any, ask: Any) -> None:
    text = """{
      sites(first: 3) { totalCount edges { node { name models { name } } } }
      jurisdiction(key: "us-county:39163") { name similar(first: 2) { edges { score } } }
      program { documentedSites }
      dataVersion { version }
    }"""
    result = await read(text)
    assert result.errors is None
    assert result.data == await ask(text)
    mixed = await read('{ sites(first: 1) { totalCount } request(key: "request:syn-7-0000001") { key } }')
    assert mixed.data["request"] is None
    assert mixed.data["sites"]["totalCount"] > 0
    [error] = mixed.errors
    assert error.path == ["request"]


async def test_a_forbidden_field_alone_is_null_at_any_depth(read: Any) -> None:
    text = """{{
      recommendSites(input: {{for: {{jurisdictionKey: "us-county:39163"}}}}, first: 2) {{
        edges {{ node {{ site {{ name {0} }} former {1} }} }}
      }}
      jurisdiction(key: "us-county:39163") {{ name {2} }}
    }}"""
    asked = ("requests { totalCount }", "evidence { totalCount }", "sitesThatHelpedSimilar { totalCount }")
    result = await read(text.format(*asked))
    wanted = (await read(text.format("", "", ""))).data
    for edge in wanted["recommendSites"]["edges"]:
        edge["node"]["site"]["requests"] = edge["node"]["evidence"] = None
    wanted["jurisdiction"]["sitesThatHelpedSimilar"] = None
    assert result.data == wanted
    assert all(isinstance(error.original_error, Forbidden) for error in result.errors)
    assert [error.path[-1] for error in result.errors] == [
        *["requests", "evidence"] * 2,
        "sitesThatHelpedSimilar",
    ]


def reasons(answers: list[dict[str, Any]], factor: str) -> list[str]:
    """What is said of one factor of each site."""
    return [each["reason"] for node in answers for each in node["factors"] if each["name"] == factor]


async def test_readers_see_whether_there_is_evidence(read: Any, ask: Any) -> None:
    result = await read(FIRST)
    assert result.errors is None
    answers = [edge["node"] for edge in result.data["recommendSites"]["edges"]]
    for each in reasons(answers, "EVIDENCE"):
        assert re.fullmatch(
            r"About \d*[05] answered requests went here, from jurisdictions \d+% similar in urban class\. "
            r"\(synthetic\)",
            each,
        )
    told = reasons(answers, "CAPACITY")
    assert {each.split()[0] for each in told} <= {"More", "No", "Few"}
    assert not any(character.isdigit() for each in told for character in each.replace("last 6 months", ""))
    exact = await ask(default_query(STAFF))
    for edge in exact["recommendSites"]["edges"]:
        assert "counts most: " in edge["node"]["factors"][0]["reason"]
    asked = 'for: {jurisdictionKey: "us-county:39163"}, asOf: "2019-01-31"'
    none = f"{{ recommendSites(input: {{{asked}}}) {{ edges {{ node {{ factors {{ name reason }} }} }} }} }}"
    before = (await read(none)).data["recommendSites"]["edges"]
    told = reasons([edge["node"] for edge in before], "EVIDENCE")
    assert set(told) == {"Too few answered requests went here to count."}


async def test_the_service_gets_ready_for_readers(reading: Executor) -> None:
    warmup = Warmup(reading, [Viewer(Role.READER)])
    async with asyncio.timeout(60):
        await warmup.warm_up()
    assert warmup.warm


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"groupBy": ["YEAR", "STATE", "MODEL"]}, "2 dimensions"),
        ({"groupBy": ["YEAR", "STATE"], "models": ["model:cit"]}, "got MODEL, STATE, YEAR"),
        ({"models": ["model:cit"], "states": ["OH"], "statuses": ["COMPLETED"]}, "2 dimensions"),
        ({"states": ["OH", "TX"]}, "states: readers may give one value"),
        ({"from": "2020-01"}, "from: only staff"),
        ({"until": "2025-12"}, "until: only staff"),
    ],
)
async def test_a_reader_may_not_choose_sets_that_differ_little(
    read: Any, ask: Any, asked: dict[str, Any], said: str
) -> None:
    text = (
        "query($input: RequestStatisticsInput!) { requestStatistics(input: $input) { total { requests } } }"
    )
    result = await read(text, input=asked)
    assert result.data == {"requestStatistics": None}
    [error] = result.errors
    assert isinstance(error.original_error, Forbidden)
    assert said in error.message
    await ask(text, input=asked)


async def test_a_reader_may_not_choose_periods_or_similarities_of_coverage(read: Any) -> None:
    for text in (
        '{ coverageGaps(from: "2024-01") { exact } }',
        "{ coverageGaps { models(similarity: 0.6) { requests } } }",
    ):
        [error] = (await read(text)).errors
        assert isinstance(error.original_error, Forbidden)


@pytest.mark.parametrize(("role", "seen"), [(None, Role.ADMIN), *zip(Role, Role, strict=True)])
def test_a_caller_on_this_machine_has_the_role_of_the_setting(role: Role | None, seen: Role) -> None:
    assert Settings(role=role).viewer == Viewer(seen)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({}, None),
        ({"role": Role.STAFF}, None),
        ({"role": Role.ADMIN, "host": "0.0.0.0"}, None),
        ({"role": Role.READER, "host": "0.0.0.0"}, None),
        ({"role": Role.READER}, Role.READER),
        ({"open_reading": True}, Role.READER),
        ({"open_reading": True, "role": Role.ADMIN}, Role.READER),
        ({"open_writing": True}, Role.LOADER),
    ],
)
def test_a_caller_elsewhere_must_sign_in_unless_it_is_stated(
    changes: dict[str, Any], seen: Role | None
) -> None:
    found = Settings().model_copy(update=changes).stranger
    assert found == (None if seen is None else Viewer(seen, stranger=True))


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [
        (Role.READER, False, False),
        (Role.STAFF, True, False),
        (Role.LOADER, False, True),
        (Role.ADMIN, True, True),
    ],
)
def test_staff_see_and_loaders_write_and_an_admin_does_both(role: Role, sees: bool, writes: bool) -> None:
    assert (Viewer(role).is_staff, Viewer(role).may_write) == (sees, writes)


COUNTED = {"created": 1, "updated": 4, "deleted": 0, "unchanged": 12, "quarantined": 13, "read": 30}
MAKE_RUN = Statement(
    "make-run",
    """CYPHER 25 CREATE (r:LoadRun {key: $key, source: 'requests', status: 'DONE', by: 'load', seconds: 0.7,
      version: 'x', file: 'one-request.csv', problem: 'line 12', line: 30, startedAt: datetime()})
    SET r += $counts""",
)


@pytest.fixture
async def run(database: Database, key_prefix: str) -> str:
    """The key of a run that read few rows."""
    key = f"{key_prefix}run"
    await database.write(MAKE_RUN, {"key": key, "counts": COUNTED}, Deadline.after(30))
    return key


async def test_readers_see_rounded_numbers_of_a_run(read: Any, ask: Any, run: str) -> None:
    fields = f"{' '.join(COUNTED)} seconds"
    for text in (
        f'{{ found: loadRun(key: "{run}") {{ {fields} }} }}',
        f'{{ found: node(id: "{global_id.encode("LoadRun", run)}") {{ ... on LoadRun {{ {fields} }} }} }}',
    ):
        assert (await ask(text))["found"] == {**COUNTED, "seconds": 0.7}
        result = await read(text)
        assert result.errors is None
        rounded = {"created": None, "updated": None, "deleted": None, "unchanged": 10, "quarantined": 15}
        assert result.data["found"] == {**rounded, "read": 30, "seconds": 1.0}


@pytest.mark.parametrize("field", ["file", "problem", "line"])
async def test_names_of_files_and_lines_are_for_staff(read: Any, ask: Any, run: str, field: str) -> None:
    text = f'{{ loadRun(key: "{run}") {{ status {field} }} }}'
    assert (await ask(text))["loadRun"][field]
    result = await read(text)
    assert result.data == {"loadRun": {"status": "DONE", field: None}}
    [error] = result.errors
    assert isinstance(error.original_error, Forbidden)
    assert error.path == ["loadRun", field]


@pytest.mark.parametrize(
    "text",
    [
        "{ loadRuns(where: {created: {eq: 1}}) { totalCount } }",
        "{ loadRuns(where: {NOT: {OR: [{read: {lt: 5}}]}}) { totalCount } }",
        '{ loadRuns(where: {file: {startsWith: "one"}}) { totalCount } }',
        "{ loadRuns(where: {seconds: {lt: 0.5}}) { totalCount } }",
        "{ loadRuns(sort: [{created: ASC}], first: 1) { edges { node { key } } } }",
        "{ loadRuns(sort: [{startedAt: ASC}, {file: DESC}], first: 1) { edges { cursor } } }",
        "{ loadRunsAggregate { count sum { created } } }",
        "{ loadRunsAggregate(where: {updated: {gt: 0}}) { count } }",
        "{ loadRunsAggregate { max { read } min { line: quarantined } avg { deleted } } }",
        "{ loadRunsAggregate(groupBy: [UNCHANGED]) { count group { unchanged } } }",
        "{ loadRunsAggregate(groupBy: [FILE]) { count group { file } } }",
    ],
)
async def test_readers_do_not_compare_what_they_see_rounded(read: Any, ask: Any, text: str) -> None:
    await ask(text)
    result = await read(text)
    [error] = result.errors
    assert isinstance(error.original_error, Forbidden)
    assert "only staff filter, sort, group or aggregate by it" in error.message


async def test_readers_may_still_find_runs_by_source_and_time(read: Any) -> None:
    text = """{ loadRuns(where: {source: {eq: "requests"}}, sort: [{startedAt: DESC}]) {
      edges { node { key source status startedAt version } } } }"""
    assert (await read(text)).errors is None


async def test_readers_see_the_number_of_requests_rounded(read: Any, ask: Any, log: Log) -> None:
    text = "{ dataVersion { requests syntheticRequests requestsAreSynthetic } }"
    exact = (await ask(text))["dataVersion"]
    assert exact["requests"] == len(log)
    rounded = (await read(text)).data["dataVersion"]
    assert rounded["requests"] == 5 * round(len(log) / 5)
    assert rounded["syntheticRequests"] == 5 * round(exact["syntheticRequests"] / 5)
    assert rounded["requestsAreSynthetic"] is exact["requestsAreSynthetic"]


async def test_progress_of_a_load_is_rounded_over_subscription(
    reading: Executor, database: Database, settings: Settings, run: str
) -> None:
    subscriptions = Subscriptions(reading, DataVersion(database, settings), settings)
    text = "subscription ($run: String) { loadProgress(run: $run) { created read } }"
    events = subscriptions.subscribe(text, {"run": run}, None, Viewer(Role.READER))
    async with aclosing(events), asyncio.timeout(30):
        event = await anext(events)
    assert event.data == {"loadProgress": {"created": None, "read": 30}}
