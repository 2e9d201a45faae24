"""Writes the Cypher of a selection. With its parts in this folder, the only code that builds Cypher.

It is built from declared names, generated variables (`n1`, `r2` …) and parameters (`$p3` …) alone: no text of
a client ever reaches it. An object becomes a list of values, in the order of the selection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from graphql import GraphQLError

from graph.errors import GraphError
from schema.build.outputs import SEARCH_RESULT
from schema.declare import Declaration, Related, Shape
from schema.planner.cypher.aggregate import SUFFIX, Aggregate
from schema.planner.cypher.by_id import by_id
from schema.planner.cypher.connection import Connection
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.leaf import leaf, read
from schema.planner.cypher.order import clause
from schema.planner.cypher.reads import of_statement
from schema.planner.cypher.rows import bind, order
from schema.planner.request import introspection
from schema.planner.request.selection import INTROSPECTION, Field, Selection
from schema.planner.shape import global_id
from schema.planner.shape.computed import Computed
from schema.planner.shape.output import (
    Constant,
    Failed,
    Introspection,
    Many,
    Maybe,
    Object,
    OneOf,
    Output,
    Row,
)
from schema.sources import Action, Fragment, FromParent, FromPort, Ids, Provided

DONE: Final = "done"
"""The parameter with the result of a mutation's action."""


