"""Rows of a field: the clauses that bind them, their filter, and the keys of their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from schema.declare import Related, Shape
from schema.planner.cypher import fulltext, predicate
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.key import Key
from schema.planner.cypher.order import best_first, declared, of_sort
from schema.planner.cypher.pattern import pattern
from schema.planner.cypher.reads import of_rows
from schema.planner.cypher.required import RequiredRelationship, required
from schema.planner.request.selection import Field
from schema.planner.shape.work import NOTHING, ONE, Work
from schema.sources import ByKey, Derived, FromParent, FullText, Label, Relationship

SORTED: Final = 0.5
"""The work of one key of an order, for each row that is sorted by it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Clauses that bind the row to `node`, the relationship to it to `edge` and its score to `score`.

    `tests` are predicates over them. With `indexed` the indexes of the label can give the order.
    `index_prefix` are keys with one value for all rows, with which an index begins. `work` is that of reading
    all; `stored` are nodes of a label or behind a relationship. `planning` is what they add to that,
    in milliseconds. Each row has the relationship `required`, if there is one.
    """

    clauses: str
    node: str
    edge: str | None = None
    score: str | None = None
    tests: tuple[str, ...] = ()
    indexed: bool = False
    index_prefix: tuple[Key, ...] = ()
    work: Work = NOTHING
    stored: bool = False
    planning: int = 0
    required: RequiredRelationship | None = None

    @property
    def count_clauses(self) -> str:
        """The clauses for all rows in any order; Neo4j counts a label without reading its nodes."""
        return self.filtered(*(self.not_null_guards([]) if self.tests else ()))

    @property
    def count(self) -> str:
        """The Cypher of their number."""
        count = f"COUNT {{ {self.count_clauses} }}"
        if self.required is None:
            return count
        ends = self.required.ends(self.tests)
        return f"CASE WHEN {self.required.fewer} THEN COUNT {{ {ends} }} ELSE {count} END"

    def filtered(self, *more: str) -> str:
        """The clauses with their filter and `more` predicates."""
        tests = [test for test in (*self.tests, *more) if test]
        if not tests:
            return self.clauses
        # CALL and UNWIND take no WHERE.
        with_ = "" if self.clauses.startswith("MATCH") and self.score is None else " WITH *"
        return f"{self.clauses}{with_} WHERE {' AND '.join(tests)}"

    def from_index(self, keys: list[Key]) -> bool:
        """True where an index gives all rows in this order, so that a page reads no others."""
        return bool(self.index_prefix) or (self.indexed and bool(keys) and keys[0].in_index)

    def sorted_work(self, keys: list[Key]) -> Work:
        """The work of reading all rows and, of those of a label, of sorting them."""
        return self.work * Work.fixed(1 + SORTED * len(keys)) if self.indexed else self.work

    @property
    def count_work(self) -> Work:
        """The work of counting them: little where Neo4j keeps their number."""
        return ONE if self.stored and not self.tests and self.score is None else self.work

    def not_null_guards(self, keys: list[Key]) -> list[str]:
        """Predicates that are always true and let an index give the order: the keys are not null."""
        if not self.indexed:
            return []
        present = [key.expression for key in keys if not key.nullable and not key.computed]
        return [f"{each} IS NOT NULL" for each in dict.fromkeys([*present, f"{self.node}.key"])]


def bind(related: Related, parent: str | None, field: Field, context: PlanContext) -> Rows:
    """The rows that a declaration reaches from the variable `parent`, None for the root.

    Raises InvalidInput for a wrong filter, InvalidOperation for one beyond a limit.
    """
    before = context.planning_ms
    work = of_rows(related, field, context)
    rows = _bound(related, parent, field, context)
    planning = context.planning_ms - before
    return replace(rows, work=work, stored=related.stored, planning=planning)


def _bound(related: Related, parent: str | None, field: Field, context: PlanContext) -> Rows:
    node = context.fresh("n")
    match related.source:
        case Label(label) if related.shape is Shape.ONE:
            key = field.arguments.get("key")
            assert key is not None
            current = context.declarations[related.to].current_key or str
            # In a map: Neo4j plans a statement again for texts of another order of length.
            given = context.parameter(key, lambda value: {"key": current(value)})
            return Rows(f"MATCH ({node}:{label} {{key: {given}.key}})", node)
        case Label(label):
            rows = _searched(related, None, node, field, context) or Rows(
                f"MATCH ({node}:{label})", node, indexed=True
            )
        case Relationship():
            rows = _searched(related, parent, node, field, context) or _reached(
                related, parent, node, context
            )
        case Derived() as derived:
            assert parent is not None
            return _derived(related, derived, parent, node, field, context)
        case ByKey(label, name):
            return Rows(f"MATCH ({node}:{label} {{key: {parent}.{name}}})", node)
        case FullText():
            score = context.fresh("s")
            return Rows(fulltext.call_all(field.arguments, node, score, context), node, score=score)
        case FromParent(name) if related.shape is Shape.ONE:
            return Rows(f"WITH {parent}.{name} AS {node} WHERE {node} IS NOT NULL", node)
        case FromParent(name):
            return Rows(f"UNWIND {parent}.{name} AS {node}", node)
        case other:
            raise AssertionError(f"{field.name}: {other} has no rows of its own")
    where = field.arguments.get("where")
    if where is None:
        return rows
    test = predicate.of_pair(related, where, rows.node, rows.edge or "", context)
    return rows if test is None else replace(rows, tests=(test,))


def by_required(
    related: Related, rows: Rows, field: Field, context: PlanContext, *, indexed: bool = False
) -> Rows:
    """The rows with the relationship that their filter requires, one with an index if `indexed`."""
    where = field.arguments.get("where")
    if not (rows.indexed and rows.tests and where is not None and isinstance(related.source, Label)):
        return rows
    target = context.declarations[related.to]
    found = required(target, related.source.label, where, rows.node, context, indexed=indexed)
    if found is None:
        return rows
    context.plan(rows.planning)  # the statement has the filter twice
    return replace(rows, required=found, work=rows.work * found.share)


def _searched(
    related: Related, parent: str | None, node: str, field: Field, context: PlanContext
) -> Rows | None:
    """The rows that a full-text search finds; None without a `search`."""
    search = field.arguments.get("search")
    if search is None:
        return None
    target = context.declarations[related.to]
    score = context.fresh("s")
    call = fulltext.call(target, search, parent, node, score, context)
    if not isinstance(related.source, Relationship):
        return Rows(call, node, score=score)
    assert parent is not None
    edge = context.fresh("r")
    return Rows(f"{call} MATCH {pattern(related.source, parent, edge, node)}", node, edge, score)


def _derived(
    related: Related, source: Derived, parent: str, node: str, field: Field, context: PlanContext
) -> Rows:
    """The rows of a statement, with the filter at its marker, or after the statement without a marker."""
    edge, where = context.fresh("r"), field.arguments.get("where")
    ask = context.parameter(field.arguments, source.ask)
    context.constants.update(source.parameters)
    text = source.statement.body.removesuffix(source.END)
    tests: tuple[str, ...] = ()
    if where is not None:
        if source.filtered:
            test = predicate.of_pair(related, where, "node", "edge", context)
            text = text.replace(source.WHERE, test or "true")
        elif test := predicate.of_pair(related, where, node, edge, context):
            tests = (test,)
        of_node = where if related.edge is None else where.get("node")
        if of_node is not None and source.filtered_early:
            test = predicate.of_node(context.declarations[related.to], of_node, "node", context)
            text = text.replace(source.WHERE_NODE, test or "true")
    clauses = (
        f"CALL ({parent}) {{ WITH {parent} AS this, {ask} AS ask\n{text}"
        f"RETURN node AS {node}, edge AS {edge} }}"
    )
    return Rows(clauses, node, edge, tests=tests)


def _reached(related: Related, parent: str | None, node: str, context: PlanContext) -> Rows:
    assert parent is not None
    assert isinstance(related.source, Relationship)
    # Carrying a relationship that nothing reads costs Neo4j a twentieth of a large answer.
    read = related.edge is not None or related.source.index or any(key.edge for key in related.order)
    edge = context.fresh("r") if read else None
    return Rows(f"MATCH {pattern(related.source, parent, edge or '', node)}", node, edge)


def ordered(
    related: Related, parent: str | None, field: Field, context: PlanContext
) -> tuple[Rows, list[Key]]:
    """The rows and the keys of their order, by an index where there is one. Raises InvalidInput."""
    rows = bind(related, parent, field, context)
    keys = order(related, rows, field, context)
    sort, source = field.arguments.get("sort"), related.source
    if [key.name for key in keys] == ["key"]:
        rows = by_required(related, rows, field, context, indexed=True)
    if not isinstance(source, Relationship) or not source.index or rows.score is not None:
        return rows, keys
    if sort is not None and sort.value:
        return rows, keys
    return _from_index(source, parent, rows, keys)


def _from_index(
    source: Relationship, parent: str | None, rows: Rows, keys: list[Key]
) -> tuple[Rows, list[Key]]:
    """The rows in the order of the relationship's index, so that Neo4j reads no more of them than it returns.

    It does so only with a hint, and where ORDER BY names the parent's key too. Sorting 500 requests of each
    of 100 sites took 37 ms of its time, this takes 7.
    """
    first, *rest = (f"{rows.edge}.{name}" for name in source.index)
    hint = f"USING INDEX {rows.edge}:{source.type}({', '.join(source.index)})"
    tests = (f"{first} = {parent}.key", *(f"{each} IS NOT NULL" for each in rest), *rows.tests)
    parent_key = Key(first, "", descending=keys[0].descending)
    keys = [replace(key, expression=each) for key, each in zip(keys, rest, strict=True)]
    clauses = f"{rows.clauses} {hint}"
    return replace(rows, clauses=clauses, tests=tests, index_prefix=(parent_key,)), keys


def order(related: Related, rows: Rows, field: Field, context: PlanContext) -> list[Key]:
    """The keys of the order of a field's rows. Raises InvalidInput."""
    sort = field.arguments.get("sort")
    if sort is not None and sort.value:
        return of_sort(related, sort, rows.node, rows.edge, rows.score, context)
    if rows.score is not None:
        one = context.declarations.get(related.to)
        searched = [one] if one else [each for each in context.declarations.values() if each.text]
        return best_first(searched, rows.node, rows.score)
    return declared(related, context.declarations.get(related.to), rows.node, rows.edge)
