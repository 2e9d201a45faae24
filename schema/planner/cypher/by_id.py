"""Nodes of any type by their global ids: `node` and `nodes`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import InvalidInput
from schema.declare import Declaration
from schema.planner.cypher.context import PlanContext
from schema.planner.request.selection import Field, Selection
from schema.planner.shape import global_id
from schema.planner.shape.code import Code
from schema.planner.shape.output import Object, Output, Row, Slots

Write = Callable[[Declaration, str, Selection, Row], Object]
"""Writes the object of a declared type that a variable holds into a row."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Objects in the order of the ids; `wanted` is the context's place of their types and keys."""

    found: tuple[tuple[int, Row, Object], ...]
    wanted: int
    several: bool

    def emit(self, code: Code, slots: Slots) -> str:
        known = code.fresh("o")
        code.line(f"{known} = {{}}")
        for slot, row, output in self.found:
            each = code.fresh("i")
            with code.block(f"for {each} in {slots[slot]}:"):
                inner = code.unpack(f"{each}[1]", len(row.columns))
                value = output.emit(code, inner)
                code.line(f"{known}[{output.type_name!r}, {each}[0]] = {value}")
        if self.several:
            return f"[{known}.get(w) for w in c[{self.wanted}]]"
        return f"{known}.get(c[{self.wanted}][0])"


def by_id(
    declarations: Mapping[str, Declaration],
    selection: Selection,
    field: Field,
    scope: PlanContext,
    around: Row,
    write: Write,
) -> Output:
    """One look-up for each type among the ids; in Python they come back into the order of the ids.

    An id of a type or key that the graph does not have gives null. Raises InvalidInput for what is no id,
    Forbidden for a type that is not for who asks.
    """

    def wanted(arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
        asked = arguments["ids"] if "ids" in arguments else [arguments["id"]]
        if len(asked) > scope.max_page_size:
            raise InvalidInput(
                f"ids: at most {scope.max_page_size} ids are allowed (got {len(asked)}); ask in parts."
            )
        return [global_id.decode(one) for one in asked]

    place = scope.bound(field.given, wanted)
    size = scope.bound(field.given, lambda arguments: len(wanted(arguments)))
    found = []
    for name in dict.fromkeys(name for name, _ in wanted(field.given.value)):
        if name in declarations and (label := declarations[name].label):
            scope.permit(declarations[name], name)

            def keys(arguments: Mapping[str, Any], name: str = name) -> list[str]:
                return list(dict.fromkeys(key for each, key in wanted(arguments) if each == name))

            node, key, row = scope.fresh("n"), scope.fresh("k"), Row()
            output = write(declarations[name], node, selection.within(field, name, size), row)
            slot = around.slot(
                f"COLLECT {{ UNWIND {scope.parameter(field.given, keys)} AS {key} "
                f"MATCH ({node}:{label} {{key: {key}}}) RETURN [{key}, {row.expression}] AS row }}"
            )
            found.append((slot, row, Object(name, output.fields, named=True)))
    return Nodes(tuple(found), place, "ids" in field.given.value)
