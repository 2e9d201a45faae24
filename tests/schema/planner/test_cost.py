"""The cost of an operation, by hand: its objects, and what is read to find them. No database is needed."""

from __future__ import annotations

from math import ceil
from typing import Any

import pytest

from graph.settings import Settings
from graph.viewer import STAFF
from schema.model import MODEL
from schema.planner.cypher.reads import SEARCH
from schema.planner.plan import plan
from schema.planner.request.limits import Limits
from schema.planner.request.operation import Operations

LIMITS = Limits.of(Settings())
OPERATIONS = Operations(MODEL.executable, LIMITS)
SITES, RELATED = 15, 5
"""Of the declarations: sites, and how many are related to one where nothing else is declared."""
SITE, TOPIC = "U2l0ZTpzaXRlOmhvdXN0b24tcGQ=", "VG9waWM6dG9waWM6cnVyYWw="
ROW = {
    "requestId": "a",
    "month": "2024-05",
    "jurisdictionType": "COUNTY",
    "state": "OH",
    "status": "RECEIVED",
}
RECORD = """mutation ($requests: [RequestInput!]!) { recordRequests(input: {requests: $requests}) {
  results { problems { code } request { key } } } }"""


def cost(text: str, **variables: Any) -> int:
    operation = OPERATIONS.get(text, None)
    coerced = operation.variables.coerced(variables)
    planned = plan(MODEL, operation, coerced, STAFF, LIMITS)
    return planned.bind(coerced).cost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ __typename }", 1),
        ('{ site(key: "site:x") { name } }', 1 + 1),
        ("{ sites(first: 3) { edges { node { name } } } }", 1 + 3),
        ("{ sites(last: 3) { edges { node { name } } } }", 1 + 3),
        ("{ sites { edges { node { name } } } }", 1 + 20),
        ("{ sites(first: 3) { totalCount pageInfo { endCursor } } }", 1 + 1),
        ("{ sites(first: 3) { a: edges { node { name } } b: edges { node { key } } } }", 1 + 3 + 3),
        ("{ sites(first: 3) { edges { node { models(first: 5) { name } } } } }", 1 + 3 + 3 * (RELATED + 5)),
        (
            "{ sites(first: 2) { edges { node { jurisdictions(first: 3) { edges { node { "
            "partOf(first: 4) { key } } } } } } } }",
            1 + 2 + 2 * (RELATED + 3) + 2 * 3 * (1 + 4),  # a place is part of one county
        ),
        ("{ sites(first: 0) { edges { node { models(first: 5) { name } } } } }", 1 + 1 + RELATED + 5),
        ("{ sitesAggregate { count group { state } } }", 1 + 1 + ceil(SITES * 1.6)),
        (
            "{ sitesAggregate(groupBy: [STATE], first: 7) { count min { joinedYear } } }",
            1 + 7 + ceil(SITES * 2.2),
        ),
        ('{ search(query: "x", first: 2) { edges { node { ... on Site { key } } } } }', 1 + SEARCH + 6 * 2),
        (f'{{ node(id: "{SITE}") {{ id }} }}', 1 + 1),
        (f'{{ nodes(ids: ["{SITE}", "{SITE}", "{TOPIC}"]) {{ id }} }}', 1 + 3 + 3),
        ("{ sites(first: 101) { edges { node { models { name } } } } }", 1 + 1),
        ("{ sites(first: 3) { edges { node { models(first: 101) { name } } } } }", 1 + 3 + 3),
    ],
)
def test_each_object_counts_once_for_each_item_of_the_lists_around_it(text: str, expected: int) -> None:
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The largest number of its rows bounds each unpaged list of a computed field, nested ones together.
        ("{ coverageGaps { models { requests model { name } } } }", 1 + 300 + 1 + 50_000 + 200 + 200),
        ("{ coverageGaps { areas(by: STATE) { requests } } }", 1 + 300 + 1 + 8_000 + 56),
        # Outside of one an unpaged list is bounded by its source, and counts as one object.
        ('{ jurisdiction(key: "us-county:39163") { ancestors { name } } }', 1 + 1 + 50 + 1),
        (
            '{ jurisdiction(key: "us-state:OH") { similar(first: 4) { edges { score factors { name } } } } }',
            1 + 1 + 2_000 + 4,
        ),
    ],
)
def test_an_unpaged_list_counts_as_many_as_its_field_may_return(text: str, expected: int) -> None:
    assert cost(text) == expected


def test_the_page_size_of_a_variable_counts_as_given() -> None:
    text = "query ($first: Int!) { sites(first: $first) { edges { node { name } } } }"
    assert [cost(text, first=first) for first in (1, 50)] == [2, 51]


def test_an_unpaged_list_of_a_mutation_counts_as_many_as_the_longest_list_of_its_input() -> None:
    # The root and the payload; of each row the result, its problems and the request.
    assert cost(RECORD, requests=[ROW, ROW, ROW]) == 2 + 3 * 3


def test_a_number_that_requires_a_rare_relationship_costs_its_share_of_the_nodes() -> None:
    text = "query ($n: Int!) { jurisdictions(where: {requests: {count: {gte: $n}}}) { totalCount } }"
    least = [cost(text, n=number) for number in (0, 1, 3)]
    assert least[0] == pytest.approx(10 * least[1], abs=10)
    assert least[1] == least[2]
