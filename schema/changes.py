"""Changes between two versions of the schema that break its clients, or may surprise them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from graphql import (
    BreakingChangeType,
    DangerousChangeType,
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    find_schema_changes,
    is_required_argument,
    is_required_input_field,
)

RELEASED: Final = files("schema").joinpath("released.graphql")
"""The schema of the last release; its first line names the version."""


@dataclass(frozen=True, slots=True, order=True)
class SchemaChange:
    """One difference. `kind` is stable, such as `FIELD_REMOVED`; `description` names the place."""

    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class SchemaChanges:
    """A `breaking` change makes a client's document invalid, or an answer one of another type.

    A `dangerous` one gives a client what it does not know yet: an enum value, another default.
    """

    breaking: tuple[SchemaChange, ...]
    dangerous: tuple[SchemaChange, ...]


def schema_changes(before: GraphQLSchema, after: GraphQLSchema) -> SchemaChanges:
    """What `after` changed for clients of `before`; both lists are sorted by kind and description."""
    found = find_schema_changes(before, after)
    breaking = {_change(c.type, c.description) for c in found if isinstance(c.type, BreakingChangeType)}
    dangerous = {_change(c.type, c.description) for c in found if isinstance(c.type, DangerousChangeType)}
    return SchemaChanges(
        tuple(sorted(breaking | set(_unknown_to_core(before, after)))), tuple(sorted(dangerous))
    )


def _change(kind: BreakingChangeType | DangerousChangeType, description: str) -> SchemaChange:
    return SchemaChange(kind.name, description)


def _unknown_to_core(before: GraphQLSchema, after: GraphQLSchema) -> Iterator[SchemaChange]:
    """Breaking changes that graphql-core 3.3 does not find: a new @oneOf, and a default removed."""
    for name, old in before.type_map.items():
        new = after.type_map.get(name)
        if isinstance(old, GraphQLInputObjectType) and isinstance(new, GraphQLInputObjectType):
            if new.is_one_of and not old.is_one_of:
                yield SchemaChange("INPUT_BECAME_ONE_OF", f"Input {name} takes exactly one of its fields.")
            yield from _newly_required(name, old.fields, new.fields)
        elif isinstance(old, _OUTPUT) and isinstance(new, _OUTPUT):
            for field in old.fields.keys() & new.fields.keys():
                yield from _newly_required(f"{name}.{field}", old.fields[field].args, new.fields[field].args)


_OUTPUT = (GraphQLObjectType, GraphQLInterfaceType)
_Inputs = Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField]


def _newly_required(place: str, old: _Inputs, new: _Inputs) -> Iterator[SchemaChange]:
    for name in old.keys() & new.keys():
        if _required(new[name]) and not _required(old[name]) and str(old[name].type) == str(new[name].type):
            yield SchemaChange("DEFAULT_REMOVED", f"{place}({name}) lost its default, so it must be given.")


def _required(given: GraphQLArgument | GraphQLInputField) -> bool:
    return (
        is_required_argument(given) if isinstance(given, GraphQLArgument) else is_required_input_field(given)
    )
