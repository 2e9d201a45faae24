"""What a reader may not see: single requests, on whichever way, and sets that differ by few requests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from graph.errors import Forbidden
from graph.settings import Settings
from graph.viewer import STAFF, Role, Viewer
from schema.declare import Shape
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.planner.shape import global_id
from schema.server.default_query import default_query
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
    text = f"""{{
      sites(first: 3) {{ totalCount edges {{ node {{ name models {{ name }} }} }} }}
      jurisdiction(key: "us-county:39163") {{ name similar(first: 2) {{ edges {{ score }} }} }}
      {RECOMMENDED % "factors { name value contribution }"}
      dataVersion {{ requests }}
    }}"""
    result = await read(text)
    assert result.errors is None
    assert result.data == await ask(text)
    mixed = await read('{ sites(first: 1) { totalCount } request(key: "request:syn-7-0000001") { key } }')
    assert mixed.data["request"] is None
    assert mixed.data["sites"]["totalCount"] > 0
    [error] = mixed.errors
    assert error.path == ["request"]


async def test_a_forbidden_field_alone_is_null_at_any_depth(read: Any, ask: Any) -> None:
    text = """{{
      recommendSites(input: {{for: {{jurisdictionKey: "us-county:39163"}}}}, first: 2) {{
        edges {{ node {{ site {{ name {0} }} score {1} }} }}
      }}
      jurisdiction(key: "us-county:39163") {{ name {2} }}
    }}"""
    asked = ("requests { totalCount }", "evidence { totalCount }", "sitesThatHelpedSimilar { totalCount }")
    result = await read(text.format(*asked))
    wanted = await ask(text.format("", "", ""))
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
    assert (
        reasons(answers, "EVIDENCE")
        == ["Answered requests from jurisdictions at least 40% similar went here. (synthetic)"] * 3
    )
    told = reasons(answers, "CAPACITY")
    assert {each.split()[0] for each in told} <= {"More", "No"}
    assert not any(character.isdigit() for each in told for character in each.replace("last 6 months", ""))
    exact = await ask(default_query(STAFF))
    for node, other in zip(answers, exact["recommendSites"]["edges"], strict=True):
        assert node["score"] == other["node"]["score"]
        assert "counts most: " in other["node"]["factors"][0]["reason"]
    asked = 'for: {jurisdictionKey: "us-county:39163"}, asOf: "2019-01-31"'
    none = f"{{ recommendSites(input: {{{asked}}}) {{ edges {{ node {{ factors {{ name reason }} }} }} }} }}"
    before = (await read(none)).data["recommendSites"]["edges"]
    told = reasons([edge["node"] for edge in before], "EVIDENCE")
    assert set(told) == {"No similar jurisdiction has an answered request here yet."}


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
