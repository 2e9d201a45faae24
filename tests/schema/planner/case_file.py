"""A case: a file that pairs an operation with the Cypher that it becomes, and perhaps with its answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from graphql import ExecutionResult
from spy import Sent

CLAUSES = re.compile(
    r"(?<!STARTS)(?<!ENDS) (?=(?:COLLECT|COUNT|MATCH|UNWIND|WITH|WHERE|ORDER BY|RETURN|CALL)\b)"
)
TEMPLATE = """{story}

```graphql
{graphql}
```
```json variables
{json variables}
```
```cypher
{cypher}
```
```json parameters
{json parameters}
```
"""
ANSWER = """```json answer
{json answer}
```
"""
NOTHING = "nothing is sent"
"""The Cypher of an operation that reads nothing of the graph."""


def read(path: Path) -> dict[str, str]:
    """The fenced blocks of a case by their label, and the text before them as `story`."""
    text = path.read_text(encoding="utf-8")
    found = dict(re.findall(r"```([^\n]+)\n(.*?)\n```", text, re.DOTALL))
    return {"story": text.partition("\n```")[0].strip(), "json variables": "{}", **found}


def flat(text: str) -> str:
    """The text with single white space, and none inside brackets."""
    return re.sub(r"(?<=[\[{(]) | (?=[\]})])", "", " ".join(text.split()))


def assert_becomes(case: dict[str, str], sent: Sent | None) -> None:
    """The statement and its parameters are those of the case."""
    assert (flat(sent.text) if sent else NOTHING) == flat(case["cypher"])
    parameters = json.loads(json.dumps(sent.parameters if sent else {}, default=str))
    assert parameters == json.loads(case["json parameters"])


def answer(result: ExecutionResult) -> dict[str, Any]:
    """Data and errors as JSON, with message and path of each error."""
    errors = [{"message": error.message, "path": error.path} for error in result.errors or ()]
    return {"data": result.data, **({"errors": errors} if errors else {})}


def rewrite(path: Path, case: dict[str, str]) -> None:
    """Writes the file of a case."""
    written = TEMPLATE.format(**case)
    if "json answer" in case:
        written += ANSWER.format(**case)
    path.write_text(written, encoding="utf-8")


def with_cypher(case: dict[str, str], sent: Sent | None) -> dict[str, str]:
    """The case with this statement."""
    parameters = json.dumps(sent.parameters if sent else {}, default=str, ensure_ascii=False)
    cypher = CLAUSES.sub("\n", flat(sent.text)) if sent else NOTHING
    return {**case, "cypher": cypher, "json parameters": parameters}


def with_answer(case: dict[str, str], answered: dict[str, Any]) -> dict[str, str]:
    """The case with this answer."""
    return {**case, "json answer": _laid_out(answered)}


def _laid_out(value: Any, depth: int = 0) -> str:
    """JSON on one line where it fits."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + depth <= 108 or not isinstance(value, dict | list):
        return line
    pad, end = " " * (depth + 2), " " * depth
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + _laid_out(each, depth + 2) for each in value) + f"\n{end}]"
    items = (f"{pad}{json.dumps(name)}: {_laid_out(each, depth + 2)}" for name, each in value.items())
    return "{\n" + ",\n".join(items) + f"\n{end}}}"
