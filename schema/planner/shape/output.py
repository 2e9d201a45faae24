"""The output plan: how a row of values becomes an object of the answer, as code.

A `Row` is one list that Cypher returns. Each output reads slots of it and writes code that makes its value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from schema.planner.shape.code import Code
from schema.planner.shape.work import NOTHING, Work

TYPE: Final = "@type"
"""The key of the type's name in an object of an abstract type, for graphql-core; not a valid field name."""

Slots = list[str]
"""Variables that hold the values of a row."""


class Row:
    """The expressions of a list that Cypher returns, each once."""

    def __init__(self) -> None:
        self._expressions: list[str] = []

    def __len__(self) -> int:
        return len(self._expressions)

    def slot(self, expression: str) -> int:
        """The position of an expression in the list."""
        if expression in self._expressions:
            return self._expressions.index(expression)
        self._expressions.append(expression)
        return len(self._expressions) - 1

    @property
    def expression(self) -> str:
        """The list in Cypher."""
        return f"[{', '.join(self._expressions)}]"


class Output(Protocol):
    """Writes statements into the code and returns the expression of its value."""

    def emit(self, code: Code, slots: Slots) -> str: ...


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the plan knows: `__typename`."""

    value: str

    def emit(self, code: Code, slots: Slots) -> str:
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Introspection:
    """`__schema` or `__type`, which graphql-core answers. `values` is the index of their number."""

    values: int

    def emit(self, code: Code, slots: Slots) -> str:
        return "None"


@dataclass(frozen=True, slots=True)
class Failed:
    """An error instead of a value. A strict function returns None for it."""

    error: Exception

    def emit(self, code: Code, slots: Slots) -> str:
        code.require("False")
        return code.constant(self.error)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar, an enum, or a list of them.

    `test` is a Python expression over `{0}` and the names of `constants`; `read` is called with the values
    of the slots. `work` is that of counting, where it is a count.
    """

    slots: tuple[int, ...]
    test: str
    nullable: bool
    read: Callable[..., Any] | None = None
    constants: Mapping[str, Any] = field(default_factory=dict)
    work: Work = NOTHING

    def emit(self, code: Code, slots: Slots) -> str:
        values = [slots[slot] for slot in self.slots]
        value = values[0]
        if self.read is not None:
            value = self._converted(code, values)
        if code.strict:
            names = {name: code.constant(constant) for name, constant in self.constants.items()}
            test = self.test.format(value, **names)
            code.require(f"{value} is None or {test}" if self.nullable else test)
        return value

    def _converted(self, code: Code, values: Slots) -> str:
        value = code.fresh("x")
        read = code.constant(self.read)
        call = f"{read}({', '.join(values)})"
        if not code.strict:
            call = f"{code.constant(attempt)}({read}, {', '.join(values)})"
        alone = len(values) == 1
        code.line(f"{value} = {f'None if {values[0]} is None else ' if alone else ''}{call}")
        return value


def attempt(read: Callable[..., Any], *values: Any) -> Any:
    """What `read` returns, or the exception that it raised: graphql-core makes the field's error of it."""
    try:
        return read(*values)
    except Exception as error:
        return error


@dataclass(frozen=True, slots=True)
class Object:
    """An object whose values are in the slots of the row around it.

    With `named` it carries the name of its type, for graphql-core. `counts` says whether it counts toward the
    cost: a node or a row does, the edge around it and the parts of an aggregate do not.
    """

    type_name: str
    fields: Mapping[str, Output]
    named: bool = False
    counts: bool = True

    def emit(self, code: Code, slots: Slots) -> str:
        pairs = [f"{name!r}: {output.emit(code, slots)}" for name, output in self.fields.items()]
        if self.named and not code.strict:
            pairs.append(f"{TYPE!r}: {self.type_name!r}")
        return f"{{{', '.join(pairs)}}}"


@dataclass(frozen=True, slots=True)
class Maybe:
    """At most one object: a list of zero or one rows.

    `unpaged_size` is the index of the shape value that bounds each unpaged list within, see `cost`. `work` is
    that of finding it.
    """

    slot: int
    row: Row
    of: Output
    nullable: bool
    unpaged_size: int | None = None
    work: Work = NOTHING

    def emit(self, code: Code, slots: Slots) -> str:
        found, value = slots[self.slot], code.fresh("o")
        if not self.nullable:
            code.require(found)
        code.line(f"{value} = None")
        with code.block(f"if {found}:"):
            inner = code.unpack(f"{found}[0]", len(self.row))
            code.line(f"{value} = {self.of.emit(code, inner)}")
        return value


@dataclass(frozen=True, slots=True)
class Many:
    """A list of objects: a list of rows.

    `size` is the index of the shape value that bounds its length. Without one the list is a single row or,
    where it is `unpaged`, as long as what is around it says. `work` is that of finding its rows.
    """

    slot: int
    row: Row
    of: Output
    size: int | None = None
    unpaged: bool = False
    work: Work = NOTHING

    def emit(self, code: Code, slots: Slots) -> str:
        return listed(code, slots[self.slot], self.row, self.of)


def listed(code: Code, rows: str, row: Row, of: Output) -> str:
    """Writes the loop that makes the list of `of` over the rows, and returns its variable."""
    value, each = code.fresh("o"), code.fresh("i")
    code.line(f"{value} = []")
    with code.block(f"for {each} in {rows}:"):
        inner = code.unpack(each, len(row))
        code.line(f"{value}.append({of.emit(code, inner)})")
    return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A node of one of several types: a list that begins with the type's name, then its row."""

    slot: int
    arms: Mapping[str, tuple[Row, Output]]

    def emit(self, code: Code, slots: Slots) -> str:
        found, value = slots[self.slot], code.fresh("o")
        code.line(f"{value} = None")
        for number, (name, (row, output)) in enumerate(self.arms.items()):
            with code.block(f"{'el' if number else ''}if {found}[0] == {name!r}:"):
                inner = code.unpack(f"{found}[1]", len(row))
                code.line(f"{value} = {output.emit(code, inner)}")
        code.require(f"{value} is not None")
        return value
