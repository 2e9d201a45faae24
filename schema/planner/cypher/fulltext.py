"""Full-text search: the clauses that bind each node found, and its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from graph.statements import statement
from schema.declare import Declaration, constant_case
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
    context: PlanContext,
) -> str:
    """Clauses for the nodes of one label that the argument `search` finds, once for each `parent`."""
    ask = context.parameter(search, partial(_ask, indexes=[TextIndex.of(declaration)]))
    return _call(ask, node, score, parent)


def call_all(values: ArgumentValues, node: str, score: str, context: PlanContext) -> str:
    """Clauses for the nodes of all labels that the arguments `query` and `types` find."""
    indexes = {constant_case(d.name): TextIndex.of(d) for d in context.declarations.values() if d.text}

    def readings(arguments: Mapping[str, Any]) -> dict[str, Any]:
        types = arguments.get("types")
        wanted = [index for name, index in indexes.items() if types is None or name in types]
        return _ask(arguments["query"], wanted)

    return _call(context.parameter(values, readings), node, score)


def _ask(text: str, indexes: Sequence[TextIndex]) -> dict[str, Any]:
    """The map of the statement. Neo4j would plan it again for a list of another order of length."""
    return {"parts": search_query(text, indexes)}


def _call(ask: str, node: str, score: str, parent: str | None = None) -> str:
    found = FOUND.body.removesuffix(END)
    # Without the parent Neo4j would plan the product of all parents and all nodes found.
    return f"CALL ({parent or ''}) {{ WITH {ask} AS ask\n{found}RETURN node AS {node}, score AS {score} }}"
