"""Random operations over random graphs: the service answers what graphql-core makes of plain resolvers.

A hundred or two, the same each time; `make fuzz` draws thousands of others. What fails is printed with the
line that replays it.
"""

from __future__ import annotations

import base64
import os
from typing import Any

from agreement import Agreement, cursors_under
from graphql import GraphQLNonNull
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain.resolvers import Plain
from random_operations.dice import Dice
from random_operations.drawn import Drawn, several
from random_operations.inputs import Inputs
from random_operations.operation import Operations
from toy import pools
from toy.content import Content
from toy.graphs import contents, faulty
from toy.harbor import HARBOR
from toy.model import TOY
from toy.store import put

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import InvalidInput
from schema.planner.run.executor import Executor

OPERATIONS_A_GRAPH = 8
NUMBER = int(os.environ.get("FUZZ_OPERATIONS", "40"))
INPUTS = Inputs(pools.BY_TYPE, pools.BY_FIELD, without=frozenset({"search"}))
OPERATION = Operations(TOY.executable, INPUTS)
SHOWN = Operations(
    TOY.executable,
    Inputs(
        pools.BY_TYPE,
        pools.BY_FIELD,
        without=frozenset({"search", "where", "sort", "groupBy"})
        | {f"{name}Aggregate" for type in TOY.declarations.values() for name in type.related},
    ),
)
"""Operations that show values, and neither compare nor count them."""
FILTERS_A_GRAPH = 40 if "FUZZ_OPERATIONS" in os.environ else 20
FILTER = "query ($where: ShipWhere) { ships(where: $where) { totalCount edges { node { key } } } }"
FORGED = base64.b64encode(b"no cursor").decode()