class SelectionWriter:
    """Turns selections into outputs and the rows that they read; see the protocol `Writer`.

    `errors` are those of wrong arguments: a plan with one is good for this request only.
    """

    def __init__(self, context: PlanContext) -> None:
        self.context = context
        self.errors: list[GraphError | GraphQLError] = []

    def object(
        self, declaration: Declaration, variable: str | None, selection: Selection, row: Row
    ) -> Object:
        """A node or row of a declared type, held in `variable`; None for a root type."""
        fields = {
            field.response_name: self.field(declaration, variable, selection, field, row)
            for field in selection
        }
        return Object(declaration.name, fields)

    def field(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field, row: Row
    ) -> Output:
        """One field of a node or row: a property, or what is related to it."""
        self.context.count("fields")
        if field.name == "__typename":
            return Constant(declaration.name)
        if field.error is not None:
            return self._failed(field.error)
        if variable is not None and field.name == "id" and declaration.label:
            return leaf(field.type, [row.slot(f"{variable}.key")], _encoder(declaration.name))
        try:
            if variable is not None and field.name in declaration.properties:
                _, prop = declaration.properties[field.name]
                return read(prop, field.name, variable, field.type, row, self.context)
            if field.name in INTROSPECTION:
                values = introspection.values_of(selection, field)
                return Introspection(self.context.shape_value(field.arguments, values))
            return self._related(declaration, variable, selection, field, row)
        except (GraphError, GraphQLError) as error:  # GraphQLError: a wrong @skip or @include below it
            return self._failed(error)

    def target(self, related: Related, variable: str, selection: Selection, field: Field, row: Row) -> Output:
        """The object that `field` of `selection` leads to, held in `variable`."""
        if related.to == SEARCH_RESULT:
            return self._search_result(variable, selection, field, row)
        below = selection.within(field, related.to)
        return self.object(self.context.declarations[related.to], variable, below, row)

    def _failed(self, error: GraphError | GraphQLError) -> Failed:
        """The error of one field: the others are answered."""
        self.errors.append(error)
        return Failed(error)

    def _related(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field, row: Row
    ) -> Output:
        related = declaration.related.get(field.name) or declaration.related[field.name.removesuffix(SUFFIX)]
        self.context.permit(related, field.name)
        if related.to in self.context.declarations:  # not an interface or a union
            self.context.permit(self.context.declarations[related.to], related.to)
        if field.name not in declaration.related:
            return Aggregate(related, variable, selection, field, self.context).output(row)
        match related.source:
            case Ids():
                return by_id(selection, field, row, self)
            case Fragment() as fragment:
                return self._computed(related, fragment, variable, selection, field, row)
            case Provided() as provided:
                make = partial(provided.make, self.context.viewer)
                return self._provided(related, provided.max_rows, make, selection, field, row)
            case FromPort() as source:
                return self._provided(related, source.max_rows, source.pending, selection, field, row)
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
                return Connection(related, variable, selection, field, self).output(row)

    def _one(
        self, related: Related, variable: str | None, selection: Selection, field: Field, around: Row
    ) -> Output:
        rows, row = bind(related, variable, field, self.context), Row()
        output = self.target(related, rows.node, selection, field, row)
        slot = around.slot(f"COLLECT {{ {rows.filtered()} RETURN {row.expression} AS row LIMIT 1 }}")
        return Maybe(slot, row, output, related.nullable, work=rows.work)

    def _list(
        self, related: Related, variable: str | None, selection: Selection, field: Field, around: Row
    ) -> Output:
        size, limit = None, ""
        if not related.unpaged:
            size = self.context.page_size(field.arguments)
            limit = f" LIMIT {self.context.limit(field.arguments)}"
        rows, row = bind(related, variable, field, self.context), Row()
        keys = order(related, rows, field, self.context)
        output = self.target(related, rows.node, selection, field, row)
        slot = around.slot(
            f"COLLECT {{ {rows.filtered()} WITH *{clause(keys, backward=False)}{limit} "
            f"RETURN {row.expression} AS row }}"
        )
        return Many(slot, row, output, size, related.unpaged, rows.work)

    def _search_result(self, variable: str, selection: Selection, field: Field, around: Row) -> Output:
        """A node of one of the types with a full-text index."""
        arms: dict[str, tuple[Row, Output]] = {}
        for declaration in self.context.declarations.values():
            if declaration.text:
                row, name = Row(), declaration.name
                output = self.object(declaration, variable, selection.within(field, name), row)
                arms[name] = row, replace(output, named=True)
        cases = " ".join(
            f"WHEN {variable}:{self.context.declarations[name].label} THEN ['{name}', {row.expression}]"
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
        """The map `answer` of a statement: a row by itself, or with a list `rows`."""
        ask = self.context.parameter(field.arguments, self._ask(related, fragment, selection, field))
        this, imported = ("", "ask") if variable is None else (f", {variable} AS this", "ask, this")
        answer, row = self.context.fresh("a"), Row()
        error = row.slot(f"{answer}.error")
        unpaged_size = self.context.shape_value(field.arguments, lambda _: fragment.max_rows)
        if related.shape is Shape.ONE:
            output = self.target(related, answer, selection, field, row)
        else:
            rows = replace(related, source=FromParent("rows"))
            output = self._reached(rows, answer, selection, field, row)
        text = fragment.statement_for(self.context.viewer).body
        self.context.constants.update(fragment.parameters)
        if fragment.viewer:
            self.context.constants["viewer"] = self.context.viewer.parameter
        slot = around.slot(
            f"COLLECT {{ WITH {ask} AS ask{this} CALL ({imported}) {{\n{text}\n}} WITH answer AS {answer} "
            f"RETURN {row.expression} AS row }}"
        )
        nullable = related.shape is Shape.ONE and related.nullable
        work = of_statement(fragment.weight, field, self.context)
        return Computed(slot, row, error, fragment.fail, output, nullable, unpaged_size, work)

    def _ask(
        self, related: Related, fragment: Fragment, selection: Selection, field: Field
    ) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        """The function that makes the map `ask`; it raises Forbidden for what the caller may not ask."""
        check = None if self.context.viewer.is_staff else fragment.check_reader
        selected = {}
        if fragment.selects:
            selected = {"selected": list(self._paths(related.to, selection.within(field, related.to)))}

        def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
            if check is not None:
                check(arguments)
            return fragment.ask({**arguments, **selected})

        return ask

    def _paths(self, type_name: str, selection: Selection) -> Iterator[str]:
        """The fields of a selection and those below them: `parts.size`."""
        declaration = self.context.declarations[type_name]
        for field in selection:
            yield field.name
            if field.name in declaration.related:
                to = declaration.related[field.name].to
                yield from (f"{field.name}.{path}" for path in self._paths(to, selection.within(field, to)))

    def _provided(
        self,
        related: Related,
        most: int,
        make: Callable[[Mapping[str, Any]], Any],
        selection: Selection,
        field: Field,
        around: Row,
    ) -> Output:
        """The row that the service or a port makes, as a parameter; its lists have `most` rows at most."""
        ask = self.context.parameter(field.arguments, make)
        answer, row = self.context.fresh("a"), Row()
        max_rows = self.context.shape_value(field.arguments, lambda _: most)
        if related.shape is Shape.ONE:
            output = self.target(related, answer, selection, field, row)
        else:
            rows = replace(related, source=FromParent("rows"))
            output = self._reached(rows, answer, selection, field, row)
        slot = around.slot(f"COLLECT {{ WITH {ask} AS {answer} RETURN {row.expression} AS row }}")
        return Maybe(slot, row, output, related.nullable, max_rows)

    def _done(self, related: Related, selection: Selection, field: Field, around: Row) -> Output:
        """The result of an action, a map, with the nodes that are selected below it."""
        done, row = self.context.fresh("a"), Row()
        unpaged_size = self.context.shape_value(field.arguments, _longest)
        output = self.target(related, done, selection, field, row)
        slot = around.slot(f"COLLECT {{ WITH ${DONE} AS {done} RETURN {row.expression} AS row }}")
        return Maybe(slot, row, output, related.nullable, unpaged_size)


def _longest(arguments: Any) -> int:
    """The length of the longest list in the arguments: the lists of an action's result are no longer."""
    if isinstance(arguments, dict):
        return max(map(_longest, arguments.values()), default=1)
    return max(1, len(arguments)) if isinstance(arguments, list) else 1


def _encoder(name: str) -> Callable[[str], str]:
    return lambda key: global_id.encode(name, key)
