"""A page of a connection, as part of the output plan: its edges, what is before and behind it, its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schema.planner.shape import cursor
from schema.planner.shape.code import Code
from schema.planner.shape.output import Output, Row, Slots, listed


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor of a row; `tag` is Python that gives the name of its order."""

    slot: int
    tag: str

    def emit(self, code: Code, slots: Slots) -> str:
        return f"{code.constant(cursor.encode)}({slots[self.slot]}, {self.tag})"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Relay's PageInfo by response name; `keys` is the slot of a row's cursor keys."""

    fields: Mapping[str, str]
    keys: int | None
    tag: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that come from `slot`, one more than asked for where `peeks`, in reverse where `backward`.

    `size` and `behind` are Python: how many were asked for, and whether anything lies on the side that the
    page comes from. Where it is `two_seeks` the slot holds one list, with the rows in it.
    """

    slot: int | None
    row: Row
    size: str
    behind: str
    peeks: bool
    backward: bool
    two_seeks: bool
    parts: Mapping[str, Output | Edges | PageInfo]

    def emit(self, code: Code, slots: Slots) -> str:
        rows, more = "()", "False"
        if self.slot is not None:
            rows = slots[self.slot]
            if self.two_seeks:
                rows = self._named(code, f"{rows}[0]")
            if self.peeks:
                more = code.fresh("m")
                code.line(f"{more} = len({rows}) > {self.size}")
                rows = self._named(code, f"{rows}[:{self.size}]")
            if self.backward:
                rows = self._named(code, f"{rows}[::-1]")
        pairs = []
        for name, part in self.parts.items():
            if isinstance(part, Edges):
                value = listed(code, rows, self.row, part.of)
            elif isinstance(part, PageInfo):
                value = self._info(code, part, rows, more)
            else:
                value = part.emit(code, slots)
            pairs.append(f"{name!r}: {value}")
        return f"{{{', '.join(pairs)}}}"

    def _named(self, code: Code, text: str) -> str:
        name = code.fresh("p")
        code.line(f"{name} = {text}")
        return name

    def _info(self, code: Code, info: PageInfo, rows: str, more: str) -> str:
        ahead, back = (self.behind, more) if self.backward else (more, self.behind)
        encode = code.constant(cursor.encode)
        values = {
            "__typename": repr("PageInfo"),
            "hasNextPage": ahead,
            "hasPreviousPage": back,
            "startCursor": f"{encode}({rows}[0][{info.keys}], {info.tag}) if {rows} else None",
            "endCursor": f"{encode}({rows}[-1][{info.keys}], {info.tag}) if {rows} else None",
        }
        return f"{{{', '.join(f'{name!r}: {values[field]}' for name, field in info.fields.items())}}}"


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a page, once for each time that they are selected."""

    of: Output
