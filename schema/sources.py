"""Sources: where the rows of a field come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Final, NamedTuple

from graph.statements import Statement
from graph.viewer import Viewer


class Direction(StrEnum):
    """Which way a relationship points, seen from the declaring type."""

    OUT = "OUT"
    IN = "IN"
    BOTH = "BOTH"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a statement of cypher/field/ costs Neo4j: measured on the sample graph by `python -m bench work`.

    `run` is one run, in nodes read (two database hits, or 2 µs of processor time where it computes more than
    it reads), of all arguments or by them. `planning` is what it adds to the planning of a statement, in
    milliseconds.
    """

    run: int | Callable[[Mapping[str, Any]], int]
    planning: int


LIGHT: Final = Weight(run=10, planning=20)
"""A statement that reads a few nodes."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """Rows reached by a relationship of this type.

    `index` are the properties of an index over the relationship: the key of the declaring node, then one for
    each key of the field's order. A page is then read from the index, and nothing is sorted.

    `rows` is how many a node has where it has many, the mean of the hundred nodes with most; `mean` is that
    of all nodes, where it is another. Both are of the sample graph, and weigh filters and lists.
    """

    type: str
    direction: Direction = Direction.OUT
    index: tuple[str, ...] = ()
    rows: float = 5
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class FromParent:
    """A node, a row, or a list of them that the parent row holds under a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """All nodes of a label, or the one of the argument `key` (root fields)."""

    label: str


@dataclass(frozen=True, slots=True)
class Ids:
    """Nodes of any type by the global IDs in the argument `id` or `ids`."""


@dataclass(frozen=True, slots=True)
class FullText:
    """Nodes that a search finds in the full-text indexes of all types that have one."""


@dataclass(frozen=True, slots=True)
class ByKey:
    """The node whose key is a property of the parent row."""

    label: str
    property: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A statement of cypher/field/ that computes one map `answer` from the map `ask`.

    The function `ask` makes that map of the field's coerced arguments. The rows of a list or connection are
    `answer.rows`; `fail` makes the error of an `answer.error` that is not null. With `viewer` the statement
    reads the caller's role as `$viewer`. `check_reader` checks the arguments of callers who are not staff,
    and raises Forbidden. `max_rows` is the maximum length of its unpaged lists. `parameters` are other
    values that the statement reads, the same in every request. `for_readers` is the statement of callers who
    are not staff, if it is another. With `selects` the function `ask` gets, beside the arguments,
    `selected`: the paths of the fields below that are selected, such as `parts.size`. Raises TypeError where
    a statement reads other parameters than are declared.
    """

    statement: Statement
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    fail: Callable[[Any], Exception] | None = None
    check_reader: Callable[[Mapping[str, Any]], None] | None = None
    max_rows: int = 1
    viewer: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    for_readers: Statement | None = None
    selects: bool = False
    weight: Weight = LIGHT

    def __post_init__(self) -> None:
        for each in (self.statement, self.for_readers or self.statement):
            _check_parameters(each, {*self.parameters, *(["viewer"] if self.viewer else [])})

    def statement_for(self, viewer: Viewer) -> Statement:
        """The statement that answers a caller."""
        return self.statement if viewer.is_staff else self.for_readers or self.statement


@dataclass(frozen=True, slots=True)
class Derived:
    """Nodes that a statement of cypher/field/ reaches from the parent, as if they were related to it.

    The statement reads the node `this` and the map `ask`, and ends in `RETURN node, edge`; `edge` is a map.
    With `filtered` it has the marker `true /* where */`, which the filter replaces: after `node` and `edge`
    are bound and before a LIMIT. Otherwise the filter follows the statement. With `filtered_early` it also
    has the marker `true /* where: node */` for the conditions of the filter on the node alone, to drop nodes
    sooner. `parameters` are as in Fragment, `rows` is how many it returns at most, usually. Raises TypeError
    where markers or parameters and declaration differ: a filter after a LIMIT would lose rows.
    """

    statement: Statement
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    filtered: bool = False
    filtered_early: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    rows: int = 25
    weight: Weight = LIGHT

    def __post_init__(self) -> None:
        if not self.statement.text.endswith(self.END):
            raise TypeError(f"cypher/{self.statement.name}.cypher has to end in {self.END!r}")
        _check_marker(self.statement, self.WHERE, self.filtered)
        _check_marker(self.statement, self.WHERE_NODE, self.filtered_early)
        _check_parameters(self.statement, {*self.parameters})

    END: ClassVar = "RETURN node, edge"
    WHERE: ClassVar = "true /* where */"
    WHERE_NODE: ClassVar = "true /* where: node */"


def _check_marker(statement: Statement, text: str, declared: bool) -> None:
    if (text in statement.text) is not declared:
        needed = "has to contain" if declared else "contains, which its source does not declare,"
        raise TypeError(f"cypher/{statement.name}.cypher {needed} {text!r}")


def _check_parameters(statement: Statement, declared: set[str]) -> None:
    read = set(re.findall(r"\$(\w+)", statement.text))
    for name in sorted(read ^ declared):
        needed = "reads, which its source does not declare," if name in read else "does not read"
        raise TypeError(f"cypher/{statement.name}.cypher {needed} '${name}'")


@dataclass(frozen=True, slots=True)
class Provided:
    """A row that the service makes by itself, without the graph: of the caller and the field's arguments.

    `max_rows` is the maximum length of its lists.
    """

    make: Callable[[Viewer, Mapping[str, Any]], Mapping[str, Any]]
    max_rows: int = 1


@dataclass(frozen=True, slots=True)
class FromPort:
    """A row that the port of this name finds before the statement runs, from the field's arguments.

    `check` raises InvalidInput for wrong ones. `max_rows` is the maximum length of its lists.
    """

    port: str
    check: Callable[[Mapping[str, Any]], None]
    max_rows: int = 1
    weight: Weight = LIGHT

    def pending(self, arguments: Mapping[str, Any]) -> Pending:
        """The call of the port. Raises InvalidInput."""
        self.check(arguments)
        return Pending(self.port, arguments)


class Pending(NamedTuple):
    """A parameter whose value a port finds."""

    port: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """The work of a mutation: the port of this name does it and returns the parent row.

    `rows` are the input types whose rows the port checks one by one, unknown fields included.
    """

    port: str
    rows: tuple[type, ...] = ()


Source = (
    Relationship
    | FromParent
    | Label
    | Ids
    | FullText
    | ByKey
    | Fragment
    | Derived
    | Provided
    | FromPort
    | Action
)


def out(type: str, *, rows: float = 5, mean: float | None = None) -> Relationship:
    """The nodes at the end of outgoing relationships."""
    return Relationship(type, Direction.OUT, rows=rows, mean=mean)


def into(
    type: str, *, index: tuple[str, ...] = (), rows: float = 5, mean: float | None = None
) -> Relationship:
    """The nodes at the start of incoming relationships."""
    return Relationship(type, Direction.IN, index, rows, mean)
