"""Patterns of a relationship in Cypher."""

from __future__ import annotations

from schema.sources import Direction, Relationship

ARROWS = {Direction.OUT: ("-", "->"), Direction.IN: ("<-", "-"), Direction.BOTH: ("-", "-")}


def pattern(relationship: Relationship, parent: str, edge: str, node: str) -> str:
    """The pattern from the variable `parent` over `edge` to `node`.

    It has no label: the type of the relationship implies it, and Neo4j would look it up for each row.
    """
    left, right = ARROWS[relationship.direction]
    return f"({parent}){left}[{edge}:{relationship.type}]{right}({node})"
