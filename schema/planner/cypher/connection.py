"""Connections: one page of rows with their cursors, and the totals that are selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from schema.declare import Related, properties_of
from schema.planner.cypher.context import MAX_OFFSET, between_0_and
from schema.planner.cypher.key import Key
from schema.planner.cypher.keyset_page import KeysetPage
from schema.planner.cypher.leaf import leaf
from schema.planner.cypher.rows import Rows, bind, by_required, ordered
from schema.planner.cypher.writer import Writer
from schema.planner.request.selection import Field, Selection
from schema.planner.shape import cursor
from schema.planner.shape.output import Constant, Object, Output, Row
from schema.planner.shape.page import Cursor, Edges, Page, PageInfo
from schema.planner.shape.work import NOTHING, Work
from schema.sources import FromParent

CURSORS: Final = ("startCursor", "endCursor")
ARGUMENTS_OF_KEYS: Final = ("sort", "search", "query", "input")
"""Arguments that the values of a key may depend on."""
SKIPPED: Final = 0.5
"""The work of one row that `offset` leaves out."""


class Connection:
    """Writes one connection field. Its page and its totals are slots of the row around it."""

    def __init__(
        self, related: Related, parent: str | None, selection: Selection, field: Field, writer: Writer
    ) -> None:
        self._related, self._parent, self._field = related, parent, field
        self._writer, self._context = writer, writer.context
        self._size = self._context.page_size(field.arguments)
        self._below = selection.within(field, field.type_name)
        self._row = Row()

    def output(self, around: Row) -> Output:
        """The page. Raises InvalidInput, BadCursor."""
        context, arguments = self._context, self._field.arguments
        rows, keys = ordered(self._related, self._parent, self._field, context)
        names = [context.fresh("k") if key.computed else "" for key in keys]
        computed = {name: key.expression for name, key in zip(names, keys, strict=True) if name}
        keys = [replace(key, expression=name) if name else key for name, key in zip(names, keys, strict=True)]
        backward = arguments.get("last") is not None
        tag = self._tag(keys)
        parts = {part.response_name: self._part(part, rows, keys, tag, around) for part in self._below}
        one_more = any(isinstance(part, PageInfo) for part in parts.values())
        paged = one_more or any(isinstance(part, Edges) for part in parts.values())
        cursors, skip = self._cursors(keys), self._skip()  # a wrong one is an error whatever is selected
        slot, two_seeks = None, False
        if paged:
            limit = context.limit(arguments, one_more=one_more)
            page = KeysetPage(rows, keys, computed, cursors, backward, skip, limit)
            slot, two_seeks = around.slot(page.collect(self._row.expression, context)), page.two_seeks
        starts_later = self._starts_later(backward)
        work = self._work(rows, keys) if paged else NOTHING
        return Page(slot, self._row, self._size, starts_later, one_more, backward, two_seeks, parts, work)

    def _work(self, rows: Rows, keys: list[Key]) -> Work:
        """The work of finding the page: up to its end, or all rows where an index does not give the order."""
        if not rows.from_index(keys):
            return rows.sorted_work(keys)
        if self._field.arguments.get("where") is not None:  # perhaps no row passes
            return rows.work
        offset = self._field.arguments.get("offset")
        return NOTHING if offset is None else Work.sized(self._context.shape_value(offset), SKIPPED)

    def _cursors(self, keys: list[Key]) -> dict[str, list[str]]:
        """The Cypher of the values of `after` and `before`, as far as they are given."""
        found = {}
        accepts = [key.accepts for key in keys]
        tag_of = self._tag_function(keys)
        for argument in ("after", "before"):
            if self._field.arguments.get(argument) is None:
                continue

            def values(arguments: Mapping[str, Any], argument: str = argument) -> list[Any]:
                return cursor.decode(arguments[argument], tag_of(arguments), accepts, argument)

            parameter = self._context.parameter(self._field.arguments, values)
            found[argument] = [f"{parameter}[{index}]" for index in range(len(keys))]
        return found

    def _tag_function(self, keys: list[Key]) -> Callable[[Mapping[str, Any]], str]:
        """Makes the tag of cursors of the arguments: of the type, the keys, and what these depend on."""
        order = f"{self._related.to}:{','.join(key.tag for key in keys)}"
        if not any(key.by_arguments for key in keys):
            tag = cursor.tag(order)
            return lambda _: tag

        def tag_of(arguments: Mapping[str, Any]) -> str:
            on = {name: arguments[name] for name in ARGUMENTS_OF_KEYS if arguments.get(name) is not None}
            return cursor.tag(f"{order}{on!r}")

        return tag_of

    def _tag(self, keys: list[Key]) -> str:
        """The Python expression of the tag."""
        tag_of = self._tag_function(keys)
        if any(key.by_arguments for key in keys):
            return f"c[{self._context.shape_value(self._field.arguments, tag_of)}]"
        return repr(tag_of({}))

    def _skip(self) -> str:
        offset = self._field.arguments.get("offset")
        if offset is None:
            return ""
        check = between_0_and(MAX_OFFSET, "offset", "use `after` to go farther")
        return f" SKIP {self._context.parameter(offset, check)}"

    def _starts_later(self, backward: bool) -> str:
        """The Python expression for whether there are rows on the side where the page starts."""
        arguments = self._field.arguments
        if backward:
            return repr(arguments.get("before") is not None)
        if arguments.get("after") is not None:
            return "True"
        offset = arguments.get("offset")
        return "False" if offset is None else f"c[{self._context.shape_value(offset)}] > 0"

    def _part(
        self, part: Field, rows: Rows, keys: list[Key], tag: str, around: Row
    ) -> Output | Edges | PageInfo:
        match part.name:
            case "edges":
                return self._edges(part, rows, keys, tag)
            case "pageInfo":
                names = {f.response_name: f.name for f in self._below.within(part, "PageInfo")}
                slot = self._cursor_slot(keys) if any(name in CURSORS for name in names.values()) else None
                return PageInfo(names, slot, tag)
            case "totalCount":
                count, work = self._count()
                return replace(leaf(part.type, [around.slot(count)]), work=work)
            case "__typename":
                return Constant(self._below.type_name)
        assert self._related.summary is not None
        assert self._parent is not None
        summary = properties_of(self._related.summary)
        return self._writer.field(summary, self._parent, self._below, part, around)

    def _cursor_slot(self, keys: list[Key]) -> int:
        return self._row.slot(f"[{', '.join(key.cursor_value for key in keys)}]")

    def _edges(self, part: Field, rows: Rows, keys: list[Key], tag: str) -> Edges:
        below = self._below.within(part, part.type_name)
        fields: dict[str, Output] = {}
        for field in below:
            match field.name:
                case "node":
                    output = self._writer.target(self._related, rows.node, below, field, self._row)
                case "cursor":
                    output = Cursor(self._cursor_slot(keys), tag)
                case "__typename":
                    output = Constant(below.type_name)
                case "searchScore":
                    output = leaf(field.type, [self._row.slot(rows.score or "null")])
                case _:
                    assert self._related.edge is not None
                    assert rows.edge is not None
                    edge = properties_of(self._related.edge)
                    output = self._writer.field(edge, rows.edge, below, field, self._row)
            fields[field.response_name] = output
        return Edges(Object(below.type_name, fields, counts=False))

    def _count(self) -> tuple[str, Work]:
        if isinstance(self._related.source, FromParent):
            return f"size({self._parent}.{self._related.source.name})", NOTHING
        related, field, context = self._related, self._field, self._context
        rows = by_required(related, bind(related, self._parent, field, context), field, context)
        return rows.count, rows.count_work
