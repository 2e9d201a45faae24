"""Nodes of any type by their global IDs: the fields `node` and `nodes`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.errors import InvalidInput
from schema.declare import Declaration
from schema.planner.cypher.reads import ROWS_PLANNING
from schema.planner.cypher.writer import Writer
from schema.planner.request.selection import Field, Selection
from schema.planner.shape import global_id
from schema.planner.shape.nodes import Nodes
from schema.planner.shape.output import Output, Row


def by_id(selection: Selection, field: Field, around: Row, writer: Writer) -> Output:
    """One look-up for each type among the IDs; the shape puts the nodes into the order of the IDs.

    An ID of a type or key that the graph does not have gives null. Raises InvalidInput for an invalid ID or
    too many of them, Forbidden for a type that the caller may not see.
    """
    context = writer.context

    def decoded(arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
        ids = arguments["ids"] if "ids" in arguments else [arguments["id"]]
        if len(ids) > context.limits.max_page_size:
            raise InvalidInput(
                f"ids: at most {context.limits.max_page_size} IDs are allowed (got {len(ids)}); "
                "split them over several requests."
            )
        return [_current(*global_id.decode(each), context.declarations) for each in ids]

    ids = context.shape_value(field.arguments, decoded)
    size = context.shape_value(field.arguments, lambda arguments: len(decoded(arguments)))
    found = []
    for name in dict.fromkeys(name for name, _ in decoded(field.arguments.value)):
        declaration = context.declarations.get(name)
        if declaration is None or not declaration.label:
            continue
        context.permit(declaration, name)
        context.plan(ROWS_PLANNING)

        def keys(arguments: Mapping[str, Any], name: str = name) -> list[str]:
            return list(dict.fromkeys(key for each, key in decoded(arguments) if each == name))

        node, key, row = context.fresh("n"), context.fresh("k"), Row()
        output = writer.object(declaration, node, selection.within(field, name), row)
        slot = around.slot(
            f"COLLECT {{ UNWIND {context.parameter(field.arguments, keys)} AS {key} "
            f"MATCH ({node}:{declaration.label} {{key: {key}}}) RETURN [{key}, {row.expression}] AS row }}"
        )
        found.append((slot, row, replace(output, named=True)))
    return Nodes(tuple(found), ids, size, several="ids" in field.arguments.value)


def _current(name: str, key: str, declarations: Mapping[str, Declaration]) -> tuple[str, str]:
    """The type and key of an ID; of a key that another has replaced, the other."""
    declaration = declarations.get(name)
    current = declaration and declaration.current_key
    return name, current(key) if current else key
