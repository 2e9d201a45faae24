"""The arguments of fields: their values while a plan is made, and where to find them when it runs again.

A plan may depend on the structure of an argument (keys of input objects, nulls, lengths of lists, booleans,
directions of a sort): all of that is in the plan's key, see `plan_key`. Every other value reaches Cypher as a
parameter, which is bound on each run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import FieldNode, GraphQLField, Undefined, VariableNode
from graphql.execution.values import VariableValues, get_argument_values

Frames = Sequence[Any]
"""The coerced arguments of each field of an operation, by the index of its frame."""

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class ArgumentValues:
    """A value within the arguments of a field; `frame` is the index of these in the frames."""

    value: Any
    frame: int
    path: tuple[str | int, ...] = ()

    def get(self, name: str) -> ArgumentValues | None:
        """The value of this name; None when it is omitted or null."""
        found = self.value.get(name)
        return None if found is None else self._below(name, found)

    def items(self) -> Iterator[tuple[str, ArgumentValues]]:
        """The fields of an input object, nulls too."""
        return ((name, self._below(name, value)) for name, value in self.value.items())

    def each(self) -> Iterator[ArgumentValues]:
        """The items of a list."""
        return (self._below(index, value) for index, value in enumerate(self.value))

    def _below(self, step: str | int, value: Any) -> ArgumentValues:
        return ArgumentValues(value, self.frame, (*self.path, step))


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that is bound each time a plan runs."""

    frame: int
    path: tuple[str | int, ...]
    convert: Convert | None

    def bind(self, frames: Frames) -> Any:
        """The value. Raises what `convert` raises: InvalidInput, BadCursor."""
        value = frames[self.frame]
        for step in self.path:
            value = value[step]
        return value if self.convert is None else self.convert(value)


class Frame:
    """Coerces the arguments of one field. `fixed` are arguments without a variable, else None."""

    __slots__ = ("_definition", "_node", "_variables", "fixed")

    def __init__(self, definition: GraphQLField, node: FieldNode) -> None:
        self._definition, self._node = definition, node
        fixed = not any(_has_variable(argument.value) for argument in node.arguments or ())
        self.fixed: Any = get_argument_values(definition, node) if fixed else None
        self._variables = None if fixed else _variable_by_argument(definition, node)

    def arguments(self, variables: VariableValues) -> Any:
        """The coerced arguments for these variables."""
        if self.fixed is not None:
            return self.fixed
        if self._variables is not None:
            found = {name: variables.coerced.get(of) for name, of in self._variables.items()}
            if None not in found.values():
                return found
        return get_argument_values(self._definition, self._node, variables)


def _variable_by_argument(definition: GraphQLField, node: FieldNode) -> dict[str, str] | None:
    """The variable of each argument, where each is a variable alone and omitted ones have no default.

    For these graphql-core would coerce the same values again, which takes ten times as long.
    """
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    found = {}
    for name, argument in definition.args.items():
        value = given.get(name)
        if isinstance(value, VariableNode):
            found[argument.out_name or name] = value.name.value
        elif value is not None or argument.default is not None or argument.default_value is not Undefined:
            return None
    return found


def _has_variable(value: Any) -> bool:
    if isinstance(value, VariableNode):
        return True
    below = (
        *(getattr(value, "values", None) or ()),
        *(f.value for f in getattr(value, "fields", None) or ()),
    )
    return any(map(_has_variable, below))


NO_ARGUMENTS: Final = ArgumentValues({}, 0)
"""The arguments of a field that has none: the first of the frames."""


class Arguments:
    """Coerces the arguments of the fields of one operation, and numbers their frames from 1."""

    def __init__(self, variables: VariableValues) -> None:
        self.variables = variables
        self.frames: list[Frame] = []
        self._values: list[Any] = [NO_ARGUMENTS.value]

    def of(self, definition: GraphQLField, node: FieldNode) -> ArgumentValues:
        """The arguments of a field. Raises GraphQLError when they cannot be coerced."""
        frame = Frame(definition, node)
        values = frame.arguments(self.variables)
        self.frames.append(frame)
        self._values.append(values)
        return ArgumentValues(values, len(self.frames))

    def slot(self, values: ArgumentValues, convert: Convert | None) -> Slot:
        """A slot for a value. It is bound once now, so that a wrong value raises at its field."""
        slot = Slot(values.frame, values.path, convert)
        slot.bind(self._values)
        return slot
