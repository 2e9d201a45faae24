"""The fast completion never says yes where GraphQL-core would say anything else."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import pytest
from graphql import ExecutionResult, execute_sync, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.deadline import Deadline
from schema.model import MODEL
from schema.planner.completion import accepts
from schema.planner.executor import Executor, _by_response_name
from schema.planner.plan import Plan

OPERATION = """
query Everything($with: Boolean = true) {
  dataVersion { version changedAt requestsAreSynthetic }
  site(key: "site:houston-pd") { __typename id name joinedMonth swornBand personnelSworn notes specialties
    ...More @include(if: $with) }
  nobody: site(key: "site:nobody") { name }
  recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 2) {
    label totalCount edges { node { score former factors { name weight value reason } } } }
}
fragment More on Site { operates(first: 2) { edges { basis since node { name } } pageInfo { hasNextPage } } }
"""


class Planned(NamedTuple):
    """A plan and the root values of its answer; short in Hypothesis' reports."""

    plan: Plan
    root: dict[str, Any]

    def __repr__(self) -> str:
        return "Planned(…)"


@pytest.fixture(scope="module")
async def planned(executor: Executor) -> Planned:
    plan = executor.plan(executor.operation(OPERATION, None), {})
    assert plan is not None
    records = await executor._database.read(plan.statement, plan.parameters, Deadline.after(60))
    return Planned(plan, plan.shape(records[0]["row"]))


def completed(root: dict[str, Any]) -> ExecutionResult:
    result = execute_sync(
        MODEL.executable, parse(OPERATION), root_value=root, field_resolver=_by_response_name
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


def test_a_sound_answer_is_accepted_and_is_what_graphql_core_makes_of_it(
    planned: Planned,
) -> None:
    plan, root = planned
    assert accepts(plan.selection, root)
    result = completed(root)
    assert result.errors is None
    assert result.data == root
    assert str(result.data) == str(root)  # the order of the fields, too


STRANGE = st.one_of(
    st.none(),
    st.sampled_from([float("nan"), float("inf"), 2**31, -(2**31) - 1, "NO_MEMBER", "", True, 1, 1.5, [], {}]),
    st.builds(lambda: ValueError("a fault")),
)


@given(place=st.integers(0, 10_000), value=STRANGE)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_one_place_acceptance_means_the_same_data(
    planned: Planned, place: int, value: object
) -> None:
    plan, root = planned
    everywhere = places(root)
    changed = put(root, everywhere[place % len(everywhere)], value)
    if accepts(plan.selection, changed):
        result = completed(changed)
        assert result.errors is None
        assert str(result.data) == str(changed)
    else:
        assert changed != root or str(changed) != str(root)


async def test_an_abstract_type_is_left_to_graphql_core(executor: Executor) -> None:
    text = '{ node(id: "U2l0ZTpzaXRlOmhvdXN0b24tcGQ=") { ... on Site { name } __typename } }'
    plan = executor.plan(executor.operation(text, None), {})
    assert plan is not None
    assert not accepts(plan.selection, {"node": {"name": "x", "__typename": "Site"}})
    result = await executor.execute(text, {}, None, Deadline.after(60))
    assert list(result.data["node"]) == ["name", "__typename"]
