"""Where the rows of a field come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from graph.statements import Statement


class Direction(StrEnum):
    """Which way a relationship points, seen from the declaring type."""

    OUT = "OUT"
    IN = "IN"
    BOTH = "BOTH"


@dataclass(frozen=True, slots=True)
class Relationship:
    """Rows reached by a relationship of this type.

    `index` names properties that an index over the relationship holds: the key of the declaring node, then
    one for each key of the field's order. A page is then read from the index, and nothing is sorted.
    """

    type: str
    direction: Direction = Direction.OUT
    index: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A node, a row, or a list of them, held in a column of the parent row."""

    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """All nodes of a label (root fields); with a `key` argument the one that it names."""

    label: str


@dataclass(frozen=True, slots=True)
class Ids:
    """Nodes of any type by the global ids in the argument `id` or `ids`."""


@dataclass(frozen=True, slots=True)
class FullText:
    """Nodes that the full-text indexes of all types with a `text` index find."""


@dataclass(frozen=True, slots=True)
class ByKey:
    """The node whose key a column of the parent row holds."""

    label: str
    column: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A statement of cypher/field/ that computes one map `answer` from the map `ask`.

    `ask` makes that map from the field's coerced arguments. The rows of a list or connection are
    `answer.rows`; an `answer.error` that is not null is handed to `fail`, which makes the error. With
    `viewer` the statement reads the caller's role as `$viewer`; `readers` looks at the arguments of callers
    who are not staff, and raises Forbidden. `most` is how many items the unpaged lists may hold.
    `parameters` are values that the statement reads besides, the same in every request. Raises TypeError
    where the statement reads other parameters than are declared.
    """

    statement: Statement
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    fail: Callable[[Any], Exception] | None = None
    readers: Callable[[Mapping[str, Any]], None] | None = None
    most: int = 1
    viewer: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        _check_parameters(self.statement, {*self.parameters, *(["viewer"] if self.viewer else [])})


@dataclass(frozen=True, slots=True)
class Derived:
    """Nodes that a statement of cypher/field/ reaches from the parent, as if they were related to it.

    The statement reads the node `this` and the map `ask`, and ends in `RETURN node, edge`; `edge` is a map.
    With `filtered` a filter is put where it says `true /* where */`, after `node` and `edge` are known and
    before it bounds their number; else the filter follows the statement. With `filtered_early` it may leave
    out nodes that cannot pass where it says `true /* where: node */`; there it gets what the filter asks of
    the node alone. `parameters` as in Fragment.
    Raises TypeError where the statement says otherwise: a filter behind a LIMIT loses rows.
    """

    statement: Statement
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    filtered: bool = False
    filtered_early: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.statement.text.endswith(self.END):
            raise TypeError(f"cypher/{self.statement.name}.cypher has to end in {self.END!r}")
        _agree(self.statement, self.WHERE, self.filtered)
        _agree(self.statement, self.WHERE_NODE, self.filtered_early)
        _check_parameters(self.statement, {*self.parameters})

    END: ClassVar = "RETURN node, edge"
    WHERE: ClassVar = "true /* where */"
    WHERE_NODE: ClassVar = "true /* where: node */"


def _agree(statement: Statement, text: str, declared: bool) -> None:
    if (text in statement.text) is not declared:
        needed = "has to contain" if declared else "contains, which its source does not declare,"
        raise TypeError(f"cypher/{statement.name}.cypher {needed} {text!r}")


def _check_parameters(statement: Statement, declared: set[str]) -> None:
    read = set(re.findall(r"\$(\w+)", statement.text))
    for name in sorted(read ^ declared):
        needed = "reads, which its source does not declare," if name in read else "does not read"
        raise TypeError(f"cypher/{statement.name}.cypher {needed} '${name}'")


@dataclass(frozen=True, slots=True)
class Action:
    """Something done before its answer is read (mutations): the port of this name makes the parent row.

    `rows` are the input types of rows that the port judges one by one, also for fields that they do not have.
    """

    port: str
    rows: tuple[type, ...] = ()


Source = Relationship | Column | Label | Ids | FullText | ByKey | Fragment | Derived | Action


def out(type: str) -> Relationship:
    """Along a relationship that points away from here."""
    return Relationship(type, Direction.OUT)


def into(type: str, *, index: tuple[str, ...] = ()) -> Relationship:
    """Along a relationship that points here."""
    return Relationship(type, Direction.IN, index)