profile = settings(
    max_examples=-(-NUMBER // OPERATIONS_A_GRAPH),
    deadline=None,
    derandomize="FUZZ_OPERATIONS" not in os.environ,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


class Contest:
    """One graph, answered by both; the cursors of one are known to the other.

    Of a `sound` graph every error is the caller's: none is INTERNAL.
    """

    def __init__(self, toy: Executor, content: Content, *, sound: bool = True) -> None:
        self._toy, self._sound = toy, sound
        self._agreement = Agreement()
        self._plain = Plain(TOY, content, self._agreement.known)

    async def run(self, text: str, variables: dict[str, Any]) -> Any:
        """The oracle's data. Raises AssertionError where the service says anything else."""
        found = await self._toy.execute(text, variables, None, Deadline.after(60))
        wanted = self._plain.execute(text, variables)
        differences = self._agreement.differences(found, wanted)
        if self._sound:
            ran = [error for error in found.errors or () if error.path]
            differences += [f"{e} is ours" for e in ran if not isinstance(e.original_error, InvalidInput)]
        assert not differences, "\n".join([*differences, text, f"with {variables}"])
        return wanted.data

    async def runs(self, operation: Drawn) -> None:
        """One text with its variables, with others, and on from the cursors that were found."""
        data = await self.run(operation.text, operation.variables)
        if operation.others:
            await self.run(operation.text, operation.others)
        if operation.cursors:
            on = {name: self.cursor(data, of, number) for name, of, number in operation.cursors}
            await self.run(operation.text, operation.variables | on)

    def cursor(self, data: Any, name: str, number: int) -> str | None:
        """One of the cursors of a list, in the service's spelling; seldom one from elsewhere."""
        own = list(map(self._agreement.ours, cursors_under(data, name)))
        others = self._agreement.all
        if number > 96:
            return FORGED
        among = own if own and number < 90 else others
        return among[number % len(among)] if among else None


@given(content=contents(), operations=several(OPERATION, OPERATIONS_A_GRAPH))
@profile
async def test_the_answer_is_that_of_plain_resolvers(
    toy: Executor, database: Database, content: Content, operations: list[Drawn]
) -> None:
    await put(database, content)
    contest = Contest(toy, content)
    for operation in operations:
        await contest.runs(operation)


SHAPES: list[dict[str, Any] | None] = [
    {"age": {"eq": 12}},
    {"age": {"eq": None}},
    {"age": {"eq": 2}},
    {"age": {"gt": None}},
    {"age": {"gt": 2}},
    {"age": {"isNull": True}},
    {"age": {"isNull": False}},
    {"age": None},
    {"age": {}},
    {"age": {"in": []}},
    {"age": {"in": [2, 30]}},
    {"OR": []},
    {"OR": [{"rig": {"eq": "BRIG"}}]},
    {"OR": [{"rig": {"eq": "BRIG"}}, {"rig": {"eq": "KETCH"}}]},
    {"NOT": {"tags": {"isEmpty": True}}},
    {"NOT": {"tags": {"isEmpty": False}}},
    {"followers": {"some": {}}},
    {"followers": {"some": None}},
    {"NOT": {}},
    {"NOT": {"age": None}},
    {"NOT": {"age": {}}},
    {"NOT": {"age": {"eq": None}}},
    {"NOT": {"NOT": {"age": None}}},
    {"NOT": {"AND": []}},
    {"NOT": {"AND": [{"age": None}]}},
    {"NOT": {"AND": [{"age": None}, {"age": {"gt": 2}}]}},
    {"NOT": {"OR": []}},
    {"NOT": {"OR": [{"age": None}]}},
    {"NOT": {"OR": [{"age": None}, {"age": {"gt": 2}}]}},
    {"NOT": {"followers": {"some": None}}},
    {"NOT": {"followers": {"some": {"age": None}}}},
    {"NOT": {"followers": {"all": {"age": None}}}},
    {"NOT": {"followers": {"count": {"where": {"age": {"gt": 2}}}}}},
    {"NOT": {"visits": {"all": {"node": {"NOT": {"depth": None}}, "edge": {"AND": None}}}}},
    None,
]


async def test_one_text_serves_values_of_every_shape(toy: Executor, database: Database) -> None:
    """Plans are cached by plan key: none is taken for another, the second time either."""
    await put(database, HARBOR)
    contest = Contest(toy, HARBOR)
    for where in SHAPES + SHAPES:
        await contest.run(FILTER, {"where": where})


@given(content=contents(), number=st.integers(0, 2**64 - 1))
@settings(profile, max_examples=-(-NUMBER // OPERATIONS_A_GRAPH // 4))
async def test_a_filter_finds_exactly_the_items_of_which_it_holds(
    toy: Executor, database: Database, content: Content, number: int
) -> None:
    await put(database, content)
    contest, dice = Contest(toy, content), Dice(number)
    kind = TOY.executable.type_map["ShipWhere"]
    for _ in range(FILTERS_A_GRAPH):
        await contest.run(FILTER, {"where": INPUTS.draw(dice, GraphQLNonNull(kind), "", 3)})


def nothing(dice: Dice, depth: int) -> dict[str, Any]:
    """A filter of ships that has no condition."""
    inner = (lambda: nothing(dice, depth - 1)) if depth else dict
    condition = {"age": {"gt": 2}}
    return dice.of(
        [
            {},
            {"age": None, "berth": None},
            {"built": {}, "NOT": None, "OR": None, "AND": None},
            {"NOT": inner()},
            {"AND": [inner(), inner()]},
            {"OR": [condition, inner()]},
            {"followers": {"some": None, "all": inner()}},
            {"followers": {"count": {"where": condition}, "none": None}},
            {"visits": {"all": {"node": {"depth": None}, "edge": {}}}},
            {"visits": {"all": {"NOT": {"node": {}}}, "single": None}},
        ]
    )


@given(content=contents(), number=st.integers(0, 2**64 - 1))
@settings(profile, max_examples=-(-NUMBER // OPERATIONS_A_GRAPH // 4))
async def test_a_filter_without_a_condition_does_not_filter(
    toy: Executor, database: Database, content: Content, number: int
) -> None:
    await put(database, content)
    contest, dice = Contest(toy, content), Dice(number)
    kind = GraphQLNonNull(TOY.executable.type_map["ShipWhere"])
    for _ in range(FILTERS_A_GRAPH // 5):
        where, empty = INPUTS.draw(dice, kind, "", 2), nothing(dice, 3)
        alone = await contest.run(FILTER, {"where": {"AND": [where]}})
        assert await contest.run(FILTER, {"where": {"AND": [where, empty]}}) == alone, (where, empty)
        assert await contest.run(FILTER, {"where": {"AND": [where], "NOT": empty}}) == alone, (where, empty)


@given(content=faulty(), operations=several(SHOWN, OPERATIONS_A_GRAPH))
@settings(profile, max_examples=-(-NUMBER // OPERATIONS_A_GRAPH // 4))
async def test_values_that_break_their_types_are_the_errors_that_graphql_core_makes_of_them(
    toy: Executor, database: Database, content: Content, operations: list[Drawn]
) -> None:
    await put(database, content)
    contest = Contest(toy, content, sound=False)
    for operation in operations:
        await contest.runs(operation)
