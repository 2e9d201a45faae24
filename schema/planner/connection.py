"""Connections: one page of rows with their cursor keys, and the totals that were asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from schema.declare import By, Column, Declaration, Related
from schema.planner import cursor
from schema.planner.piece import Piece, constant, record
from schema.planner.properties import find, read
from schema.planner.rows import Rows, bind
from schema.planner.scope import Scope
from schema.planner.selection import Field, Selection

Target = Callable[[Related, str, Selection, Field], Piece]
"""Writes the object of a related type that a variable holds."""


class _Page(NamedTuple):
    """What the parts of a connection are made from. A row begins with its cursor keys."""

    rows: list[list[Any]]
    more: bool
    totals: list[Any]


class _Part(Protocol):
    def __call__(self, page: _Page) -> Any: ...


class Connection:
    """Writes one connection field.

    In Cypher it is `[rows, total …]`: rows of `[keys, edge …]`, one edge for each time that `edges` is
    selected, and one total for `totalCount` and each field of the summary.
    """

    def __init__(
        self, related: Related, parent: str | None, selection: Selection, field: Field, scope: Scope
    ) -> None:
        self._related, self._parent, self._field, self._scope = related, parent, field, scope
        self._below = selection.within(field, selection.type_of(field))
        self._edges: list[str] = []
        self._totals: list[str] = []

    def piece(self, target: Target) -> Piece:
        """The piece of the connection. Raises InvalidInput, BadCursor."""
        related, scope = self._related, self._scope
        rows = bind(related, self._parent, self._field, scope)
        first = scope.first(self._field)
        behind = rows.behind(self._field.arguments.get("after"), related.order, scope)
        parts = {part.response_name: self._part(part, rows, target) for part in self._below}
        page = (
            f"COLLECT {{ {rows.clauses} WITH *{behind}{rows.ordered(related.order)} "
            f"LIMIT {scope.parameter(first + 1)} "
            f"RETURN [{', '.join([rows.keys(related.order), *self._edges])}] AS row }}"
        )

        def shape(found: list[Any]) -> dict[str, Any]:
            listed, *totals = found
            content = _Page(listed[:first], len(listed) > first, totals)
            return {name: part(content) for name, part in parts.items()}

        return Piece(f"[{', '.join([page, *self._totals])}]", shape)

    def _part(self, part: Field, rows: Rows, target: Target) -> _Part:
        match part.name:
            case "edges":
                return self._edge(part, rows, target)
            case "pageInfo":
                return self._page_info(part)
            case "totalCount":
                return self._total(Piece(self._count(), lambda value: value))
            case "__typename":
                return lambda page: self._below.type_name
        assert self._related.summary is not None
        assert self._parent is not None
        prop = find(Declaration.of(self._related.summary), part.name)
        assert prop is not None
        return self._total(read(prop, part.name, self._parent))

    def _edge(self, part: Field, rows: Rows, target: Target) -> _Part:
        below = self._below.within(part, self._below.type_of(part))
        edge = record({each.response_name: self._edge_field(each, below, rows, target) for each in below})
        self._edges.append(edge.expression)
        index = len(self._edges)
        return lambda page: [edge.shape(row[index]) for row in page.rows]

    def _edge_field(self, field: Field, below: Selection, rows: Rows, target: Target) -> Piece:
        order = self._related.order
        match field.name:
            case "node":
                return target(self._related, rows.node, below, field)
            case "cursor":
                return Piece(rows.keys(order), lambda keys: cursor.encode(keys, order))
            case "__typename":
                return constant(below.type_name)
        assert self._related.edge is not None
        assert rows.edge is not None
        prop = find(Declaration.of(self._related.edge), field.name)
        assert prop is not None
        return read(prop, field.name, rows.edge)

    def _page_info(self, part: Field) -> _Part:
        asked = [(each.response_name, each.name) for each in self._below.within(part, "PageInfo")]
        behind = self._field.arguments.get("after") is not None
        order = self._related.order

        def shape(page: _Page) -> dict[str, Any]:
            values = _page_info(page, order) | {"hasPreviousPage": behind}
            return {response_name: values[name] for response_name, name in asked}

        return shape

    def _total(self, piece: Piece) -> _Part:
        index = len(self._totals)
        self._totals.append(piece.expression)
        return lambda page: piece.shape(page.totals[index])

    def _count(self) -> str:
        if isinstance(self._related.source, Column):
            return f"size({self._parent}.{self._related.source.name})"
        return f"COUNT {{ {bind(self._related, self._parent, self._field, self._scope).clauses} }}"


def _page_info(page: _Page, order: tuple[By, ...]) -> dict[str, Any]:
    return {
        "__typename": "PageInfo",
        "hasNextPage": page.more,
        "startCursor": cursor.encode(page.rows[0][0], order) if page.rows else None,
        "endCursor": cursor.encode(page.rows[-1][0], order) if page.rows else None,
    }
