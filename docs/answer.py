"""README's example: its question, and the answer of a running service, shortened and rounded.

`python docs/answer.py [ADDRESS]` renews the answer; `tests/docs/test_docs_example.py` compares it with that
of the tests' graph.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
FIRST_QUESTION = ROOT / "web" / "questions" / "who-should-we-ask.graphql"
PINNED: Final = 'asOf: "2025-12-31"'
"""README adds it to the question that GraphiQL opens with, so that the answer does not change over time."""
DECIMALS: Final = 4
CASES: Final = 1
"""Number of cases of evidence that are shown."""
WIDTH: Final = 110


def question(readme: str) -> str:
    """The GraphQL of README."""
    return _block(readme, "graphql")


def shown(readme: str) -> str:
    """The answer of README."""
    return _block(readme, "jsonc")


def answer(data: dict[str, Any]) -> str:
    """README's form of this `data`: the first site with its first cases, the others by name."""
    first, *others = data["recommendSites"]["edges"]
    cases = first["node"]["evidence"]["edges"]
    cut = {
        **first["node"],
        "evidence": {"edges": [*cases[:CASES], _note(f"{len(cases) - CASES} more cases")]},
    }
    names = "; ".join(f"{e['node']['site']['name']}, {_rounded(e['node']['score'])}" for e in others)
    edges = [{"node": cut}, _note(f"2 more sites: {names}")]
    text = _laid_out({"data": {"recommendSites": {"edges": edges}}}, "")
    return re.sub(r',?(\n\s*)"// (.*)"', r"\1// … \2", text)


def _note(text: str) -> str:
    return f"// {text}"


def _laid_out(value: Any, indent: str) -> str:
    """JSON with each value on one line if it fits."""
    flat = json.dumps(_rounded(value), ensure_ascii=False)
    if len(indent) + len(flat) < WIDTH and '"// ' not in flat:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        rows = [f"{deeper}{json.dumps(key)}: {_laid_out(each, deeper)}" for key, each in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + _laid_out(each, deeper) for each in value) + f"\n{indent}]"
    return flat


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, DECIMALS) if isinstance(value, float) else value


def _block(readme: str, language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    return str(found)


def main(address: str = "http://127.0.0.1:8000") -> None:
    """Writes the answer of a running service into README."""
    readme = README.read_text(encoding="utf-8")
    body = json.dumps({"query": question(readme)}).encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{address}/graphql", body, headers)  # noqa: S310 - our own
    with urllib.request.urlopen(request) as response:  # noqa: S310
        data = json.load(response)["data"]
    README.write_text(readme.replace(shown(readme), answer(data) + "\n"), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
