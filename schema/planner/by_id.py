"""Nodes of any type by their global ids: `node` and `nodes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.errors import InvalidInput
from schema.declare import Declaration
from schema.planner import global_id
from schema.planner.piece import Piece
from schema.planner.scope import Scope
from schema.planner.selection import Field, Selection

TYPE = "@type"
"""Under this key a value of an abstract type names its type; no response name can be spelled so."""

Object = Callable[[Declaration, str, Selection], Piece]
"""Writes the object of a declared type that a variable holds."""


def by_id(
    labels: dict[str, Declaration], selection: Selection, field: Field, scope: Scope, write: Object
) -> Piece:
    """One look-up for each type among the ids; in Python they come back into the order of the ids.

    An id of a type or key that the graph does not have gives null. Raises InvalidInput for what is no id.
    """
    asked: list[str] = field.arguments["ids"] if "ids" in field.arguments else [field.arguments["id"]]
    if len(asked) > scope.max_page_size:
        raise InvalidInput(
            f"ids: at most {scope.max_page_size} ids are allowed (got {len(asked)}); ask in parts."
        )
    wanted = [global_id.decode(one) for one in asked]
    keys: dict[str, list[str]] = {}
    for name, key in wanted:
        if name in labels:
            keys.setdefault(name, []).append(key)
    found = [
        (name, _look_up(labels[name], keys[name], selection.within(field, name), scope, write))
        for name in keys
    ]

    def shape(groups: list[Any]) -> Any:
        values = {
            (name, key): {TYPE: name, **piece.shape(row)}
            for (name, piece), rows in zip(found, groups, strict=True)
            for key, row in rows
        }
        items = [values.get(one) for one in wanted]
        return items if "ids" in field.arguments else items[0]

    return Piece(f"[{', '.join(piece.expression for _, piece in found)}]", shape)


def _look_up(
    declaration: Declaration, keys: list[str], selection: Selection, scope: Scope, write: Object
) -> Piece:
    node, key = scope.fresh("n"), scope.fresh("k")
    piece = write(declaration, node, selection)
    return Piece(
        f"COLLECT {{ UNWIND {scope.parameter(list(dict.fromkeys(keys)))} AS {key} "
        f"MATCH ({node}:{declaration.label} {{key: {key}}}) RETURN [{key}, {piece.expression}] AS row }}",
        piece.shape,
    )
