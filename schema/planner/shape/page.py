"""A page of a connection in the output plan: its edges, its PageInfo, its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schema.planner.shape import cursor
from schema.planner.shape.code import Code
from schema.planner.shape.output import Output, Row, Slots, listed
from schema.planner.shape.work import Work


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor of a row; `tag` is a Python expression for the tag of its order."""

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
    """The rows of `slot`: one more than the page shows with `fetches_one_more`, in reverse with `backward`.

    `size` is the index of the shape value that bounds the page. `starts_later` is a Python expression:
    whether there are rows on the side where the page starts. With `two_seeks` the slot is a list with one
    list of rows. `work` is that of finding the rows.
    """

    slot: int | None
    row: Row
    size: int
    starts_later: str
    fetches_one_more: bool
    backward: bool
    two_seeks: bool
    parts: Mapping[str, Output | Edges | PageInfo]
    work: Work

    def emit(self, code: Code, slots: Slots) -> str:
        rows, more = "()", "False"
        if self.slot is not None:
            rows = slots[self.slot]
            if self.two_seeks:
                rows = self._named(code, f"{rows}[0]")
            if self.fetches_one_more:
                more = code.fresh("m")
                code.line(f"{more} = len({rows}) > c[{self.size}]")
                rows = self._named(code, f"{rows}[:c[{self.size}]]")
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
        ahead, back = (self.starts_later, more) if self.backward else (more, self.starts_later)
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
    """The edges of a page; they may be selected several times, under aliases."""

    of: Output
