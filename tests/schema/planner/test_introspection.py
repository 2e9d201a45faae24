"""Introspection: answered as graphql-core answers it, once for each document, beside the event loop."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from graphql import build_client_schema, execute_sync, get_introspection_query, parse

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import CostExceeded, DeadlineExceeded
from graph.settings import Settings
from schema.model import MODEL
from schema.planner.run.executor import Executor

ALL = {
    "specified_by_url": True,
    "directive_is_repeatable": True,
    "schema_description": True,
    "input_value_deprecation": True,
    "one_of": True,
}
VARIANTS = {
    "plain": get_introspection_query(),
    "without descriptions": get_introspection_query(descriptions=False),
    "with everything": get_introspection_query(**ALL),
    "with deep types": get_introspection_query(type_depth=15),
    "named and with variables": """query Tool($old: Boolean = true, $with: Boolean!) {
      __schema { ...Types queryType { name } directives @include(if: $with) { name args { name } } } }
      fragment Types on __Schema { types { name kind fields(includeDeprecated: $old) { type { ...Ref } } } }
      fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { name } } } }""",
    "of one type": """query ($name: String = "Site", $with: Boolean = true) { __type(name: $name) {
      name @include(if: $with) fields { name args { type { name } } type { name ofType { name } } } } }""",
    "of no type": '{ __type(name: "Nothing") { name } __typename }',
}
VARIABLES = {"old": False, "with": True, "name": "SearchResult"}


@pytest.fixture
def fresh(settings: Settings) -> Executor:
    """An executor that has answered nothing and has no database."""
    return Executor(MODEL, cast(Database, None), settings)


async def ask(executor: Executor, text: str, deadline_s: float = 60, **variables: Any) -> Any:
    return await executor.execute(text, variables, None, Deadline.after(deadline_s))


@pytest.mark.parametrize("name", VARIANTS)
async def test_what_tools_ask_is_answered_by_graphql_core(fresh: Executor, name: str) -> None:
    text = VARIANTS[name]
    wanted = execute_sync(MODEL.executable, parse(text), variable_values=VARIABLES)
    for _ in range(2):
        found = await ask(fresh, text, **VARIABLES)
        assert found.errors is None
        assert found.data == wanted.data


async def test_an_answer_is_made_once_for_each_document_and_its_variables(fresh: Executor) -> None:
    text = VARIANTS["with everything"]
    first, again = await ask(fresh, text), await ask(fresh, text)
    assert again.data is first.data
    assert build_client_schema(first.data).type_map.keys() >= {"Site", "Jurisdiction"}
    of_type = VARIANTS["of one type"]
    names = [
        (await ask(fresh, of_type, name=name)).data["__type"]["name"] for name in ("Site", "Topic", "Site")
    ]
    assert names == ["Site", "Topic", "Site"]


async def test_the_event_loop_goes_on_meanwhile(fresh: Executor) -> None:
    tasks = [
        asyncio.create_task(
            ask(fresh, f"query Q{number} {VARIANTS['plain'].partition('IntrospectionQuery')[2]}")
        )
        for number in range(5)
    ]
    turns = 0
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0.002)
        turns += 1
    assert all(task.result().errors is None for task in tasks)
    assert turns >= 10


async def test_the_deadline_holds(fresh: Executor) -> None:
    result = await ask(fresh, VARIANTS["plain"], 0.001)
    [error] = result.errors
    assert type(error.original_error) is DeadlineExceeded
    assert (await ask(fresh, VARIANTS["plain"])).errors is None


async def test_its_cost_is_what_it_returns(fresh: Executor) -> None:
    def cost(text: str) -> Any:
        return ask(fresh, text)

    small, large = [
        (await cost(text)).extensions["cost"]
        for text in ("{ __schema { queryType { name } } }", VARIANTS["plain"])
    ]
    assert small < 10
    assert 10_000 < large <= Settings().max_cost / 10
    of_site = (await cost('{ __type(name: "Site") { fields { name } } }')).extensions["cost"]
    fields = cast(Any, MODEL.executable.type_map["Site"]).fields
    assert of_site == 1 + 2 * (1 + len(fields))


@pytest.mark.parametrize(
    "text",
    [
        "{ a: __schema { queryType { name } } b: __schema { queryType { name } } }",
        "{ ...F b: __schema { queryType { name } } } fragment F on Query { __schema { types { name } } }",
        "{ __schema { types {"
        + " ".join(
            f"a{i}: inputFields {{ type {{ inputFields {{ name type {{ name }} }} }} }}" for i in range(6)
        )
        + "} } }",
    ],
)
async def test_more_than_tools_ask_is_refused(fresh: Executor, text: str) -> None:
    result = await ask(fresh, text)
    assert result.data is None
    [error] = result.errors
    assert type(error.original_error) is CostExceeded


async def test_one_schema_under_one_name_is_one(fresh: Executor) -> None:
    result = await ask(fresh, "{ __schema { queryType { name } } __schema { mutationType { name } } }")
    assert result.data == {"__schema": {"queryType": {"name": "Query"}, "mutationType": {"name": "Mutation"}}}
