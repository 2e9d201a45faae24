"""Nodes of several types by their global IDs in the output plan."""

from __future__ import annotations

from dataclasses import dataclass

from schema.planner.shape.code import Code
from schema.planner.shape.output import Object, Row, Slots


@dataclass(frozen=True, slots=True)
class Nodes:
    """Objects in the order of the IDs; an ID without a node gives None.

    `found` has for each type the slot of its `[key, row]` pairs. `ids` is the index of the shape value with
    the type and key of each ID, `size` of their number; `several` is false for the field `node`.
    """

    found: tuple[tuple[int, Row, Object], ...]
    ids: int
    size: int
    several: bool

    def emit(self, code: Code, slots: Slots) -> str:
        known = code.fresh("o")
        code.line(f"{known} = {{}}")
        for slot, row, output in self.found:
            each = code.fresh("i")
            with code.block(f"for {each} in {slots[slot]}:"):
                inner = code.unpack(f"{each}[1]", len(row))
                value = output.emit(code, inner)
                code.line(f"{known}[{output.type_name!r}, {each}[0]] = {value}")
        if self.several:
            return f"[{known}.get(w) for w in c[{self.ids}]]"
        return f"{known}.get(c[{self.ids}][0])"
