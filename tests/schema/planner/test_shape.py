"""Shaping: whatever a record holds, a strict answer is that of graphql-core."""

from __future__ import annotations

import copy
from random import Random
from typing import Any, NamedTuple

import pytest
from graphql import ExecutionResult, execute_sync, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.deadline import Deadline
from schema.model import MODEL
from schema.planner.cypher.leaf import as_float
from schema.planner.plan import BoundPlan, Plan
from schema.planner.run.completion import _by_response_name, _by_type_key
from schema.planner.run.executor import Executor

OPERATION = """
query Everything($with: Boolean = true) {
  dataVersion { version changedAt requestsAreSynthetic }
  site(key: "site:houston-pd") { __typename id name joinedMonth swornBand personnelSworn notes specialties
    ...More @include(if: $with) }
  nobody: site(key: "site:nobody") { name }
  node(id: "U2l0ZTpzaXRlOmhvdXN0b24tcGQ=") { id __typename ... on Site { state } }
  search(query: "madison", first: 3) { edges { searchScore node { __typename ... on Site { key } } } }
  requestsAggregate(groupBy: [STATUS, MONTH_YEAR], first: 3) { count group { status monthYear } }
  recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 2) {
    label totalCount edges { cursor node { score former factors { name weight value reason } } } }
}
fragment More on Site { operates(first: 2) { edges { basis since node { name } } pageInfo { hasNextPage } } }
"""


class Read(NamedTuple):
    """A plan, its values and the record that it read; short in Hypothesis' reports."""

    plan: Plan
    bound: BoundPlan
    row: list[Any]

    def __repr__(self) -> str:
        return "Read(…)"


@pytest.fixture(scope="module")
async def read(executor: Executor) -> Read:
    operation = executor.operation(OPERATION, None)
    plan, bound = executor.plan(operation, operation.variables.coerced({}))
    assert plan.statement is not None
    records = await executor.database.read(plan.statement, bound.parameters, Deadline.after(60))
    return Read(plan, bound, records[0]["row"])


def completed(root: dict[str, Any]) -> ExecutionResult:
    result = execute_sync(
        MODEL.executable,
        parse(OPERATION),
        root_value=root,
        field_resolver=_by_response_name,
        type_resolver=_by_type_key,
    )
    assert isinstance(result, ExecutionResult)
    return result


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree of dicts and lists, but the root."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, each in inner for place in places(each, (*path, key))]


def put(root: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(root)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def strict(read: Read, row: Any) -> Any:
    """The strict answer; None without one, also where the code raises."""
    assert read.plan.strict is not None
    try:
        return read.plan.strict(row, read.bound.shape_values)
    except Exception:
        return None


def test_a_valid_record_gives_the_answer_of_graphql_core(read: Read) -> None:
    quick = strict(read, read.row)
    result = completed(read.plan.loose(read.row, read.bound.shape_values))
    assert result.errors is None
    assert quick == result.data
    assert str(quick) == str(result.data)  # the order of the fields, too


MIN_STRICT = 60
"""Minimum of strict answers among 300 records with an unexpected value."""
UNEXPECTED = st.one_of(
    st.none(),
    st.sampled_from([float("nan"), float("inf"), 2**31, -(2**31) - 1, "NO_MEMBER", "", True, 1, 1.5, [], {}]),
)


@given(place=st.integers(0, 10_000), value=UNEXPECTED)
@settings(max_examples=300, deadline=None)
def test_with_any_value_anywhere_a_strict_answer_is_that_of_graphql_core(
    read: Read, place: int, value: object
) -> None:
    everywhere = places(read.row)
    judge(read, everywhere[place % len(everywhere)], value)


@pytest.mark.parametrize("value", [None, []])
def test_a_root_field_without_a_row_is_answered_as_by_graphql_core(read: Read, value: object) -> None:
    for place in range(len(read.row)):
        judge(read, (place,), value)


def test_a_statement_without_a_row_is_an_error_and_not_an_empty_answer(read: Read) -> None:
    """Null in a field that takes arguments always comes with an error, also where the fault is ours."""
    results = [
        completed(read.plan.loose(put(read.row, (place,), []), read.bound.shape_values))
        for place in range(len(read.row))
    ]
    without = [result for result in results if result.data and result.data["recommendSites"] is None]
    assert [[error.path for error in result.errors or ()] for result in without] == [[["recommendSites"]]]


def judge(read: Read, place: tuple[Any, ...], value: object) -> bool:
    """A record with an unexpected value has no strict answer, or the right one; true if it has one."""
    changed = put(read.row, place, value)
    quick = strict(read, changed)
    if quick is not None:
        result = completed(read.plan.loose(changed, read.bound.shape_values))
        assert result.errors is None
        assert str(quick) == str(result.data)
    return quick is not None


def test_many_unexpected_values_have_a_strict_answer(read: Read) -> None:
    """Without any, what the other tests hold of quick answers would hold of nothing."""
    drawn, everywhere = Random(7), places(read.row)
    strange = [None, float("nan"), 2**31, "NO_MEMBER", "", True, 1, 1.5, [], {}]
    quick = sum(judge(read, drawn.choice(everywhere), drawn.choice(strange)) for _ in range(300))
    assert quick >= MIN_STRICT


async def test_introspection_is_left_to_graphql_core(executor: Executor) -> None:
    text = '{ __type(name: "Site") { name } site(key: "site:houston-pd") { state } }'
    operation = executor.operation(text, None)
    plan, _ = executor.plan(operation, operation.variables.coerced({}))
    assert plan.strict is None
    result = await executor.execute(text, {}, None, Deadline.after(60))
    assert result.data == {"__type": {"name": "Site"}, "site": {"state": "TX"}}


@pytest.mark.parametrize("whole", [0, -7, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1])
def test_an_integer_is_a_float_where_that_is_exact(whole: int) -> None:
    """Found by fuzzing: graphql-core refuses what a float cannot hold, so the quick answer must not round."""
    made = as_float(whole)
    assert made == whole
    assert type(made) is (float if float(whole) == whole else int)
