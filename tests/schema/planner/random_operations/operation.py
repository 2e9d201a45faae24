"""One random operation: its text, and its variables with several sets of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from random_operations.dice import Dice
from random_operations.inputs import OPERATORS, Inputs, Name, spelled

ABSENT = object()
TELLING = ("edges", "node", "cursor", "key", "count")
SIZES = [*4 * [1, 2, 3], 0, 5, 20, 101, -1]
OFTEN = {"where": 45, "sort": 70}
"""In how many of a hundred an argument is given. What is filtered much has nothing left to sort."""
WINDOW = ("first", "after", "last", "before", "offset")
WINDOWS = [
    "", "first", "last", "offset", "first offset", "first before", "last after", "after before",
    *["first after"] * 3, *["last before"] * 4,  # the way most clients go
    "first after offset", "first last", "last offset",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, what it is about, how deep its value may nest, and its default as a document has it."""

    name: str
    type: Any
    about: str
    depth: int
    default: str = ""

    def __str__(self) -> str:
        return f"${self.name}: {self.type}{self.default}"


@dataclass(slots=True)
class Operation:
    """A document with one operation. `values` are those of its first run.

    `cursors` are variables that await a cursor, by name; each with the response name of its list.
    """

    text: str = ""
    variables: list[Variable] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    names: int = 0

    def __repr__(self) -> str:
        return f"Operation({self.text!r}, {self.values!r})"


class Operations:
    """Draws operations on a schema. `without` are names of fields and arguments that it leaves out."""

    def __init__(self, schema: GraphQLSchema, inputs: Inputs, *, depth: int = 2) -> None:
        self._schema = schema
        self._inputs = inputs
        self._depth = depth

    def draw(self, dice: Dice) -> Operation:
        """A new operation."""
        made = Operation()
        assert self._schema.query_type is not None
        writer = _Writer(self._schema, self._inputs, dice, made)
        body = writer.selection(self._schema.query_type, self._depth)
        variables = ", ".join(map(str, made.variables))
        made.text = f"query Q{f'({variables})' if variables else ''} {body}{''.join(writer.fragments)}"
        return made

    def redraw(self, dice: Dice, operation: Operation) -> dict[str, Any]:
        """Other values for the variables of an operation."""
        found = {v.name: _value(self._inputs, dice, v) for v in operation.variables}
        return {name: value for name, value in found.items() if value is not ABSENT}


def _value(inputs: Inputs, dice: Dice, variable: Variable) -> Any:
    if not isinstance(variable.type, GraphQLNonNull) and dice.one_in(10):
        return ABSENT
    return inputs.draw(dice, variable.type, variable.about, variable.depth)


