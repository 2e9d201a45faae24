"""The cost measures work: it follows the database hits that Neo4j counts, and bounds them."""

from __future__ import annotations

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


@pytest.fixture(scope="module")
async def measured(access: Access, executor: Executor) -> dict[str, tuple[int, int]]:
    """Cost and database hits of each operation of `bench/work.graphql`."""
    async with session_of(access) as session:
        return {
            name: await profiled(executor, session, text) for name, text in operations(OPERATIONS).items()
        }


@pytest.mark.slow
async def test_cost_and_database_hits_rank_operations_alike(measured: dict[str, tuple[int, int]]) -> None:
    costs, hits = zip(*measured.values(), strict=True)
    assert len(measured) >= 60
    assert correlation(costs, hits) >= 0.9


async def test_no_operation_reads_many_times_its_cost(measured: dict[str, tuple[int, int]]) -> None:
    # A few operations look up by a key or in Neo4j's own counts and read next to nothing for their cost.
    assert {name: row for name, row in measured.items() if row[1] > 3 * HITS * row[0]} == {}


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
