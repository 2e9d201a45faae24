"""The cost measures work: it follows the database hits that Neo4j counts, and bounds them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bench.operations import operations
from bench.work import HITS, OPERATIONS, correlation, profiled, session_of
from graph.access import Access
from graph.settings import Settings
from schema.model import MODEL
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.run.executor import Executor
from schema.sources import LIGHT, Derived, Fragment


def aliased(number: int, field: str) -> str:
    """A field under so many aliases; `%d` in it is the number of the alias."""
    return "{" + " ".join(f"a{i}: {field.replace('%d', str(i))}" for i in range(number)) + "}"


COUNTY = 'jurisdiction(key: "us-county:39163")'
ALL = operations(OPERATIONS)
"""`make slow` measures all of them, which Neo4j plans for half a minute; each run measures every third."""
DEAREST = {
    "counts of names": aliased(100, 'jurisdictions(where: {name: {contains: "z%d"}}) { totalCount }'),
    "half of them": aliased(37, 'jurisdictions(where: {name: {contains: "z%d"}}) { totalCount }'),
    "alternatives": "{ jurisdictions(where: {OR: ["
    + "".join(f'{{name: {{contains: "z{i}"}}}}' for i in range(240))
    + "]}) { totalCount } }",
    "gaps": aliased(5, "coverageGaps { areas(by: STATE) { requests } models(similarity: 0.%d) { bestFit } }"),
    "recommendations": aliased(10, 'recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}) {'
                               " edges { node { score } } }"),
    "similar of a hundred": "{ jurisdictions(first: 100, where: {kind: {eq: COUNTY}}) { edges { node {"
    " similar(first: 25) { edges { score } } } } } }",
    "helped of a hundred": "{ jurisdictions(first: 100, where: {kind: {eq: COUNTY}}) { edges { node {"
    " sitesThatHelpedSimilar(first: 12) { edges { evidence(first: 20) { edges { cursor } } } } } } } }",
    "aggregates": aliased(30, "jurisdictionsAggregate(groupBy: [STATE, KIND, URBAN_CLASS]) {"
                          " count avg { population } sum { population } }"),
    "a third of them": aliased(10, "jurisdictionsAggregate(groupBy: [STATE, KIND, URBAN_CLASS]) {"
                               " count avg { population } sum { population } }"),
    "similar by traits": aliased(4, COUNTY + " { similar(weights: {poverty: 1}) { edges { score } } }"),
    "similar by places": aliased(
        3, COUNTY + " { similar(where: {edge: {distance: {gt: 2}}}) { edges { score } } }"
    ),
    "neighbors of neighbors": "{ jurisdictions(where: {adjacent: {some: {adjacent: {some: {adjacent: {some: {"
    'name: {contains: "z"}}}}}}}}) { totalCount } }',
    "parts of what it is part of": "{ jurisdictions(where: {partOf: {some: {parts: {some: {parts: {some: {"
    'name: {contains: "z"}}}}}}}}) { totalCount } }',
    "neighbors": '{ jurisdictions(where: {adjacent: {some: {name: {contains: "z"}}}}) { totalCount } }',
    "sorted by what has no index": aliased(
        15, "jurisdictions(sort: [{density: ASC}], first: 1) { edges { cursor } }"
    ),
    "searches in a list": "{ jurisdictions(first: 100) { edges { node {"
    ' parts(search: "springfield") { totalCount } } } } }',
    "nested searches": "{ jurisdictions(first: 100) { edges { node { parts(first: 100) { edges { node {"
    ' parts(search: "springfield") { totalCount } } } } } } } }',
}  # fmt: skip
"""Operations that made Neo4j work for seconds at the cost of their few objects, and some of their kind."""
REFUSED = {
    "counts of names",
    "gaps",
    "recommendations",
    "helped of a hundred",
    "aggregates",
    "nested searches",
    "neighbors of neighbors",
    "parts of what it is part of",
    "similar by traits",
}


async def measured(access: Access, executor: Executor, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Cost and database hits of operations of `bench/work.graphql`."""
    async with session_of(access) as session:
        return {name: await profiled(executor, session, ALL[name]) for name in names}


def too_cheap(measured: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Those that read many times their cost.

    A few operations look up by a key or in Neo4j's own counts and read next to nothing for their cost.
    """
    return {name: (cost, hits) for name, (cost, hits) in measured.items() if hits > 3 * HITS * cost}


@pytest.mark.slow
async def test_cost_and_database_hits_rank_operations_alike(access: Access, executor: Executor) -> None:
    rows = await measured(access, executor, ALL)
    costs, hits = zip(*rows.values(), strict=True)
    assert len(rows) >= 60
    assert correlation(costs, hits) >= 0.9
    assert too_cheap(rows) == {}


async def test_no_operation_reads_many_times_its_cost(access: Access, executor: Executor) -> None:
    assert too_cheap(await measured(access, executor, [*ALL][::3])) == {}


@pytest.mark.parametrize("name", DEAREST)
async def test_the_dearest_operations_are_refused_or_read_no_more_than_the_maximum(
    name: str, access: Access, executor: Executor, settings: Settings
) -> None:
    try:
        async with session_of(access) as session:
            _, hits = await profiled(executor, session, DEAREST[name])
    except InvalidOperation:
        assert name in REFUSED
        return
    assert name not in REFUSED
    assert hits <= HITS * settings.max_cost


def test_each_computed_field_declares_its_weight() -> None:
    sources = {
        f"{declaration.name}.{name}": related.source
        for declaration in MODEL.declarations.values()
        for name, related in declaration.related.items()
    }
    computed = {name: each for name, each in sources.items() if isinstance(each, Fragment | Derived)}
    assert {name for name, each in computed.items() if each.weight is LIGHT} <= {
        "Query.program",
        "Subscription.loadProgress",
    }
