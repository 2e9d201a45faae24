"""Each case of cases/ pairs an operation with the Cypher that it becomes; white space does not count.

A change of the planner's Cypher shows here, to be read in a review. When it is meant, write the cases anew:
`UPDATE_CASES=1 .venv/bin/pytest tests/schema/planner/test_cases.py`, and read their difference.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from spy import Asked, Spy

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
CLAUSES = re.compile(r" (?=(?:COLLECT|COUNT|MATCH|UNWIND|WITH|WHERE|ORDER BY|RETURN)\b)")
TEMPLATE = """{story}

```graphql
{operation}
```
```json variables
{variables}
```
```cypher
{cypher}
```
```json parameters
{parameters}
```
"""


def read(path: Path) -> dict[str, str]:
    """The fenced blocks of a case by their label, and what stands before them as `story`."""
    text = path.read_text(encoding="utf-8")
    found = dict(re.findall(r"```([^\n]+)\n(.*?)\n```", text, re.DOTALL))
    return {"story": text.partition("\n```")[0].strip(), **found}


def flat(text: str) -> str:
    """White space made one, and none inside brackets."""
    return re.sub(r"(?<=[\[{(]) | (?=[\]})])", "", " ".join(text.split()))


def rewrite(path: Path, case: dict[str, str], asked: Asked) -> None:
    """Puts the Cypher of today into the file."""
    written = TEMPLATE.format(
        story=case["story"],
        operation=case["graphql"],
        variables=case["json variables"],
        cypher=CLAUSES.sub("\n", flat(asked.text)),
        parameters=json.dumps(asked.parameters),
    )
    path.write_text(written, encoding="utf-8")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_the_operation_becomes_this_cypher(spy: Spy, path: Path) -> None:
    case = read(path)
    [asked] = await spy.asked(case["graphql"], **json.loads(case["json variables"]))
    if os.environ.get("UPDATE_CASES"):
        rewrite(path, case, asked)
        pytest.skip("written anew")
    assert flat(asked.text) == flat(case["cypher"])
    assert asked.parameters == json.loads(case["json parameters"])


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
