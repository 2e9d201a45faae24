"""Writes the Cypher of a selection. With its parts in this folder, the only code that builds Cypher.

It is built from declared names, generated variables (`n1`, `r2` …) and parameters (`$p3` …) alone:
no text of a client ever reaches it. Every object is values of a list, in the order of the selection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from graphql import GraphQLError

from graph.errors import GraphError
from schema.build.outputs import SEARCH_RESULT
from schema.declare import Declaration, Related, Shape
from schema.planner.cypher.aggregate import SUFFIX, Aggregate
from schema.planner.cypher.by_id import by_id
from schema.planner.cypher.connection import Connection
from schema.planner.cypher.leaf import leaf, read
from schema.planner.cypher.order import clause
from schema.planner.cypher.rows import bind, order
from schema.planner.cypher.toolbox import Toolbox
from schema.planner.request.selection import Field, Selection
from schema.planner.shape import global_id
from schema.planner.shape.code import Code
from schema.planner.shape.output import Constant, Failed, Many, Maybe, Object, OneOf, Output, Row, Slots
from schema.sources import Action, Column, Fragment, Ids

DONE = "done"
"""The parameter that holds what an action has made."""
NO_ROW: Final = GraphError("A statement of cypher/field/ that always has a row gave none.")
"""Stands in the place of its answer: null without an error would say that there is nothing."""


class Writer:
    """Turns selections into an output plan and the rows that it reads.

    `errors` are those of wrong arguments: a plan that holds one is good for once only.
    """

    def __init__(self, tools: Toolbox) -> None:
        self._tools = tools
        self._declarations = tools.declarations
        self._scope = tools.scope
        self._whole: tuple[int, ...] = ()
        self.errors: list[GraphError | GraphQLError] = []

    def object(
        self, declaration: Declaration, variable: str | None, selection: Selection, row: Row
    ) -> Object:
        """A node or row of a declared type, held in `variable`; None for a root type."""
        self._scope.sizes.append(selection.sizes)
        fields = {
            field.response_name: self._field(declaration, variable, selection, field, row)
            for field in selection
            if field.name not in ("__schema", "__type")
        }
        return Object(declaration.name, fields)

    def _field(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field, row: Row
    ) -> Output:
        self._scope.count("fields")
        if field.name == "__typename":
            return Constant(declaration.name)
        if field.wrong is not None:
            return self._failed(field.wrong, selection)
        if variable is not None:
            if field.name == "id" and declaration.label:
                return leaf(field.type, [row.slot(f"{variable}.key")], _encoder(declaration.name))
            if field.name in declaration.properties:
                _, prop = declaration.properties[field.name]
                return read(prop, field.name, variable, field.type, row)
        try:
            return self._related(declaration, variable, selection, field, row)
        except (GraphError, GraphQLError) as error:  # the second of a wrong @skip or @include below it
            return self._failed(error, selection)

    def _failed(self, error: GraphError | GraphQLError, selection: Selection) -> Failed:
        """The error of one field, and of no other. It costs what an object does: it stands in each row."""
        self._scope.sizes.append(selection.sizes)
        self.errors.append(error)
        return Failed(error)

    def _related(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field, row: Row
    ) -> Output:
        related = declaration.related.get(field.name) or declaration.related[field.name.removesuffix(SUFFIX)]
        self._scope.permit(related, field.name)
        if related.to in self._declarations:  # not an interface or a union
            self._scope.permit(self._declarations[related.to], related.to)
        if field.name not in declaration.related:
            return Aggregate(related, variable, selection, field, self._tools).output(row)
        match related.source:
            case Ids():
                return by_id(self._declarations, selection, field, self._scope, row, self.object)
            case Fragment() as fragment:
                return self._computed(related, fragment, variable, selection, field, row)
            case Action():
                return self._done(related, selection, field, row)
        return self._reached(related, variable, selection, field, row)

    def _reached(
        self, related: Related, variable: str | None, selection: Selection, field: Field, row: Row
    ) -> Output:
        match related.shape:
            case Shape.ONE:
                return self._one(related, variable, selection, field, row)
            case Shape.LIST:
                return self._list(related, variable, selection, field, row)
            case Shape.CONNECTION:
                connection = Connection(related, variable, selection, field, self._tools, self._field)
                return connection.output(row, self._target)

    def _one(
        self, related: Related, variable: str | None, selection: Selection, field: Field, around: Row
    ) -> Output:
        rows, row = bind(related, variable, field, self._tools), Row()
        output = self._target(related, rows.node, selection, field, row)
        slot = around.slot(f"COLLECT {{ {rows.filtered()} RETURN {row.expression} AS row LIMIT 1 }}")
        return Maybe(slot, row, output, related.nullable)

    def _list(
        self, related: Related, variable: str | None, selection: Selection, field: Field, around: Row
    ) -> Output:
        limit = ""
        size = tuple(place for place in self._whole if place not in selection.sizes)
        if not related.whole:
            size = (self._scope.page(field.given),)
            limit = f" LIMIT {self._scope.limit(field.given)}"
        rows, row = bind(related, variable, field, self._tools), Row()
        keys = order(related, rows, field, self._tools)
        output = self._target(related, rows.node, selection, field, row, *size)
        slot = around.slot(
            f"COLLECT {{ {rows.filtered()} WITH *{clause(keys, backward=False)}{limit} "
            f"RETURN {row.expression} AS row }}"
        )
        return Many(slot, row, output)

    def _target(
        self, related: Related, variable: str, selection: Selection, field: Field, row: Row, *size: int
    ) -> Output:
        if related.to == SEARCH_RESULT:
            return self._found(variable, selection, field, row)
        below = selection.within(field, related.to, *size)
        return self.object(self._declarations[related.to], variable, below, row)

    def _found(self, variable: str, selection: Selection, field: Field, around: Row) -> Output:
        """A node of one of the types that can be searched."""
        arms: dict[str, tuple[Row, Output]] = {}
        for declaration in self._declarations.values():
            if declaration.text:
                row, name = Row(), declaration.name
                output = self.object(declaration, variable, selection.within(field, name), row)
                arms[name] = row, replace(output, named=True)
        cases = " ".join(
            f"WHEN {variable}:{self._declarations[name].label} THEN ['{name}', {row.expression}]"
            for name, (row, _) in arms.items()
        )
        return OneOf(around.slot(f"CASE {cases} END"), arms)

    def _computed(
        self,
        related: Related,
        fragment: Fragment,
        variable: str | None,
        selection: Selection,
        field: Field,
        around: Row,
    ) -> Output:
        """A fragment's map `answer`: a row by itself, or the holder of a list `rows`."""
        ask = self._scope.parameter(field.given, self._asking(fragment))
        this, imported = ("", "ask") if variable is None else (f", {variable} AS this", "ask, this")
        answer, row = self._scope.fresh("a"), Row()
        error = row.slot(f"{answer}.error")
        with self._holding(field, lambda _: fragment.most):
            if related.shape is Shape.ONE:
                output = self._target(related, answer, selection, field, row)
            else:
                output = self._reached(replace(related, source=Column("rows")), answer, selection, field, row)
        text = fragment.statement.body
        self._scope.reads_viewer |= fragment.viewer
        self._scope.constants.update(fragment.parameters)
        slot = around.slot(
            f"COLLECT {{ WITH {ask} AS ask{this} CALL ({imported}) {{\n{text}\n}} WITH answer AS {answer} "
            f"RETURN {row.expression} AS row }}"
        )
        nullable = related.shape is Shape.ONE and related.nullable
        return Computed(slot, row, error, fragment.fail, output, nullable)

    def _asking(self, fragment: Fragment) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        """What makes the map `ask`, as far as who asks may ask it."""
        if fragment.readers is None or self._scope.viewer.is_staff:
            return fragment.ask
        check = fragment.readers

        def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
            check(arguments)
            return fragment.ask(arguments)

        return ask

    @contextmanager
    def _holding(self, field: Field, most: Callable[[Any], int]) -> Iterator[None]:
        """Within, a list that is given whole holds at the most what `most` makes of the field's arguments."""
        before, self._whole = self._whole, (self._scope.bound(field.given, most),)
        try:
            yield
        finally:  # a wrong argument is the error of one field, and others follow
            self._whole = before

    def _done(self, related: Related, selection: Selection, field: Field, around: Row) -> Output:
        """What an action has made, a map, with what of the graph hangs on it."""
        made, row = self._scope.fresh("a"), Row()
        with self._holding(field, _longest):
            output = self._target(related, made, selection, field, row)
        slot = around.slot(f"COLLECT {{ WITH ${DONE} AS {made} RETURN {row.expression} AS row }}")
        return Maybe(slot, row, output, related.nullable)


