"""Rows: the clauses that bind each row of a related type, their order, and the place behind a cursor."""

from __future__ import annotations

from typing import NamedTuple

from schema.declare import By, Column, Direction, Label, Related, Relationship, Shape
from schema.planner import cursor
from schema.planner.scope import Scope
from schema.planner.selection import Field

ARROWS = {Direction.OUT: ("-", "->"), Direction.IN: ("<-", "-"), Direction.BOTH: ("-", "-")}


class Rows(NamedTuple):
    """Clauses that bind each row to `node`, and the relationship that leads to it to `edge`."""

    clauses: str
    node: str
    edge: str | None

    def key(self, by: By) -> str:
        """The expression of one key of an order."""
        return f"{self.edge if by.edge else self.node}.{by.name}"

    def keys(self, order: tuple[By, ...]) -> str:
        """The list of all keys of an order: what a cursor holds."""
        return f"[{', '.join(self.key(by) for by in order)}]"

    def ordered(self, order: tuple[By, ...]) -> str:
        """The ORDER BY of an order; nothing where rows keep the order in which they come."""
        keys = ", ".join(f"{self.key(by)}{' DESC' if by.descending else ''}" for by in order)
        return f" ORDER BY {keys}" if keys else ""

    def behind(self, text: str | None, order: tuple[By, ...], scope: Scope) -> str:
        """The predicate for rows behind a cursor. Raises BadCursor."""
        if text is None:
            return ""
        arms, equal = [], ""
        for by, value in zip(order, cursor.decode(text, order), strict=True):
            parameter = scope.parameter(value)
            arms.append(f"{equal}{self.key(by)} {'<' if by.descending else '>'} {parameter}")
            equal += f"{self.key(by)} = {parameter} AND "
        return f" WHERE ({' OR '.join(arms)})"


def bind(related: Related, parent: str | None, field: Field, scope: Scope) -> Rows:
    """The rows that a declaration reaches from the variable `parent` (None: from the root)."""
    node = scope.fresh("n")
    match related.source:
        case Label(label):
            key = field.arguments.get("key")
            by_key = f" {{key: {scope.parameter(key)}}}" if key is not None else ""
            return Rows(f"MATCH ({node}:{label}{by_key})", node, None)
        case Relationship(kind, direction):
            edge = scope.fresh("r")
            left, right = ARROWS[direction]
            # The target's label is implied by the type of relationship: naming it would cost a look-up a row.
            return Rows(f"MATCH ({parent}){left}[{edge}:{kind}]{right}({node})", node, edge)
        case Column(name) if related.shape is Shape.ONE:
            return Rows(f"WITH {parent}.{name} AS {node} WHERE {node} IS NOT NULL", node, None)
        case Column(name):
            return Rows(f"UNWIND {parent}.{name} AS {node}", node, None)
    raise AssertionError(f"{field.name}: {related.source} has no rows of its own")
