"""What is beyond a limit never reaches Neo4j, and costs the service little. No database is needed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from math import inf
from typing import Any, cast

import pytest
from graphql import GraphQLError, Node, Token
from graphql.validation.validate import ValidationAbortedError

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import CostExceeded, FilterTooDeep
from graph.settings import Settings
from graph.viewer import Role
from schema.model import MODEL
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.limit_errors import limited
from schema.planner.run.executor import Executor

SECONDS = 0.2
"""Of processor time: 0.05 were measured on a quiet machine, and tests share theirs with others."""


def executor(**limits: Any) -> Executor:
    """An executor that can plan; it has no database."""
    return Executor(MODEL, cast(Database, None), Settings(role=Role.STAFF, **limits))


def refuse(text: str, variables: dict[str, Any], of: Executor) -> list[GraphQLError]:
    """The errors of an operation, which is not planned without one."""
    try:
        operation = of.operation(text, None)
        plan, _ = of.plan(operation, operation.variables.coerced(variables))
    except InvalidOperation as invalid:
        return invalid.errors
    errors = plan.errors
    return [each if isinstance(each, GraphQLError) else GraphQLError(str(each)) for each in errors]


def of_many(number: int, part: Callable[[int], str]) -> str:
    return " ".join(map(part, range(number)))


def chain(number: int) -> str:
    """Fragments of which each spreads the next eight."""
    return "{ ...F0 } " + of_many(
        number,
        lambda i: (
            f"fragment F{i} on Query {{ a: __typename "
            + " ".join(f"...F{j}" for j in range(i + 1, min(i + 9, number)))
            + " }"
        ),
    )


def same(number: int) -> str:
    """Fragments that all select the same."""
    return f"{{ {of_many(number, lambda i: f'...F{i}')} }} " + of_many(
        number, lambda i: f"fragment F{i} on Query {{ sites(first: 1) {{ edges {{ node {{ id }} }} }} }}"
    )


def nested(depth: int) -> dict[str, Any]:
    """A filter that follows so many relationships."""
    where: dict[str, Any] = {"key": {"eq": "x"}}
    for level in range(depth):
        where = {("requests", "jurisdictions")[(depth - level - 1) % 2]: {"some": where}}
    return where


SCHEMA = "types { name fields { name type { name ofType { name } } args { name type { name } } } }"
DOCUMENTS = {
    "introspection 40 times": "{" + of_many(40, lambda i: f"a{i}: __schema {{ {SCHEMA} }}") + "}",
    "types 400 times": "{ __schema {" + of_many(400, lambda i: f"a{i}: types {{ name }}") + "} }",
    "fields of fields": "{ __schema { types { fields { type { fields { args { type { inputFields { type {"
    " inputFields { name } } } } } } } } } } }",
    "20 types": "{" + of_many(20, lambda i: f'a{i}: __type(name: "Site") {{ name }}') + "}",
    "one name 3,990 times": "{" + " __typename" * 3990 + "}",
    "one name 1,300 times": "{" + " __typename" * 1300 + "}",
    "one field 440 times": "{" + " sites(first: 1) { __typename }" * 440 + "}",
    "fragments in a chain": chain(150),
    "a shorter chain": chain(99),
    "equal fragments": same(150),
    "fewer of them": same(99),
    "1,300 aliases": "{ sites { edges { node {" + of_many(1300, lambda i: f"a{i}: key") + "} } } }",
    "150 root fields": "{" + of_many(150, lambda i: f"a{i}: sites {{ totalCount }}") + "}",
    "root fields of a fragment": "{ ...F } fragment F on Query {"
    + of_many(150, lambda i: f"a{i}: sites {{ totalCount }}")
    + "}",
    "directives": "{ __typename" + " @include(if: true)" * 500 + "}",
    "directives of fields": "{ sites { edges { node {"
    + of_many(300, lambda i: f"a{i}: key @skip(if: false)")
    + "} } } }",
    "operations": of_many(800, lambda i: f"query Q{i} {{ a }}"),
    "unknown fields": "{ sites { edges { node {" + of_many(450, lambda i: f"personnelTotall{i}") + "} } } }",
    "unknown fields of a filter": "{ jurisdictions(where: {"
    + of_many(450, lambda i: f"populationn{i}: {{eq: 1}}")
    + "}) { totalCount } }",
    "unknown members": "{ jurisdictions(where: {kind: {in: ["
    + of_many(1900, lambda i: f"COUNTYY{i}")
    + "]}}) { totalCount } }",
    "unknown types": f"{{ {of_many(99, lambda i: f'...F{i}')} }} "
    + of_many(99, lambda i: f"fragment F{i} on Jurisdictionss{i} {{ name }}"),
    "an answer of 92 MB": "{ jurisdictions(first: 50) { edges { node { parts(first: 100) { edges { node {"
    + of_many(490, lambda i: f"a{i}: key")
    + "} } } } } } }",
    "lists to plan": "{ jurisdictions { edges { node {"
    + of_many(290, lambda i: f"a{i}: partOf(first: {i % 100}) {{ key }}")
    + "} } } }",
    "empty alternatives": "{ sites(where: {OR: [" + "{}" * 1200 + "]}) { totalCount } }",
    "wrong fields of a row": "mutation { recordRequests(input: {requests: [{"
    + of_many(900, lambda i: f"monthh{i}: 1")
    + "}]}) { created } }",
}
WHERE = "query ($where: JurisdictionWhere) { jurisdictions(first: 1, where: $where) { totalCount } }"
RECORD = "mutation ($rows: [RequestInput!]!) { recordRequests(input: {requests: $rows}) { created } }"
VARIABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "12 relationships deep": (WHERE, {"where": nested(12)}),
    "4 relationships deep": (WHERE, {"where": nested(4)}),
    "4 deep by counts": (
        WHERE,
        {"where": {"NOT": {"requests": {"count": {"gt": 1, "where": nested(4)["requests"]["some"]}}}}},
    ),
    "100 filters by relationships": (WHERE, {"where": {"AND": [nested(2)] * 100}}),
    "40 in one filter": (WHERE, {"where": {"requests": {"none": {"OR": [{"sites": {"single": {}}}] * 40}}}}),
    **{f"{name} of {n:,} empty": (WHERE, {"where": {name: [{}] * n}})
       for name in ("AND", "OR") for n in (501, 20_000, 60_000)},
    "nested empty": (WHERE, {"where": {"NOT": {"OR": [{"AND": [{}] * 100}] * 100}}}),
    "in of 20,000": (WHERE, {"where": {"key": {"in": ["a"] * 20_000}}}),
    "8,000 ids": ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a"] * 8_000}),
    "sort of 1,000": (
        "query ($sort: [JurisdictionSort!]) { jurisdictions(sort: $sort) { totalCount } }",
        {"sort": [{"name": "ASC"}] * 1000},
    ),
    "unknown fields in variables": (WHERE, {"where": {f"populationn{i}": {"eq": 1} for i in range(450)}}),
    "60,000 empty rows": (RECORD, {"rows": [{}] * 60_000}),
    "4,900 empty rows": (RECORD, {"rows": [{}] * 4_900}),
}  # fmt: skip
BOMBS = {name: (text, dict[str, Any]()) for name, text in DOCUMENTS.items()} | VARIABLES


@pytest.mark.parametrize("name", BOMBS)
def test_a_refusal_costs_little_processor_time(name: str) -> None:
    text, variables = BOMBS[name]
    least = inf
    for _ in range(3):  # a busy machine makes a measurement longer, and never shorter
        fresh = executor()
        gc.collect()
        started = time.process_time()
        errors = refuse(text, variables, fresh)
        least = min(least, time.process_time() - started)
        assert errors
        assert len(errors) <= 51
        if least < SECONDS:
            break
    assert least < SECONDS


@pytest.mark.parametrize(
    ("setting", "least", "text"),
    [
        ("max_root_fields", 2, "{ a: sites { totalCount } b: topics { totalCount } c: __typename }"),
        ("max_root_fields", 2, "{ ...F c: __typename } fragment F on Query { a: __typename b: __typename }"),
        ("max_aliases", 2, "{ a: __typename b: sites { c: totalCount } }"),
        ("max_directives", 1, "{ a: __typename @skip(if: false) sites { totalCount @include(if: true) } }"),
        ("max_directives", 1, "{ ...F @include(if: true) ... @skip(if: false) { b: __typename } }"
                              " fragment F on Query { a: __typename }"),
        ("max_fields", 3, "{ sites { edges { node { key } } } }"),
        ("max_fields", 9, "{ a: sites { ...F } b: sites { ...F } }"
                          " fragment F on SiteConnection { edges { node { name key } } }"),
        ("max_fragments", 1, "{ ...A ...B } fragment A on Query { __typename }"
                             " fragment B on Query { __typename }"),
        ("max_conditions", 2, '{ sites(where: {OR: [{}, {}, {name: {eq: "a"}}]}) { edges { cursor } } }'),
        ("max_planning_ms", 100, "{" + of_many(11, lambda i: f"a{i}: sites {{ edges {{ cursor }} }}") + "}"),
        ("max_cost", 20, "{ sites(first: 20) { edges { node { key } } } }"),
        ("max_answer_mb", 1, "{ jurisdictions(first: 100) { edges { node { parts(first: 100) { edges { node {"
                             " key name state kind } } } } } } }"),
        ("max_tokens", 4, "{ sites { totalCount } }"),
        ("max_depth", 3, "{ sites { edges { node { key } } } }"),
    ],
)  # fmt: skip
def test_each_limit_is_a_setting_that_its_message_names(setting: str, least: int, text: str) -> None:
    [error] = refuse(text, {}, executor(**{setting: least}))
    assert f"LEARNING_SITES_{setting.upper()}" in error.message
    if setting not in ("max_tokens", "max_depth"):
        assert isinstance(error.original_error, CostExceeded)
    assert refuse(text, {}, executor()) == []


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("{ program { " + of_many(60, lambda i: f"f{i}") + "} }", {}),
        ("query ($w: SiteWhere) { sites(where: $w) { totalCount } }", {"w": {"key": {"in": [1] * 60}}}),
    ],
    ids=["fields", "values"],
)
def test_of_many_errors_the_first_are_listed_and_that_there_are_more(
    text: str, variables: dict[str, Any]
) -> None:
    *first, last = refuse(text, variables, executor())
    assert len(first) == 50
    assert last.message == "There are more than 50 errors. These are the first; fix them to see the others."


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("{ program { " + of_many(50, lambda i: f"f{i}") + "} }", {}),
        ("query ($w: SiteWhere) { sites(where: $w) { totalCount } }", {"w": {"key": {"in": [1] * 50}}}),
    ],
)
def test_of_fifty_errors_all_are_listed_and_nothing_else(text: str, variables: dict[str, Any]) -> None:
    found = refuse(text, variables, executor())
    assert len(found) == 50
    assert "more than" not in found[-1].message


def test_what_graphql_core_gives_up_says_how_to_go_on() -> None:
    [error] = limited([ValidationAbortedError("Validation aborted.")])
    assert "write some of them out" in error.message


@pytest.mark.parametrize("quantifier", ["some", "all", "none", "single"])
def test_a_filter_follows_three_relationships_and_no_more(quantifier: str) -> None:
    def follow(depth: int) -> dict[str, Any]:
        where: dict[str, Any] = {"name": {"eq": "x"}}
        for level in range(depth):
            where = {"adjacent": {("some", quantifier)[level == 0]: where}}
        return where

    lenient = executor(max_cost=10**9)
    for at in (
        "jurisdictions(first: 1, where: $where) { totalCount }",
        "jurisdictionsAggregate(where: $where) { count }",
        'jurisdiction(key: "us-state:OH") { parts(where: $where) { totalCount } }',
    ):
        text = f"query ($where: JurisdictionWhere) {{ {at} }}"
        assert refuse(text, {"where": follow(3)}, lenient) == []
        assert refuse(text, {"where": {"AND": [{"NOT": {"OR": [follow(3)]}}]}}, lenient) == []
        for deep in (follow(4), {"AND": [{"NOT": {"OR": [follow(4)]}}]}):
            [error] = refuse(text, {"where": deep}, lenient)
            assert type(error.original_error) is FilterTooDeep
            assert "more than 3 relationships" in error.message
            assert "LEARNING_SITES_MAX_FILTER_DEPTH" in error.message
        assert refuse(text, {"where": follow(4)}, executor(max_cost=10**9, max_filter_depth=4)) == []


def test_few_errors_name_what_was_perhaps_meant() -> None:
    [error] = refuse("{ sitess { totalCount } }", {}, executor())
    assert "Did you mean 'sites'" in error.message
    [error] = refuse(
        "query ($w: SiteWhere) { sites(where: $w) { totalCount } }", {"w": {"nam": {}}}, executor()
    )
    assert "Did you mean 'name'" in error.message


@pytest.mark.parametrize("caller", [None, "somebody"], ids=["at once", "in the thread"])
async def test_a_refused_document_is_gone_without_the_garbage_collector(caller: str | None) -> None:
    """A flood of them would stop all requests for as long as it takes to collect them."""
    of = executor()
    text = f"query Many {{ {of_many(900, lambda n: f'a{n}: __typename')} }}"

    async def refused() -> bool:
        try:
            await of.prepare(text, None, Deadline.after(60), caller)
        except InvalidOperation:
            return True
        return False

    def parts() -> int:
        return sum(isinstance(each, Node | Token) for each in gc.get_objects())

    await refused()
    gc.collect()
    before = parts()
    gc.disable()
    try:
        assert await refused()
        assert parts() - before < 10
    finally:
        gc.enable()
        await of.close()