@dataclass(frozen=True, slots=True)
class Computed:
    """The answer of a fragment, or the error that it gave instead; nothing where it has no row."""

    slot: int
    row: Row
    error: int
    fail: Callable[[Any], Exception] | None
    of: Output
    nullable: bool

    def emit(self, code: Code, slots: Slots) -> str:
        found, value = slots[self.slot], code.fresh("o")
        nothing = "None"
        if not self.nullable:
            code.require(found)
            nothing = code.constant(NO_ROW)
        code.line(f"{value} = {nothing}")
        with code.block(f"if {found}:"):
            inner = code.unpack(f"{found}[0]", len(self.row.columns))
            error = inner[self.error]
            code.require(f"not {error}")
            if code.strict or self.fail is None:
                code.line(f"{value} = {self.of.emit(code, inner)}")
                return value
            with code.block(f"if {error}:"):
                code.line(f"{value} = {code.constant(self.fail)}({error})")
            with code.block("else:"):
                code.line(f"{value} = {self.of.emit(code, inner)}")
        return value


def _longest(given: Any) -> int:
    """The length of the longest list in arguments: what an action makes is no longer."""
    if isinstance(given, dict):
        return max(map(_longest, given.values()), default=1)
    return max(1, len(given)) if isinstance(given, list) else 1


def _encoder(name: str) -> Callable[[str], str]:
    return lambda key: global_id.encode(name, key)
