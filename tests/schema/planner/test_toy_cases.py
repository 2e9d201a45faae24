"""Each case of toy_cases/ pairs an operation with its Cypher and with its answer on the toy's harbor.

The files are the compiler's documentation for a reviewer: every operator, quantifier, kind of sort, form of
paging, aggregate and error. Written anew as those of cases/: `UPDATE_CASES=1 .venv/bin/pytest …`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from agreement import Agreement
from case_file import answer, flat, read, rewrite
from plain.resolvers import Plain
from spy import Spy
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
async def harbor(toy: Executor, database: Database, settings: Settings) -> Spy:
    await put(database, HARBOR)
    return Spy(database, settings, TOY)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_the_operation_becomes_this_cypher_and_has_this_answer(harbor: Spy, path: Path) -> None:
    case = read(path)
    asked, result = await harbor.answered(case["graphql"], **json.loads(case["json variables"]))
    if os.environ.get("UPDATE_CASES"):
        rewrite(path, case, asked, answer(result))
        pytest.skip("written anew")
    assert answer(result) == json.loads(case["json answer"])
    assert (flat(asked.text) if asked else "nothing is asked") == flat(case["cypher"])
    assert json.loads(json.dumps(asked.parameters if asked else {}, default=str)) == json.loads(
        case["json parameters"]
    )


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
async def test_the_answer_is_what_plain_resolvers_say(harbor: Spy, path: Path) -> None:
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
