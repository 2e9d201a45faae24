"""Patterns: how a relationship is drawn in Cypher."""

from __future__ import annotations

from schema.sources import Direction, Relationship

ARROWS = {Direction.OUT: ("-", "->"), Direction.IN: ("<-", "-"), Direction.BOTH: ("-", "-")}


def pattern(relationship: Relationship, parent: str, edge: str, node: str) -> str:
    """From the variable `parent` over `edge` to `node`.

    The target's label is implied by the type of relationship: naming it would cost a look-up a row.
    """
    left, right = ARROWS[relationship.direction]
    return f"({parent}){left}[{edge}:{relationship.type}]{right}({node})"
