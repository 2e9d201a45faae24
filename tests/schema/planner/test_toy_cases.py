"""Each case of toy_cases/ pairs an operation with its Cypher and with its answer on the toy's harbor.

The files document the planner for a reviewer: every operator, quantifier, kind of sort, form of paging,
aggregate and error. They are written anew as those of cases/, with `UPDATE_CASES=1`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from agreement import Agreement
from case_file import answer, assert_becomes, read, rewrite, with_answer, with_cypher
from plain.resolvers import Plain
from spy import Planner, Spy
from toy.harbor import HARBOR
from toy.model import TOY
from toy.store import put

from graph.database import Database
from graph.settings import Settings
from schema.planner.run.executor import Executor

CASES = sorted((Path(__file__).parent / "toy_cases").glob("*.md"))
# How well a text is found is Neo4j's to say; cursors are the subject of the random operations.
BEYOND_PLAIN = ("search", "page-after", "page-before", "page-between", "page-foreign-cursor")
PLAIN = [path for path in CASES if not path.stem.startswith(BEYOND_PLAIN)]


@pytest.fixture(scope="module")
def toy_planner(settings: Settings) -> Planner:
    return Planner(settings, TOY)


@pytest.fixture(scope="module")
async def harbor(toy: Executor, database: Database, settings: Settings) -> Spy:
    await put(database, HARBOR)
    return Spy(database, settings, TOY)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_operation_becomes_this_cypher(toy_planner: Planner, path: Path) -> None:
    case = read(path)
    planned = toy_planner.planned(case["graphql"], json.loads(case["json variables"]))
    if os.environ.get("UPDATE_CASES"):
        rewrite(path, with_cypher(case, planned))
        pytest.skip("written anew")
    assert_becomes(case, planned)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_the_operation_has_this_answer(harbor: Spy, path: Path) -> None:
    case = read(path)
    sent, result = await harbor.answered(case["graphql"], **json.loads(case["json variables"]))
    if os.environ.get("UPDATE_CASES"):
        rewrite(path, with_answer(case, answer(result)))
        pytest.skip("written anew")
    assert answer(result) == json.loads(case["json answer"])
    assert_becomes(case, sent)


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
async def test_the_answer_is_that_of_plain_resolvers(harbor: Spy, path: Path) -> None:
    case = read(path)
    agreement = Agreement()
    plain = Plain(TOY, HARBOR, agreement.known)
    variables = json.loads(case["json variables"])
    _, result = await harbor.answered(case["graphql"], **variables)
    assert agreement.differences(result, plain.execute(case["graphql"], variables)) == []


def test_every_argument_and_operator_has_a_case() -> None:
    text = "\n".join(read(path)["graphql"] for path in CASES)
    operators = {
        name
        for type in TOY.executable.type_map.values()
        if type.name.endswith(("Filter", "Input", "DistanceSort"))
        for name in type.fields
    }
    arguments = {
        name
        for type in ("Query", "Ship", "Port")
        for field in TOY.executable.type_map[type].fields.values()
        for name in field.args
    }
    assert [name for name in sorted(operators | arguments) if f"{name}:" not in text] == []
