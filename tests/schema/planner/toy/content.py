"""What a toy graph holds: nodes and relationships in plain Python, values as GraphQL shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schema.sources import Direction, Relationship

Values = dict[str, Any]
"""By the name of the column; a place is a pair of latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a type."""

    type: str
    values: Values

    @property
    def key(self) -> str:
        """Its key, which no other node of its type has."""
        key: str = self.values["key"]
        return key


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship from the node of one key to the node of another."""

    type: str
    start: str
    end: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """A graph; keys are unique over all types."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    def of_type(self, name: str) -> list[Node]:
        """All nodes of a type."""
        return [node for node in self.nodes if node.type == name]

    def named(self, type: str, key: str) -> Node | None:
        """The node of a type that has a key."""
        return next((node for node in self.nodes if (node.type, node.key) == (type, key)), None)

    def around(self, node: Node, relationship: Relationship) -> Iterator[tuple[Node, Values]]:
        """The nodes at the other ends of a node's relationships, with what these carry."""
        keyed = {each.key: each for each in self.nodes}
        for edge in self.edges:
            if edge.type != relationship.type:
                continue
            if edge.start == node.key and relationship.direction is not Direction.IN:
                yield keyed[edge.end], edge.values
            elif edge.end == node.key and relationship.direction is not Direction.OUT:
                yield keyed[edge.start], edge.values
