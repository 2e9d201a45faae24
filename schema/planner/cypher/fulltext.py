"""Full-text search: the clauses that bind each node that it finds, and how well it was found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from graph.statements import statement
from schema.build.aggregates import constant_case
from schema.declare import Declaration
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.search_query import TextIndex, search_query
from schema.planner.request.arguments import ArgumentValues

FOUND: Final = statement("field/search")
END: Final = "RETURN node, score"


def call(
    declaration: Declaration,
    search: ArgumentValues,
    parent: str | None,
    node: str,
    score: str,
    scope: PlanContext,
) -> str:
    """Binds the nodes of one label that the argument `search` finds, for the node in `parent`, if any."""
    ask = scope.parameter(search, partial(search_query, indexes=[_index(declaration)]))
    return _call(ask, node, score, parent)


def call_all(
    given: ArgumentValues, node: str, score: str, declarations: Mapping[str, Declaration], scope: PlanContext
) -> str:
    """The same of several labels, by the arguments `query` and `types`."""
    indexes = {constant_case(d.name): _index(d) for d in declarations.values() if d.text}

    def readings(arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
        types = arguments.get("types")
        wanted = [index for name, index in indexes.items() if types is None or name in types]
        return search_query(arguments["query"], wanted)

    return _call(scope.parameter(given, readings), node, score)


def _call(ask: str, node: str, score: str, parent: str | None = None) -> str:
    found = FOUND.body.removesuffix(END)
    # Without the parent Neo4j would plan the product of all parents with all that is found.
    return f"CALL ({parent or ''}) {{ WITH {ask} AS ask\n{found}RETURN node AS {node}, score AS {score} }}"


def _index(declaration: Declaration) -> TextIndex:
    assert declaration.text is not None
    return TextIndex(declaration.text, states="state" in declaration.properties)
