"""A list whose filter requires a rare relationship reads those that there are, and not all nodes."""

from __future__ import annotations

from typing import Any

import pytest

from bench.work import profiled, session_of
from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from schema.planner.run.executor import Executor

COUNTS = Statement(
    "test-counts",
    """CYPHER 25 MATCH (j:Jurisdiction) RETURN j.key AS key, COUNT { (j)<-[:FROM]-() } AS requests
    ORDER BY key""",
)
REQUIRING = {
    "some": {"some": {}},
    "some of a filter": {"some": {"month": {"gte": "2025-06"}}},
    "single": {"single": {"month": {"gte": "2025-06"}}},
    "gte": {"count": {"gte": 3}},
    "gt": {"count": {"gt": 2}},
    "gt 0": {"count": {"gt": 0}},
    "eq": {"count": {"eq": 3}},
    "in": {"count": {"in": [3, 4]}},
    "never": {"count": {"gte": 1_000}},
    "count of a filter": {"count": {"where": {"status": {"eq": "COMPLETED"}}, "gte": 2}},
    "and another": {"some": {}, "count": {"lt": 3}},
}
"""Filters of requests that no jurisdiction without one passes."""
NOT_REQUIRING: dict[str, Any] = {
    "gte 0": {"count": {"gte": 0}},
    "gt less": {"count": {"gt": -1}},
    "eq 0": {"count": {"eq": 0}},
    "in with 0": {"count": {"in": [0, 3]}},
    "lt": {"count": {"lt": 2}},
    "none": {"none": {}},
}
LIST = "jurisdictions(where: {requests: %s}, first: 20) { totalCount edges { node { key } } }"
PAGE = """query ($where: JurisdictionWhere, $first: Int, $last: Int, $after: String, $before: String) {
  jurisdictions(where: $where, first: $first, last: $last, after: $after, before: $before) {
    totalCount pageInfo { endCursor startCursor } edges { node { key } }
  }
}"""
PASSES = {
    "gte": lambda n, value: n >= value,
    "gt": lambda n, value: n > value,
    "eq": lambda n, value: n == value,
    "in": lambda n, value: n in value,
    "lt": lambda n, value: n < value,
}


@pytest.fixture(scope="module")
async def counts(database: Database) -> dict[str, int]:
    """How many requests each jurisdiction made, by key in order."""
    records = await database.read(COUNTS, {}, Deadline.after(60))
    return {record["key"]: record["requests"] for record in records}


def written(value: Any) -> str:
    """A value as GraphQL writes it; names of statuses are those of an enum."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {written(each)}" for name, each in value.items()) + "}"
    if isinstance(value, str):
        return value if value.isupper() else f'"{value}"'
    return str(value)


@pytest.mark.parametrize("name", REQUIRING)
async def test_it_reads_requests_and_not_all_jurisdictions(
    name: str, access: Access, executor: Executor, counts: dict[str, int]
) -> None:
    async with session_of(access) as session:
        _, hits = await profiled(executor, session, "{" + LIST % written(REQUIRING[name]) + "}")
    # Of each request: its entries in the index and in the list of relationships, twice; of each of its
    # jurisdictions the number of requests, or these and a property of each.
    assert hits <= 20 * sum(counts.values()) < len(counts)


@pytest.mark.parametrize("name", [name for name in {**REQUIRING, **NOT_REQUIRING} if "filter" not in name])
async def test_it_finds_each_that_passes_in_order(name: str, ask: Any, counts: dict[str, int]) -> None:
    quantifiers = {**REQUIRING, **NOT_REQUIRING}[name]
    if name == "single":
        quantifiers = {"single": {}}
    passes = [key for key, number in counts.items() if holds(quantifiers, number)]
    found = (await ask(PAGE, where={"requests": quantifiers}, first=100))["jurisdictions"]
    assert found["totalCount"] == len(passes)
    assert [edge["node"]["key"] for edge in found["edges"]] == passes[:100]


def holds(quantifiers: dict[str, Any], number: int) -> bool:
    """True where a jurisdiction with so many requests passes quantifiers without a filter."""
    simple = {"some": number > 0, "none": number == 0, "single": number == 1}
    compared = quantifiers.get("count", {}).items()
    return all(simple[name] for name in quantifiers if name != "count") and all(
        PASSES[operator](number, value) for operator, value in compared
    )


async def test_one_text_serves_numbers_that_require_a_request_and_those_that_do_not(
    ask: Any, counts: dict[str, int]
) -> None:
    """The plan is the same, so the statement looks at the number when it runs."""
    for least in (1, 0, 3, -1):
        found = await ask(PAGE, where={"requests": {"count": {"gte": least}}}, first=1)
        assert found["jurisdictions"]["totalCount"] == sum(number >= least for number in counts.values())


async def test_pages_join_in_both_directions(ask: Any, counts: dict[str, int]) -> None:
    passes = [key for key, number in counts.items() if number >= 2]
    where, found, cursor = {"requests": {"count": {"gte": 2}}}, [], None
    while len(found) < len(passes):
        page = (await ask(PAGE, where=where, first=17, after=cursor))["jurisdictions"]
        found += [edge["node"]["key"] for edge in page["edges"]]
        cursor = page["pageInfo"]["endCursor"]
    assert found == passes
    back = (await ask(PAGE, where=where, last=5, before=cursor))["jurisdictions"]
    assert [edge["node"]["key"] for edge in back["edges"]] == passes[-6:-1]
