"""Arguments as given: their values while a plan is made, and the way to them when it runs again.

A plan may look at what of an argument is there (keys of input objects, nulls, lengths of lists, truth values,
directions of a sort): `steering` has all of that in the plan's key. Every other value reaches Cypher as a
parameter, which is bound anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import FieldNode, GraphQLField, Undefined, VariableNode
from graphql.execution.values import VariableValues, get_argument_values

Frames = Sequence[Any]
"""The coerced arguments of every field of an operation, by the field's place."""

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class ArgumentValues:
    """A value within the arguments of a field: `place` finds the field's arguments in the frames."""

    value: Any
    place: int
    path: tuple[str | int, ...] = ()

    def get(self, name: str) -> ArgumentValues | None:
        """What stands under a name; None when it is left out or null."""
        found = self.value.get(name)
        return None if found is None else self._below(name, found)

    def items(self) -> Iterator[tuple[str, ArgumentValues]]:
        """All that an input object holds, nulls too."""
        return ((name, self._below(name, value)) for name, value in self.value.items())

    def each(self) -> Iterator[ArgumentValues]:
        """The items of a list."""
        return (self._below(index, value) for index, value in enumerate(self.value))

    def _below(self, step: str | int, value: Any) -> ArgumentValues:
        return ArgumentValues(value, self.place, (*self.path, step))


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that is bound each time a plan runs."""

    place: int
    path: tuple[str | int, ...]
    convert: Convert | None

    def bind(self, frames: Frames) -> Any:
        """The value. Raises what `convert` raises: InvalidInput, BadCursor."""
        value = frames[self.place]
        for step in self.path:
            value = value[step]
        return value if self.convert is None else self.convert(value)


class Frame:
    """Where the arguments of one field come from; `fixed` are those in which there is no variable."""

    __slots__ = ("_definition", "_node", "_straight", "fixed")

    def __init__(self, definition: GraphQLField, node: FieldNode) -> None:
        self._definition, self._node = definition, node
        fixed = not any(_varies(argument.value) for argument in node.arguments or ())
        self.fixed: Any = get_argument_values(definition, node) if fixed else None
        self._straight = None if fixed else _straight(definition, node)

    def arguments(self, variables: VariableValues) -> Any:
        """The coerced arguments for these variables."""
        if self.fixed is not None:
            return self.fixed
        if self._straight is not None:
            found = {name: variables.coerced.get(of) for name, of in self._straight.items()}
            if None not in found.values():
                return found
        return get_argument_values(self._definition, self._node, variables)


def _straight(definition: GraphQLField, node: FieldNode) -> dict[str, str] | None:
    """Argument by variable, where each argument is a variable alone and those left out have no default.

    With such variables given, GraphQL-core's general way would come to the same, in ten times the time.
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


NO_ARGUMENTS: Final = ArgumentValues({}, 0)
"""The arguments of a field that has none; their place is before those of all frames."""


def _varies(value: Any) -> bool:
    if isinstance(value, VariableNode):
        return True
    below = (
        *(getattr(value, "values", None) or ()),
        *(f.value for f in getattr(value, "fields", None) or ()),
    )
    return any(map(_varies, below))
