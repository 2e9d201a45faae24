"""Aggregates: counts, extremes, means and sums of rows, of all or of each group."""

from __future__ import annotations

from typing import Final

from schema.build.aggregates import Group, groups
from schema.declare import MAX_GROUPS, Codec, Related, constant_case
from schema.planner.cypher.context import PlanContext, between_0_and
from schema.planner.cypher.leaf import leaf, stored
from schema.planner.cypher.rows import bind
from schema.planner.request.selection import Field, Selection
from schema.planner.shape.output import Constant, Many, Object, Output, Row
from schema.planner.shape.work import Work

SUFFIX: Final = "Aggregate"

FUNCTIONS: Final = {"min": "min({})", "max": "max({})", "avg": "avg({})"}
# Neo4j's sum of nothing is 0; a sum without a known value is null, as the other numbers are.
SUM: Final = "CASE WHEN count({0}) > 0 THEN toFloat(sum({0})) END"

GROUPED: Final = 0.3
"""The work of one group or number, for each row."""


class Aggregate:
    """Writes one `…Aggregate` field, over the rows of the connection that it is named after."""

    def __init__(
        self, related: Related, parent: str | None, selection: Selection, field: Field, context: PlanContext
    ) -> None:
        self._related, self._parent, self._field, self._context = related, parent, field, context
        self._target = context.declarations[related.to]
        first = field.arguments.get("first")
        assert first is not None
        check = between_0_and(MAX_GROUPS, "first", "group by less, or filter")
        self._limit = context.parameter(first, check)
        self._group_by = field.arguments.get("groupBy")
        self._size = None if self._group_by is None else context.shape_value(first)
        self._below = selection.within(field, field.type_name)
        self._expressions: list[str] = []

    def output(self, around: Row) -> Output:
        """The list of groups. Raises InvalidInput, Forbidden."""
        rows = bind(self._related, self._parent, self._field, self._context)
        known = groups(self._target)
        wanted = [] if self._group_by is None else [each.value for each in self._group_by.each()]
        names = {
            field: self._name(group.cypher.format(self._stored(group.prop, rows.node)))
            for field, group in known.items()
            if constant_case(field) in wanted
        }
        row = Row()
        fields = {f.response_name: self._part(f, rows.node, names, known, row) for f in self._below}
        by = [
            self._codec(known[field]).sorted_by(names[field])
            for field in sorted(names, key=lambda field: wanted.index(constant_case(field)))
        ]
        order = f" ORDER BY {', '.join(by)}" if by else ""
        self._name(f"count({rows.node})")  # without an aggregating function Cypher would not group
        slot = around.slot(
            f"COLLECT {{ {rows.count_clauses} WITH {', '.join(self._expressions)}{order} "
            f"LIMIT {self._limit} RETURN {row.expression} AS row }}"
        )
        work = rows.work * Work.fixed(1 + GROUPED * len(self._expressions))
        return Many(slot, row, Object(self._below.type_name, fields), self._size, work=work)

    def _codec(self, group: Group) -> Codec:
        return self._target.properties[group.prop][1].codec

    def _stored(self, name: str, node: str) -> str:
        """The Cypher of a property to group or aggregate by. Raises Forbidden."""
        prop = self._target.properties[name][1]
        self._context.permit_comparison(prop, name)
        return stored(prop, name, node)

    def _name(self, expression: str) -> str:
        """A variable for an expression of the grouping."""
        name = self._context.fresh("a")
        self._expressions.append(f"{expression} AS {name}")
        return name

    def _part(
        self, part: Field, node: str, names: dict[str, str], known: dict[str, Group], row: Row
    ) -> Output:
        if part.name == "__typename":
            return Constant(self._below.type_name)
        if part.name == "count":
            return leaf(part.type, [row.slot(self._name(f"count({node})"))])
        below = self._below.within(part, part.type_name)
        fields: dict[str, Output] = {}
        for field in below:
            if field.name == "__typename":
                output: Output = Constant(below.type_name)
            elif part.name == "group":
                slot = row.slot(names.get(field.name, "null"))
                output = leaf(field.type, [slot], known[field.name].read)
            else:
                output = self._number(part.name, field, node, row)
            fields[field.response_name] = output
        return Object(below.type_name, fields, counts=False)

    def _number(self, function: str, field: Field, node: str, row: Row) -> Output:
        _, prop = self._target.properties[field.name]
        value = self._stored(field.name, node)
        if function == "sum":
            return leaf(field.type, [row.slot(self._name(SUM.format(value)))])
        expression = FUNCTIONS[function].format(value)
        if function == "avg":
            return leaf(field.type, [row.slot(self._name(expression))])
        return leaf(field.type, [row.slot(self._name(prop.codec.cypher.format(expression)))], prop.codec.read)
