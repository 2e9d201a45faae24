"""The output plan: how a row of values becomes an object of the answer, as code.

A `Row` is one list that Cypher returns. Each output reads slots of it and writes code that makes its value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from schema.planner.shape.code import Code

TYPE: Final = "@type"
"""Under this key an object of an abstract type names its type, for graphql-core; no field is spelled so."""

Slots = list[str]
"""Variables that hold the values of a row."""


class Row:
    """The expressions of a list that Cypher returns, each once."""

    def __init__(self) -> None:
        self.columns: list[str] = []

    def slot(self, expression: str) -> int:
        """The place of an expression in the list."""
        if expression in self.columns:
            return self.columns.index(expression)
        self.columns.append(expression)
        return len(self.columns) - 1

    @property
    def expression(self) -> str:
        """The list in Cypher."""
        return f"[{', '.join(self.columns)}]"


class Output(Protocol):
    """Writes statements into the code and returns the expression of its value."""

    def emit(self, code: Code, slots: Slots) -> str: ...


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is known before: `__typename`."""

    value: str

    def emit(self, code: Code, slots: Slots) -> str:
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Failed:
    """An error in the place of a value: nothing strict can hold it."""

    error: Exception

    def emit(self, code: Code, slots: Slots) -> str:
        code.require("False")
        return code.constant(self.error)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar, an enum, or a list of them.

    `test` is Python over `{}`; `read` is called with the slots' values.
    """

    slots: tuple[int, ...]
    test: str
    nullable: bool
    read: Callable[..., Any] | None = None
    needs: Mapping[str, Any] = field(default_factory=dict)

    def emit(self, code: Code, slots: Slots) -> str:
        values = [slots[slot] for slot in self.slots]
        value = values[0]
        if self.read is not None:
            value = self._converted(code, values)
        if code.strict:
            names = {name: code.constant(constant) for name, constant in self.needs.items()}
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
    """What `read` makes, or what it raised: graphql-core turns that into the field's error."""
    try:
        return read(*values)
    except Exception as error:
        return error


@dataclass(frozen=True, slots=True)
class Object:
    """An object whose values stand in the slots of the row around it."""

    type_name: str
    fields: Mapping[str, Output]
    named: bool = False

    def emit(self, code: Code, slots: Slots) -> str:
        pairs = [f"{name!r}: {output.emit(code, slots)}" for name, output in self.fields.items()]
        if self.named and not code.strict:
            pairs.append(f"{TYPE!r}: {self.type_name!r}")
        return f"{{{', '.join(pairs)}}}"


@dataclass(frozen=True, slots=True)
class Maybe:
    """At most one object: a list of none or one row."""

    slot: int
    row: Row
    of: Output
    nullable: bool

    def emit(self, code: Code, slots: Slots) -> str:
        found, value = slots[self.slot], code.fresh("o")
        if not self.nullable:
            code.require(found)
        code.line(f"{value} = None")
        with code.block(f"if {found}:"):
            inner = code.unpack(f"{found}[0]", len(self.row.columns))
            code.line(f"{value} = {self.of.emit(code, inner)}")
        return value


@dataclass(frozen=True, slots=True)
class Many:
    """A list of objects: a list of rows."""

    slot: int
    row: Row
    of: Output

    def emit(self, code: Code, slots: Slots) -> str:
        return listed(code, slots[self.slot], self.row, self.of)


def listed(code: Code, rows: str, row: Row, of: Output) -> str:
    """The list of what `of` makes of each row."""
    value, each = code.fresh("o"), code.fresh("i")
    code.line(f"{value} = []")
    with code.block(f"for {each} in {rows}:"):
        inner = code.unpack(each, len(row.columns))
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
                inner = code.unpack(f"{found}[1]", len(row.columns))
                code.line(f"{value} = {output.emit(code, inner)}")
        code.require(f"{value} is not None")
        return value
