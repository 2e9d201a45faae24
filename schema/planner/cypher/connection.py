"""Connections: one page of rows with their cursor keys, and the totals that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from schema.declare import Declaration, Related, properties_of
from schema.planner.cypher.context import MOST_SKIPPED, bounded
from schema.planner.cypher.keyset_page import KeysetPage
from schema.planner.cypher.leaf import leaf, read
from schema.planner.cypher.order import Key
from schema.planner.cypher.rows import Rows, bind, ordered
from schema.planner.cypher.toolbox import Toolbox
from schema.planner.request.selection import Field, Selection
from schema.planner.shape import cursor
from schema.planner.shape.output import Constant, Object, Output, Row
from schema.planner.shape.page import Cursor, Edges, Page, PageInfo
from schema.sources import Column

Target = Callable[[Related, str, Selection, Field, Row], Output]
"""Writes the object of a related type that a variable holds into a row."""

Write = Callable[[Declaration, str, Selection, Field, Row], Output]
"""Writes one field of what a variable holds: a property, or what hangs on it."""

CURSORS = ("startCursor", "endCursor")
DEPENDS = ("sort", "search", "query", "input")
"""Arguments that the values of a key may depend on."""


class Connection:
    """Writes one connection field. Its page and its totals are slots of the row around it."""

    def __init__(
        self,
        related: Related,
        parent: str | None,
        selection: Selection,
        field: Field,
        tools: Toolbox,
        write: Write,
    ) -> None:
        self._related, self._parent, self._field, self._tools = related, parent, field, tools
        self._write = write
        self._size = tools.scope.page(field.given)
        self._below = selection.within(field, field.type_name, self._size)
        self._row = Row()

    def output(self, around: Row, target: Target) -> Output:
        """The page. Raises InvalidInput, BadCursor."""
        scope, given = self._tools.scope, self._field.given
        rows, keys = ordered(self._related, self._parent, self._field, self._tools)
        names = [scope.fresh("k") if key.computed else "" for key in keys]
        computed = {name: key.expression for name, key in zip(names, keys, strict=True) if name}
        keys = [replace(key, expression=name) if name else key for name, key in zip(names, keys, strict=True)]
        backward = given.get("last") is not None
        tag = self._tag(keys)
        parts = {
            part.response_name: self._part(part, rows, keys, tag, around, target) for part in self._below
        }
        peeks = any(isinstance(part, PageInfo) for part in parts.values())
        paged = peeks or any(isinstance(part, Edges) for part in parts.values())
        cursors, skip = self._cursors(keys), self._skip()  # wrong ones are refused whatever is selected
        slot, two_seeks = None, False
        if paged:
            limit = scope.limit(given, peeks=peeks)
            stretch = KeysetPage(rows, keys, computed, cursors, backward, skip, limit)
            slot, two_seeks = around.slot(stretch.collected(self._row.expression, scope)), stretch.two_seeks
        behind = self._behind(backward)
        return Page(slot, self._row, f"c[{self._size}]", behind, peeks, backward, two_seeks, parts)

    def _cursors(self, keys: list[Key]) -> dict[str, list[str]]:
        """Where the values of `after` and `before` are, of each that is given."""
        found = {}
        accepts = [key.accepts for key in keys]
        name = self._namer(keys)
        for argument in ("after", "before"):
            if self._field.given.get(argument) is None:
                continue

            def values(arguments: Mapping[str, Any], argument: str = argument) -> list[Any]:
                return cursor.decode(arguments[argument], name(arguments), accepts, argument)

            parameter = self._tools.scope.parameter(self._field.given, values)
            found[argument] = [f"{parameter}[{index}]" for index in range(len(keys))]
        return found

    def _namer(self, keys: list[Key]) -> Callable[[Mapping[str, Any]], str]:
        """Gives the name of the order: of the type, the keys, and the arguments that these depend on."""
        spelled = f"{self._related.to}:{','.join(key.spelled for key in keys)}"
        if not any(key.fixed for key in keys):
            fixed = cursor.tag(spelled)
            return lambda _: fixed

        def name(arguments: Mapping[str, Any]) -> str:
            on = {each: arguments[each] for each in DEPENDS if arguments.get(each) is not None}
            return cursor.tag(f"{spelled}{on!r}")

        return name

    def _tag(self, keys: list[Key]) -> str:
        name = self._namer(keys)
        if any(key.fixed for key in keys):
            return f"c[{self._tools.scope.bound(self._field.given, name)}]"
        return repr(name({}))

    def _skip(self) -> str:
        offset = self._field.given.get("offset")
        if offset is None:
            return ""
        check = bounded("offset", MOST_SKIPPED, "use `after` to go farther")
        return f" SKIP {self._tools.scope.parameter(offset, check)}"

    def _behind(self, backward: bool) -> str:
        given = self._field.given
        if backward:
            return repr(given.get("before") is not None)
        if given.get("after") is not None:
            return "True"
        offset = given.get("offset")
        return "False" if offset is None else f"c[{self._tools.scope.bound(offset)}] > 0"

    def _part(
        self, part: Field, rows: Rows, keys: list[Key], tag: str, around: Row, target: Target
    ) -> Output | Edges | PageInfo:
        match part.name:
            case "edges":
                return self._edge(part, rows, keys, tag, target)
            case "pageInfo":
                asked = {f.response_name: f.name for f in self._below.within(part, "PageInfo")}
                slot = self._keys(keys) if any(name in CURSORS for name in asked.values()) else None
                return PageInfo(asked, slot, tag)
            case "totalCount":
                return leaf(part.type, [around.slot(self._count())])
            case "__typename":
                return Constant(self._below.type_name)
        assert self._related.summary is not None
        assert self._parent is not None
        _, prop = properties_of(self._related.summary).properties[part.name]
        return read(prop, part.name, self._parent, part.type, around)

    def _keys(self, keys: list[Key]) -> int:
        return self._row.slot(f"[{', '.join(key.shown for key in keys)}]")

    def _edge(self, part: Field, rows: Rows, keys: list[Key], tag: str, target: Target) -> Edges:
        below = self._below.within(part, part.type_name)
        fields: dict[str, Output] = {}
        for field in below:
            match field.name:
                case "node":
                    output = target(self._related, rows.node, below, field, self._row)
                case "cursor":
                    output = Cursor(self._keys(keys), tag)
                case "__typename":
                    output = Constant(below.type_name)
                case "searchScore":
                    output = leaf(field.type, [self._row.slot(rows.score or "null")])
                case _:
                    assert self._related.edge is not None
                    assert rows.edge is not None
                    edge = properties_of(self._related.edge)
                    output = self._write(edge, rows.edge, below, field, self._row)
            fields[field.response_name] = output
        return Edges(Object(below.type_name, fields))

    def _count(self) -> str:
        if isinstance(self._related.source, Column):
            return f"size({self._parent}.{self._related.source.name})"
        return f"COUNT {{ {bind(self._related, self._parent, self._field, self._tools).counted} }}"
