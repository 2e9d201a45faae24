"""Writes the Cypher of a selection. The only module that builds Cypher.

It is built from declared names, generated variables (`n1`, `r2` …) and parameters (`$p3` …) alone:
no text of a client ever reaches it. Every object is a list of values in selection order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from graph.errors import GraphError, InvalidInput
from schema.build import Model, camel
from schema.declare import (
    By,
    Column,
    Declaration,
    Direction,
    Fragment,
    Label,
    Property,
    Related,
    Relationship,
    Shape,
)
from schema.planner import cursor, global_id
from schema.planner.piece import Piece, constant, record
from schema.planner.selection import Field, Selection

ARROWS = {Direction.OUT: ("-", "->"), Direction.IN: ("<-", "-"), Direction.BOTH: ("-", "-")}


class Root(NamedTuple):
    """The piece of a whole operation; `asks` is False when nothing in it needs the graph."""

    piece: Piece
    asks: bool


class Rows(NamedTuple):
    """Clauses that bind each row of a related type to `node`, and its relationship to `edge`."""

    clauses: str
    node: str
    edge: str | None


class Writer:
    """Turns selections into pieces, collecting the parameters of the statement on the way."""

    def __init__(self, model: Model, *, max_page_size: int) -> None:
        self._model = model
        self._max = max_page_size
        self._names = 0
        self.parameters: dict[str, Any] = {}

    def root(self, selection: Selection) -> Root:
        """The piece of the query type."""
        pieces = {
            field.response_name: constant(selection.type_name)
            if field.name == "__typename"
            else self._related(self._model.declarations["Query"], None, selection, field)
            for field in selection
            if field.name not in ("__schema", "__type")
        }
        return Root(record(pieces), any(f.name[:2] != "__" for f in selection))

    def object(self, declaration: Declaration, variable: str, selection: Selection) -> Piece:
        """A node or row of a declared type, held in `variable`."""
        return record({f.response_name: self._field(declaration, variable, selection, f) for f in selection})

    def _field(self, declaration: Declaration, variable: str, selection: Selection, field: Field) -> Piece:
        if field.name == "__typename":
            return constant(declaration.name)
        if field.name == "id" and declaration.label:
            return Piece(f"{variable}.key", lambda key: global_id.encode(declaration.name, key))
        if prop := _property(declaration, field.name):
            return _read(prop, field.name, variable)
        return self._related(declaration, variable, selection, field)

    def _related(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field
    ) -> Piece:
        related = next(r for name, r in declaration.related.items() if camel(name) == field.name)
        try:
            if related.to == "Node":
                return self._by_id(selection, field)
            if isinstance(related.source, Fragment):
                return self._computed(related.source, related, variable, selection, field)
            match related.shape:
                case Shape.ONE:
                    return self._one(related, variable, selection, field)
                case Shape.LIST:
                    return self._list(related, variable, selection, field)
                case Shape.CONNECTION:
                    return self._connection(related, variable, selection, field)
        except GraphError as error:
            return constant(error)

    # One, many, pages -----------------------------------------------------------------------------

    def _one(self, related: Related, variable: str | None, selection: Selection, field: Field) -> Piece:
        rows = self._rows(related, variable, field)
        piece = self._target(related, rows.node, selection, field)
        return Piece(
            f"COLLECT {{ {rows.clauses} RETURN {piece.expression} AS row LIMIT 1 }}",
            lambda found: piece.shape(found[0]) if found else None,
        )

    def _list(self, related: Related, variable: str | None, selection: Selection, field: Field) -> Piece:
        rows = self._rows(related, variable, field)
        piece = self._target(related, rows.node, selection, field)
        first = self.parameter(self._first(field))
        return Piece(
            f"COLLECT {{ {rows.clauses} WITH *{_ordered(related.order, rows)} LIMIT {first} "
            f"RETURN {piece.expression} AS row }}",
            lambda found: [piece.shape(row) for row in found],
        )

    def _connection(
        self, related: Related, variable: str | None, selection: Selection, field: Field, summary: str = ""
    ) -> Piece:
        rows = self._rows(related, variable, field)
        below = selection.within(field, self._type_of(selection, field))
        first = self._first(field)
        keys = [_key(by, rows) for by in related.order]
        after = self._after(field, related.order, keys)
        parts: dict[str, Piece] = {}
        columns: list[str] = []
        totals: list[str] = []
        for part in below:
            if part.name == "edges":
                edge = self._edge(related, rows, below, part)
                columns.append(edge.expression)
                parts[part.response_name] = Piece("", _edges(len(columns), edge.shape))
            elif part.name == "pageInfo":
                parts[part.response_name] = Piece("", _page_info(below, part, field, related.order))
            elif part.name == "totalCount":
                totals.append(self._count(related, variable, field))
                parts[part.response_name] = Piece("", _total(len(totals), lambda value: value))
            elif part.name == "__typename":
                parts[part.response_name] = Piece("", _const(below.type_name))
            else:
                assert related.summary is not None
                prop = _property(Declaration.of(related.summary), part.name)
                assert prop is not None
                piece = _read(prop, part.name, summary)
                totals.append(piece.expression)
                parts[part.response_name] = Piece("", _total(len(totals), piece.shape))
        limit = self.parameter(first + 1)
        values = ", ".join(f"[{', '.join(keys)}]" if not i else c for i, c in enumerate(["", *columns]))
        page = (
            f"COLLECT {{ {rows.clauses} WITH *{after}{_ordered(related.order, rows)} LIMIT {limit} "
            f"RETURN [{values}] AS row }}"
        )

        def shape(found: list[Any]) -> dict[str, Any]:
            listed = found[0]
            content = _Page(listed[:first], len(listed) > first, found, related.order)
            return {name: piece.shape(content) for name, piece in parts.items()}

        return Piece(f"[{', '.join([page, *totals])}]", shape)

    def _edge(self, related: Related, rows: Rows, selection: Selection, field: Field) -> Piece:
        """One edge: the node, the cursor (made in Python from the row's keys), relationship properties."""
        below = selection.within(field, self._type_of(selection, field))
        parts: dict[str, Piece] = {}
        for part in below:
            if part.name == "node":
                parts[part.response_name] = self._target(related, rows.node, below, part)
            elif part.name == "cursor":
                keys = ", ".join(_key(by, rows) for by in related.order)
                parts[part.response_name] = Piece(
                    f"[{keys}]", lambda values: cursor.encode(values, related.order)
                )
            elif part.name == "__typename":
                parts[part.response_name] = constant(below.type_name)
            else:
                assert related.edge is not None
                assert rows.edge is not None
                prop = _property(Declaration.of(related.edge), part.name)
                assert prop is not None
                parts[part.response_name] = _read(prop, part.name, rows.edge)
        return record(parts)

    def _target(self, related: Related, variable: str, selection: Selection, field: Field) -> Piece:
        declaration = self._model.declarations[related.to]
        return self.object(declaration, variable, selection.within(field, related.to))

    def _count(self, related: Related, variable: str | None, field: Field) -> str:
        if isinstance(related.source, Column):
            return f"size({variable}.{related.source.name})"
        return f"COUNT {{ {self._rows(related, variable, field).clauses} }}"

    # Computed by a fragment -----------------------------------------------------------------------

    def _computed(
        self, fragment: Fragment, related: Related, variable: str | None, selection: Selection, field: Field
    ) -> Piece:
        """A fragment's map `answer`: a row by itself, or the holder of `rows`."""
        ask = self.parameter(fragment.ask(field.arguments))
        this = f", {variable} AS this" if variable else ""
        scope = "ask, this" if variable else "ask"
        answer = self._fresh("a")
        text = fragment.statement.text.removeprefix("CYPHER 25").strip()
        match related.shape:
            case Shape.ONE:
                piece = self._target(related, answer, selection, field)
            case Shape.LIST:
                piece = self._list(_held(related), answer, selection, field)
            case Shape.CONNECTION:
                piece = self._connection(_held(related), answer, selection, field, summary=answer)

        def shape(found: list[Any]) -> Any:
            error, value = found[0]
            if error and fragment.fail is not None:
                return fragment.fail(error)
            return piece.shape(value)

        return Piece(
            f"COLLECT {{ WITH {ask} AS ask{this} CALL ({scope}) {{\n{text}\n}} WITH answer AS {answer} "
            f"RETURN [{answer}.error, {piece.expression}] AS row }}",
            shape,
        )

    # Nodes of any type, by global id --------------------------------------------------------------

    def _by_id(self, selection: Selection, field: Field) -> Piece:
        asked: list[str] = field.arguments.get("ids") or [field.arguments["id"]]
        if len(asked) > self._max:
            raise InvalidInput(f"ids: at most {self._max} ids are allowed (got {len(asked)}); ask in parts.")
        wanted = [global_id.decode(one) for one in asked]
        labels = {d.name: d for d in self._model.declarations.values() if d.label}
        by_type: dict[str, list[str]] = {}
        for name, key in wanted:
            if name in labels:
                by_type.setdefault(name, []).append(key)
        found: list[tuple[str, Piece]] = []
        for name, keys in by_type.items():
            variable, key = self._fresh("n"), self._fresh("k")
            piece = self.object(labels[name], variable, selection.within(field, name))
            found.append(
                (
                    name,
                    Piece(
                        f"COLLECT {{ UNWIND {self.parameter(keys)} AS {key} "
                        f"MATCH ({variable}:{labels[name].label} {{key: {key}}}) "
                        f"RETURN [{key}, {piece.expression}] AS row }}",
                        piece.shape,
                    ),
                )
            )

        def shape(groups: list[Any]) -> Any:
            values = {
                (name, key): {"__typename": name, **piece.shape(row)}
                for (name, piece), rows in zip(found, groups, strict=True)
                for key, row in rows
            }
            items = [values.get(one) for one in wanted]
            return items if "ids" in field.arguments else items[0]

        return Piece(f"[{', '.join(piece.expression for _, piece in found)}]", shape)

    # Parts ----------------------------------------------------------------------------------------

    def _rows(self, related: Related, variable: str | None, field: Field) -> Rows:
        node = self._fresh("n")
        match related.source:
            case Label(label):
                key = field.arguments.get("key")
                by_key = f" {{key: {self.parameter(key)}}}" if key is not None else ""
                return Rows(f"MATCH ({node}:{label}{by_key})", node, None)
            case Relationship(type, direction):
                edge = self._fresh("r")
                left, right = ARROWS[direction]
                return Rows(f"MATCH ({variable}){left}[{edge}:{type}]{right}({node})", node, edge)
            case Column(name) if related.shape is Shape.ONE:
                return Rows(f"WITH {variable}.{name} AS {node} WHERE {node} IS NOT NULL", node, None)
            case Column(name):
                return Rows(f"UNWIND {variable}.{name} AS {node}", node, None)
        raise AssertionError(f"{field.name}: {related.source} has no rows of its own")

    def _first(self, field: Field) -> int:
        first: int = field.arguments["first"]
        if not 0 <= first <= self._max:
            raise InvalidInput(
                f"first: between 0 and {self._max} is allowed (got {first}); use `after` for the next page."
            )
        return first

    def _after(self, field: Field, order: tuple[By, ...], keys: list[str]) -> str:
        """The keyset predicate: behind the cursor in this order."""
        text = field.arguments.get("after")
        if text is None:
            return ""
        values = [self.parameter(value) for value in cursor.decode(text, order)]
        arms, equal = [], ""
        for by, key, value in zip(order, keys, values, strict=True):
            arms.append(f"{equal}{key} {'<' if by.descending else '>'} {value}")
            equal += f"{key} = {value} AND "
        return f" WHERE ({' OR '.join(arms)})"

    def _type_of(self, selection: Selection, field: Field) -> str:
        definition = selection.definition(field)
        return str(definition.type).strip("[]!")

    def parameter(self, value: Any) -> str:
        """A new parameter with this value: `$p0`."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def _fresh(self, prefix: str) -> str:
        self._names += 1
        return f"{prefix}{self._names}"


class _Page(NamedTuple):
    """What the parts of a connection are made from: rows begin with their cursor keys."""

    rows: list[list[Any]]
    more: bool
    found: list[Any]
    order: tuple[By, ...]


def _edges(index: int, shape: Callable[[Any], Any]) -> Callable[[_Page], Any]:
    return lambda page: [shape(row[index]) for row in page.rows]


def _total(index: int, shape: Callable[[Any], Any]) -> Callable[[_Page], Any]:
    return lambda page: shape(page.found[index])


def _const(value: Any) -> Callable[[_Page], Any]:
    return lambda _: value


def _page_info(
    below: Selection, part: Field, field: Field, order: tuple[By, ...]
) -> Callable[[_Page], dict[str, Any]]:
    asked = [(f.response_name, f.name) for f in below.within(part, "PageInfo")]

    def shape(page: _Page) -> dict[str, Any]:
        values = {
            "__typename": "PageInfo",
            "hasNextPage": page.more,
            "hasPreviousPage": field.arguments.get("after") is not None,
            "startCursor": cursor.encode(page.rows[0][0], order) if page.rows else None,
            "endCursor": cursor.encode(page.rows[-1][0], order) if page.rows else None,
        }
        return {response_name: values[name] for response_name, name in asked}

    return shape


def _held(related: Related) -> Related:
    # A fragment's list is read like any list that a column of a row holds.
    return Related(
        related.description,
        Column("rows"),
        related.to,
        related.shape,
        order=related.order,
        summary=related.summary,
    )


def _property(declaration: Declaration, name: str) -> Property | None:
    return next((p for n, (_, p) in declaration.properties.items() if camel(n) == name), None)


def _read(prop: Property, name: str, variable: str) -> Piece:
    convert = prop.convert
    if prop.needs:
        assert convert is not None
        columns = ", ".join(f"{variable}.{column}" for column in prop.needs)
        return Piece(f"[{columns}]", lambda values: convert(*values))
    expression = f"{variable}.{prop.column or name}"
    if convert is None:
        return Piece(expression, lambda value: value)
    return Piece(expression, lambda value: None if value is None else convert(value))


def _key(by: By, rows: Rows) -> str:
    return f"{rows.edge if by.edge else rows.node}.{by.name}"


def _ordered(order: tuple[By, ...], rows: Rows) -> str:
    keys = ", ".join(f"{_key(by, rows)}{' DESC' if by.descending else ''}" for by in order)
    return f" ORDER BY {keys}" if keys else ""
