"""Aggregates: counts, extremes, means and sums of rows, as a whole or in groups."""

from __future__ import annotations

from schema.build.aggregates import Group, constant_case, groups
from schema.declare import MOST_GROUPS, Property, Related
from schema.planner.cypher.context import bounded
from schema.planner.cypher.leaf import column, leaf
from schema.planner.cypher.rows import bind
from schema.planner.cypher.toolbox import Toolbox
from schema.planner.request.selection import Field, Selection
from schema.planner.shape.output import Constant, Many, Object, Output, Row

SUFFIX = "Aggregate"

FUNCTIONS = {"min": "min({})", "max": "max({})", "avg": "avg({})"}
# Neo4j's sum of nothing is 0; a sum of no known value is unknown, as the other numbers are.
SUM = "CASE WHEN count({0}) > 0 THEN toFloat(sum({0})) END"


class Aggregate:
    """Writes one `…Aggregate` field."""

    def __init__(
        self, related: Related, parent: str | None, selection: Selection, field: Field, tools: Toolbox
    ) -> None:
        # The rows are those of the connection beside it, and each counts, whatever its order.
        self._related, self._parent, self._field, self._tools = related, parent, field, tools
        self._target = tools.declarations[related.to]
        check, first = bounded("first", MOST_GROUPS, "group by less, or filter"), field.given.get("first")
        assert first is not None
        self._limit = tools.scope.parameter(first, check)
        grouped = field.given.get("groupBy") is not None
        size = (tools.scope.bound(first),) if grouped else ()
        self._below = selection.within(field, field.type_name, *size)
        tools.scope.sizes.append(self._below.sizes)
        self._made: list[str] = []

    def output(self, around: Row) -> Output:
        """The list of groups. Raises InvalidInput."""
        rows = bind(self._related, self._parent, self._field, self._tools)
        ways = groups(self._target)
        wanted = self._field.given.get("groupBy")
        asked = [] if wanted is None else [each.value for each in wanted.each()]
        names = {
            field: self._as(way.cypher.format(column(self._property(way), way.prop, rows.node)))
            for field, way in ways.items()
            if constant_case(field) in asked
        }
        row = Row()
        fields = {f.response_name: self._part(f, rows.node, names, ways, row) for f in self._below}
        by = [names[field] for field in sorted(names, key=lambda field: asked.index(constant_case(field)))]
        order = f" ORDER BY {', '.join(by)}" if by else ""
        self._as(f"count({rows.node})")  # something must be counted, or nothing is grouped
        slot = around.slot(
            f"COLLECT {{ {rows.counted} WITH {', '.join(self._made)}{order} "
            f"LIMIT {self._limit} RETURN {row.expression} AS row }}"
        )
        return Many(slot, row, Object(self._below.type_name, fields))

    def _property(self, way: Group) -> Property:
        return self._target.properties[way.prop][1]

    def _as(self, expression: str) -> str:
        """A name for an expression of the grouping."""
        name = self._tools.scope.fresh("a")
        self._made.append(f"{expression} AS {name}")
        return name

    def _part(
        self, part: Field, node: str, names: dict[str, str], ways: dict[str, Group], row: Row
    ) -> Output:
        if part.name == "__typename":
            return Constant(self._below.type_name)
        if part.name == "count":
            return leaf(part.type, [row.slot(self._as(f"count({node})"))])
        below = self._below.within(part, part.type_name)
        fields: dict[str, Output] = {}
        for field in below:
            if field.name == "__typename":
                output: Output = Constant(below.type_name)
            elif part.name == "group":
                slot = row.slot(names.get(field.name, "null"))
                output = leaf(field.type, [slot], ways[field.name].read)
            else:
                output = self._number(part.name, field, node, row)
            fields[field.response_name] = output
        return Object(below.type_name, fields)

    def _number(self, function: str, field: Field, node: str, row: Row) -> Output:
        _, prop = self._target.properties[field.name]
        stored = column(prop, field.name, node)
        if function == "sum":
            return leaf(field.type, [row.slot(self._as(SUM.format(stored)))])
        made = FUNCTIONS[function].format(stored)
        if function == "avg":
            return leaf(field.type, [row.slot(self._as(made))])
        return leaf(field.type, [row.slot(self._as(prop.form.cypher.format(made)))], prop.form.read)
