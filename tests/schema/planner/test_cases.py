"""Each case of cases/ pairs an operation with the Cypher that it becomes; white space does not count.

A change of the planner's Cypher shows here, to be read in a review. When it is meant, write the cases anew:
`UPDATE_CASES=1 .venv/bin/pytest tests/schema/planner/test_cases.py`, and read their difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from case_file import flat, read, rewrite
from spy import Spy

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_the_operation_becomes_this_cypher(spy: Spy, path: Path) -> None:
    case = read(path)
    [asked] = await spy.asked(case["graphql"], **json.loads(case["json variables"]))
    if os.environ.get("UPDATE_CASES"):
        rewrite(path, case, asked, None)
        pytest.skip("written anew")
    assert flat(asked.text) == flat(case["cypher"])
    assert asked.parameters == json.loads(case["json parameters"])


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
