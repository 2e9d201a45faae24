"""A case: a file that pairs an operation with the Cypher that it becomes, and perhaps with its answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from graphql import ExecutionResult
from spy import Asked

CLAUSES = re.compile(
    r"(?<!STARTS)(?<!ENDS) (?=(?:COLLECT|COUNT|MATCH|UNWIND|WITH|WHERE|ORDER BY|RETURN|CALL)\b)"
)
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
ANSWER = """```json answer
{}
```
"""


def read(path: Path) -> dict[str, str]:
    """The fenced blocks of a case by their label, and what stands before them as `story`."""
    text = path.read_text(encoding="utf-8")
    found = dict(re.findall(r"```([^\n]+)\n(.*?)\n```", text, re.DOTALL))
    return {"story": text.partition("\n```")[0].strip(), "json variables": "{}", **found}


def flat(text: str) -> str:
    """White space made one, and none inside brackets."""
    return re.sub(r"(?<=[\[{(]) | (?=[\]})])", "", " ".join(text.split()))


def answer(result: ExecutionResult) -> dict[str, Any]:
    """Data and errors as JSON has them; of an error its message and path."""
    errors = [{"message": error.message, "path": error.path} for error in result.errors or ()]
    return {"data": result.data, **({"errors": errors} if errors else {})}


def rewrite(path: Path, case: dict[str, str], asked: Asked | None, answered: dict[str, Any] | None) -> None:
    """Puts the Cypher of today into the file, and the answer."""
    cypher = CLAUSES.sub("\n", flat(asked.text)) if asked else "nothing is asked"
    written = TEMPLATE.format(
        story=case["story"],
        operation=case["graphql"],
        variables=case["json variables"],
        cypher=cypher,
        parameters=json.dumps(asked.parameters if asked else {}, default=str, ensure_ascii=False),
    )
    if answered is not None:
        written += ANSWER.format(_laid_out(answered))
    path.write_text(written, encoding="utf-8")


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