class _Writer:
    """Writes selections; collects fragments and variables on the way."""

    def __init__(self, schema: GraphQLSchema, inputs: Inputs, dice: Dice, made: Operation) -> None:
        self._schema, self._inputs, self._dice, self._made = schema, inputs, dice, made
        self.fragments: list[str] = []
        self._abstract_around = 0

    def selection(self, of: Any, depth: int) -> str:
        """A selection set on a type; every response name in it is new, or of a field without arguments."""
        if isinstance(of, GraphQLUnionType | GraphQLInterfaceType):
            return self._abstract(of, depth)
        names = [name for name in of.fields if name not in self._inputs.without]
        names = [name for name in names if depth > 0 or is_leaf_type(get_named_type(of.fields[name].type))]
        inner = [name for name in names if not is_leaf_type(get_named_type(of.fields[name].type))]
        root = of is self._schema.query_type
        if root:
            names = [name for name in names if "where" in of.fields[name].args] * 3 + names
        chosen = self._dice.some(self._dice.of([[*names, "__typename"], inner or names]), 1, 2)
        if not root:  # most lists are asked for their items, and items for what tells them apart
            chosen += [name for name in TELLING if name in names and not self._dice.one_in(5)]
        parts = [self._field(of, name, depth) for name in chosen]
        return f"{{ {' '.join(self._wrapped(of, parts))} }}"

    def _abstract(self, of: Any, depth: int) -> str:
        parts = ["__typename"] if isinstance(of, GraphQLUnionType) else ["__typename id"]
        self._abstract_around += 1  # types may have fields of one name and several types: each gets an alias
        for type in self._schema.get_possible_types(of):
            if self._dice.one_in(2):
                parts.append(f"... on {type.name} {self.selection(type, depth - 1)}")
        self._abstract_around -= 1
        return f"{{ {' '.join(parts)} }}"

    def _wrapped(self, of: GraphQLObjectType, parts: list[str]) -> Iterator[str]:
        for part in parts:
            match self._dice.number(0, 19):
                case 16:
                    yield f"... {self._directive()} {{ {part} }}"
                case 17:
                    yield f"... on {of.name} {{ {part} __typename }}"
                case 18:
                    name = self._fresh("F")
                    self.fragments.append(f" fragment {name} on {of.name} {{ {part} }}")
                    yield f"...{name} ...{name}"
                case 19:
                    yield f"{part} {part}"
                case _:
                    yield part

    def _field(self, of: GraphQLObjectType, name: str, depth: int) -> str:
        if name == "__typename":
            return name
        definition = of.fields[name]
        type = get_named_type(definition.type)
        response = name
        if definition.args or self._abstract_around or self._dice.one_in(4):
            response = self._fresh("f")
        alias = "" if response == name else f"{response}: "
        arguments = self._arguments(definition, response)
        directive = f" {self._directive()}" if self._dice.one_in(15) else ""
        below = "" if is_leaf_type(type) else f" {self._below(type, depth)}"
        return f"{alias}{name}{arguments}{directive}{below}"

    def _below(self, type: Any, depth: int) -> str:
        # Connections, edges and aggregates do not count as a level of their own.
        level = 0 if type.name.endswith(("Connection", "Edge", "Aggregate")) else 1
        return self.selection(type, depth - level)

    def _directive(self) -> str:
        name = self._dice.of(["skip", "include"])
        if self._dice.one_in(2):
            return f"@{name}(if: {spelled(self._dice.one_in(2))})"
        boolean = GraphQLNonNull(self._schema.type_map["Boolean"])
        value = self._dice.one_in(2)
        return f"@{name}(if: {self._variable(boolean, 'if', 0, value, default_too=False)})"

    def _arguments(self, definition: GraphQLField, response: str) -> str:
        found = {}
        for name, argument in definition.args.items():
            if name in WINDOW or name in self._inputs.without:
                continue
            if isinstance(argument.type, GraphQLNonNull) or self._dice.number(1, 100) <= OFTEN.get(name, 60):
                value = self._inputs.draw(self._dice, argument.type, name, 2)
                found[name] = self._written(value, argument.type, name, 2)
        if "first" in definition.args:
            found |= self._window(definition, response)
        return f"({', '.join(f'{name}: {text}' for name, text in found.items())})" if found else ""

    def _window(self, definition: GraphQLField, response: str) -> dict[str, str]:
        """Which part of a list: sizes are small, so that pages end."""
        if "last" not in definition.args:
            return {"first": self._size("first", definition)} if self._dice.one_in(2) else {}
        wanted = self._dice.of(WINDOWS)
        found = {}
        for name in filter(definition.args.__contains__, wanted.split()):
            if name in ("after", "before"):
                found[name] = self._variable(definition.args[name].type, name, 0, ABSENT)
                self._made.cursors[found[name][1:]] = response
            else:
                found[name] = self._size(name, definition)
        return found

    def _size(self, name: str, definition: GraphQLField) -> str:
        value = self._dice.of(SIZES)
        type = definition.args[name].type
        if self._dice.one_in(2):
            if isinstance(type, GraphQLNonNull) and self._dice.one_in(2):
                type = type.of_type  # may be null all the same: an error when it runs
            return self._variable(type, "count", 0, max(value, 0))
        return str(value)

    def _written(self, value: Any, type: Any, about: str, depth: int, *, needed: bool = False) -> str:
        """A value as a literal, as a variable, or with variables in it."""
        if self._dice.one_in(6):
            of = GraphQLNonNull(type) if needed and not isinstance(type, GraphQLNonNull) else type
            return self._variable(of, about, depth, value, default_too=not needed)
        bare = type.of_type if isinstance(type, GraphQLNonNull) else type
        if isinstance(value, dict) and isinstance(bare, GraphQLInputObjectType):
            parts = (f"{name}: {self._inner(bare, name, each, about, depth)}" for name, each in value.items())
            return f"{{{', '.join(parts)}}}"
        if isinstance(value, list):
            return f"[{', '.join(self._written(each, bare.of_type, about, depth) for each in value)}]"
        return spelled(value)

    def _inner(self, of: GraphQLInputObjectType, name: str, value: Any, about: str, depth: int) -> str:
        about = about if name in OPERATORS else name
        return self._written(value, of.fields[name].type, about, max(depth - 1, 0), needed=of.is_one_of)

    def _variable(self, type: Any, about: str, depth: int, value: Any, *, default_too: bool = True) -> str:
        name, default = self._fresh("v"), ""
        if default_too and isinstance(type, GraphQLNonNull) and value is not ABSENT and self._dice.one_in(4):
            # Behind a default a variable may be null where null may not be: an error when it runs.
            type, default = type.of_type, f" = {spelled(value)}"
            value = self._dice.of([value, None, ABSENT])
        self._made.variables.append(Variable(name, type, about, depth, default))
        if value is not ABSENT:
            self._made.values[name] = _plain(value)
        return f"${name}"

    def _fresh(self, prefix: str) -> str:
        self._made.names += 1
        return f"{prefix}{self._made.names}"


def _plain(value: Any) -> Any:
    """A value as JSON has it: members of enums are text."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Name) else value
