"""An operation is one statement without text of the client."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from random_operations.drawn import Drawn, drawn
from random_operations.inputs import Inputs
from random_operations.operation import Operations
from spy import Planner
from toy import pools
from toy.model import TOY

from graph.deadline import Deadline
from graph.settings import Settings
from schema.planner.run.executor import Executor

FUZZ = "FUZZ_OPERATIONS" in os.environ
RANDOM = drawn(Operations(TOY.executable, Inputs(pools.BY_TYPE, pools.BY_FIELD)))
NESTED = """
query Nested($first: Int!) {
  sites(first: $first) {
    totalCount
    edges { node {
      name
      jurisdictions { edges { node {
        name partOf { name partOf { name } } requests(first: 2) { totalCount }
      } } }
      operates { edges { basis node { name sites(first: 2) { edges { node { key } } } } } }
      partners(first: 3) { edges { node { name jurisdiction { name } } } }
      sources { url }
    } }
  }
  again: sites(first: 1) { edges { node { key } } }
  dataVersion { version }
  node(id: "U2l0ZTpzaXRlOmhvdXN0b24tcGQ=") { id }
}
"""
MARKER = "zqxmarker"
MARKED = f"""
query Q{MARKER}($key{MARKER}: String!, $input: RecommendInput!) {{
  a{MARKER}: site(key: $key{MARKER}) {{ n{MARKER}: name ...F{MARKER} }}
  b{MARKER}: jurisdiction(key: "us-{MARKER}") {{ name }}
  c{MARKER}: requests(first: 2) {{ e{MARKER}: edges {{ k{MARKER}: node {{ key }} }} }}
  d{MARKER}: recommendSites(input: $input) {{ t{MARKER}: totalCount }}
  f{MARKER}: node(id: "U2l0ZTp6cXhtYXJrZXI=") {{ id }}
}}
fragment F{MARKER} on Site {{ s{MARKER}: state }}
"""
MARKED_VARIABLES = {
    f"key{MARKER}": f"site:{MARKER}",
    "input": {"for": {"profile": {"state": MARKER, "population": 5000, "setting": "NONCORE"}}},
}


async def test_however_deep_an_operation_it_is_one_statement(ask: Any, bolt_requests: list[str]) -> None:
    data = await ask(NESTED, first=5)
    assert len(data["sites"]["edges"]) == 5
    assert len(bolt_requests) == 1


@given(operation=RANDOM)
@profile(
    max_examples=500 if FUZZ else 15,
    derandomize=not FUZZ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
async def test_any_random_operation_is_at_most_one_statement(
    toy: Executor, bolt_requests: list[str], operation: Drawn
) -> None:
    """One for a random operation over the toy; none for one that reads nothing, as when all fields fail."""
    checked = toy.operation(operation.text, None)
    plan, _ = toy.plan(checked, checked.variables.coerced(operation.variables))
    bolt_requests.clear()
    await toy.execute(operation.text, operation.variables, None, Deadline.after(60))
    assert len(bolt_requests) == (plan.statement is not None)


async def test_introspection_sends_no_statement(ask: Any, bolt_requests: list[str]) -> None:
    data = await ask('{ __typename __type(name: "Site") { name } __schema { queryType { name } } }')
    assert data["__type"] == {"name": "Site"}
    assert bolt_requests == []


def test_no_text_of_a_client_is_in_the_statement(planner: Planner) -> None:
    planned = planner.planned(MARKED, MARKED_VARIABLES)
    assert planned is not None
    assert MARKER not in planned.text
    assert {"key": f"site:{MARKER}"} in planned.parameters.values()
    assert {"key": f"us-{MARKER}"} in planned.parameters.values()


def test_the_same_operation_with_other_values_is_the_same_statement(planner: Planner) -> None:
    text = "query ($key: String!, $n: Int!) { site(key: $key) { models(first: $n) { name } } }"
    one = planner.planned(text, {"key": "site:houston-pd", "n": 3})
    other = planner.planned(text, {"key": "site:tucson-pd", "n": 4})
    literal = planner.planned('{ site(key: "site:x") { models(first: 9) { name } } }', {})
    assert one is not None
    assert other is not None
    assert literal is not None
    assert one.text == other.text == literal.text
    assert one.parameters != other.parameters


async def test_an_operation_beyond_the_depth_limit_sends_no_statement(
    execute: Any, bolt_requests: list[str], settings: Settings
) -> None:
    text = "name"
    for _ in range(settings.max_depth):
        text = f"partOf {{ {text} }}"
    result = await execute(f'{{ jurisdiction(key: "us-state:OH") {{ {text} }} }}')
    assert result.data is None
    assert f"at most {settings.max_depth} are allowed" in result.errors[0].message
    assert bolt_requests == []
