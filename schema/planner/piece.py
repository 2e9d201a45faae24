"""One part of a plan: what Cypher returns for it, and how that becomes the client's value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Shape = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """`expression` is Cypher; `shape` takes its value and gives the value that GraphQL completes.

    A shape may give an exception instead: it becomes the error of that field, at its path.
    """

    expression: str
    shape: Shape


def constant(value: Any) -> Piece:
    """A value that needs nothing from the graph."""
    return Piece("null", lambda _: value)


def record(pieces: dict[str, Piece]) -> Piece:
    """An object: a list of values in Cypher, a dict by response name in Python, None for null."""
    shapes = [(name, piece.shape) for name, piece in pieces.items()]

    def shape(row: list[Any] | None) -> dict[str, Any] | None:
        if row is None:
            return None
        return {name: part(value) for (name, part), value in zip(shapes, row, strict=True)}

    return Piece(f"[{', '.join(piece.expression for piece in pieces.values())}]", shape)
