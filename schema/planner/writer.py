"""Writes the Cypher of a selection. With its parts in this folder, the only code that builds Cypher.

It is built from declared names, generated variables (`n1`, `r2` …) and parameters (`$p3` …) alone:
no text of a client ever reaches it. Every object is a list of values in selection order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from graph.errors import GraphError
from schema.build import Model, camel
from schema.declare import Column, Declaration, Fragment, Related, Shape
from schema.planner import global_id
from schema.planner.by_id import by_id
from schema.planner.connection import Connection
from schema.planner.piece import Piece, constant, record
from schema.planner.properties import find, read
from schema.planner.rows import bind
from schema.planner.scope import Scope
from schema.planner.selection import Field, Selection

INTROSPECTION = ("__schema", "__type")


class Root(NamedTuple):
    """The piece of a whole operation; `asks` is False when nothing in it needs the graph."""

    piece: Piece
    asks: bool


class Writer:
    """Turns selections into pieces of one statement."""

    def __init__(self, model: Model, scope: Scope) -> None:
        self._declarations = model.declarations
        self._labels = {d.name: d for d in model.declarations.values() if d.label}
        self._scope = scope

    def root(self, selection: Selection) -> Root:
        """The piece of a root type."""
        fields = [field for field in selection if field.name not in INTROSPECTION]
        root = self._declarations[selection.type_name]
        pieces = {field.response_name: self._field(root, None, selection, field) for field in fields}
        return Root(record(pieces), any(field.name != "__typename" for field in fields))

    def object(self, declaration: Declaration, variable: str, selection: Selection) -> Piece:
        """A node or row of a declared type, held in `variable`."""
        return record({f.response_name: self._field(declaration, variable, selection, f) for f in selection})

    def _field(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field
    ) -> Piece:
        if field.name == "__typename":
            return constant(declaration.name)
        if variable is not None:
            if field.name == "id" and declaration.label:
                return Piece(f"{variable}.key", lambda key: global_id.encode(declaration.name, key))
            if prop := find(declaration, field.name):
                return read(prop, field.name, variable)
        related = next(r for name, r in declaration.related.items() if camel(name) == field.name)
        try:
            return self._related(related, variable, selection, field)
        except GraphError as error:  # a wrong argument is the error of this field alone
            return constant(error)

    def _related(self, related: Related, variable: str | None, selection: Selection, field: Field) -> Piece:
        if related.to == "Node":
            return by_id(self._labels, selection, field, self._scope, self.object)
        if isinstance(related.source, Fragment):
            return self._computed(related, related.source, variable, selection, field)
        match related.shape:
            case Shape.ONE:
                return self._one(related, variable, selection, field)
            case Shape.LIST:
                return self._list(related, variable, selection, field)
            case Shape.CONNECTION:
                return Connection(related, variable, selection, field, self._scope).piece(self._target)

    def _one(self, related: Related, variable: str | None, selection: Selection, field: Field) -> Piece:
        rows = bind(related, variable, field, self._scope)
        piece = self._target(related, rows.node, selection, field)
        return Piece(
            f"COLLECT {{ {rows.clauses} RETURN {piece.expression} AS row LIMIT 1 }}",
            lambda found: piece.shape(found[0]) if found else None,
        )

    def _list(self, related: Related, variable: str | None, selection: Selection, field: Field) -> Piece:
        rows = bind(related, variable, field, self._scope)
        piece = self._target(related, rows.node, selection, field)
        first = self._scope.parameter(self._scope.first(field))
        return Piece(
            f"COLLECT {{ {rows.clauses} WITH *{rows.ordered(related.order)} LIMIT {first} "
            f"RETURN {piece.expression} AS row }}",
            lambda found: [piece.shape(row) for row in found],
        )

    def _target(self, related: Related, variable: str, selection: Selection, field: Field) -> Piece:
        return self.object(self._declarations[related.to], variable, selection.within(field, related.to))

    def _computed(
        self,
        related: Related,
        fragment: Fragment,
        variable: str | None,
        selection: Selection,
        field: Field,
    ) -> Piece:
        """A fragment's map `answer`: a row by itself, or the holder of a list `rows`."""
        ask = self._scope.parameter(fragment.ask(field.arguments))
        this, scope = ("", "ask") if variable is None else (f", {variable} AS this", "ask, this")
        answer = self._scope.fresh("a")
        if related.shape is Shape.ONE:
            piece = self._target(related, answer, selection, field)
        else:
            piece = self._related(replace(related, source=Column("rows")), answer, selection, field)
        text = fragment.statement.text.removeprefix("CYPHER 25").strip()

        def shape(found: list[Any]) -> Any:
            error, value = found[0]
            return fragment.fail(error) if error and fragment.fail else piece.shape(value)

        return Piece(
            f"COLLECT {{ WITH {ask} AS ask{this} CALL ({scope}) {{\n{text}\n}} WITH answer AS {answer} "
            f"RETURN [{answer}.error, {piece.expression}] AS row }}",
            shape,
        )
