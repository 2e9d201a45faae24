"""Each case of cases/ pairs an operation with the Cypher that it becomes; white space does not count.

A change of the planner's Cypher shows here, to be read in a review. If it is meant, write the cases anew,
`UPDATE_CASES=1 .venv/bin/pytest -m "not neo4j" tests/schema/planner/test_cases.py`, and read their diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from case_file import assert_becomes, read, rewrite, with_cypher
from spy import Planner, Spy

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_operation_becomes_this_cypher(planner: Planner, path: Path) -> None:
    case = read(path)
    planned = planner.planned(case["graphql"], json.loads(case["json variables"]))
    if os.environ.get("UPDATE_CASES"):
        rewrite(path, with_cypher(case, planned))
        pytest.skip("written anew")
    assert_becomes(case, planned)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_neo4j_is_sent_this_cypher_and_runs_it(spy: Spy, path: Path) -> None:
    case = read(path)
    sent, result = await spy.answered(case["graphql"], **json.loads(case["json variables"]))
    assert_becomes(case, sent)
    assert result.errors is None


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
