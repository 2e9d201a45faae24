"""The generated parts of `schema/planner/README.md`: one query in each room of the planner.

`python docs/planned_query.py` writes them anew; `tests/schema/planner/test_readme.py` fails while they differ
from the code. No database is needed: the record is an example.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import orjson

from cli.plan import readable
from docs.tables import inserted
from graph.settings import Settings
from graph.viewer import STAFF
from schema.model import MODEL
from schema.planner.plan import plan
from schema.planner.request.limits import Limits
from schema.planner.request.operation import Operations

README: Final = Path(__file__).parents[1] / "schema" / "planner" / "README.md"
QUERY: Final = """\
query SitesOfAState($state: String!, $first: Int = 2) {
  sites(where: {state: {eq: $state}}, first: $first) {
    totalCount
    edges {
      cursor
      node {
        name
        status
        models(first: 3) {
          name
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}"""
VARIABLES: Final[dict[str, Any]] = {"state": "TX"}
RECORD: Final = [
    1,
    [
        [
            ["site:houston-pd"],
            "Houston Police Department",
            "CURRENT",
            [["Co-responder team"], ["Case management"]],
        ]
    ],
]
"""What Neo4j might return, for the answer."""


def page(text: str) -> str:
    """The text of README.md with its generated parts."""
    limits = Limits.of(Settings())
    operations = Operations(MODEL.executable, limits)
    operation = operations.get(QUERY, None)
    variables = operation.variables.coerced(VARIABLES)
    planned = plan(MODEL, operation, variables, STAFF, limits)
    bound = planned.bind(variables)
    assert planned.statement is not None
    assert planned.strict is not None
    answer = planned.strict(RECORD, bound.shape_values)
    parts = {
        "query": _block("graphql", QUERY),
        "variables": _block("json", _json(VARIABLES)),
        "key": _block("python", repr(operation.plan_key(variables))),
        "cypher": _block("cypher", readable(planned.statement.text)),
        "parameters": _block("json", _json(bound.parameters)),
        "python": _block("python", planned.shape_source(strict=True)),
        "values": _block("python", f"c = {bound.shape_values!r}\n\ncost = {bound.cost}"),
        "record": _block("json", _json(RECORD)),
        "answer": _block("json", orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode()),
    }
    for name, part in parts.items():
        text = inserted(text, name, part)
    return text


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


if __name__ == "__main__":
    README.write_text(page(README.read_text(encoding="utf-8")), encoding="utf-8")
