"""What a schema changed for the clients of an earlier one: what breaks them, and what may surprise them."""

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
class Change:
    """One difference. `kind` is stable, such as `FIELD_REMOVED`; `description` names the place."""

    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Changes:
    """`breaking` makes a document of a client invalid, or an answer other than its types say.

    `dangerous` is what a client may meet that it does not know yet: an enum value, another default.
    """

    breaking: tuple[Change, ...]
    dangerous: tuple[Change, ...]


def changes(before: GraphQLSchema, after: GraphQLSchema) -> Changes:
    """What `after` changed for clients of `before`, each list in the order of kind and place."""
    found = find_schema_changes(before, after)
    breaking = {_change(c.type, c.description) for c in found if isinstance(c.type, BreakingChangeType)}
    dangerous = {_change(c.type, c.description) for c in found if isinstance(c.type, DangerousChangeType)}
    return Changes(tuple(sorted(breaking | set(_overlooked(before, after)))), tuple(sorted(dangerous)))


def _change(kind: BreakingChangeType | DangerousChangeType, description: str) -> Change:
    return Change(kind.name, description)


def _overlooked(before: GraphQLSchema, after: GraphQLSchema) -> Iterator[Change]:
    """Breaks that graphql-core 3.3 does not know: a choice of one, and a default that is gone."""
    for name, old in before.type_map.items():
        new = after.type_map.get(name)
        if isinstance(old, GraphQLInputObjectType) and isinstance(new, GraphQLInputObjectType):
            if new.is_one_of and not old.is_one_of:
                yield Change("INPUT_BECAME_ONE_OF", f"Input {name} takes exactly one of its fields.")
            yield from _newly_required(name, old.fields, new.fields)
        elif isinstance(old, _OUTPUT) and isinstance(new, _OUTPUT):
            for field in old.fields.keys() & new.fields.keys():
                yield from _newly_required(f"{name}.{field}", old.fields[field].args, new.fields[field].args)


_OUTPUT = (GraphQLObjectType, GraphQLInterfaceType)
_Inputs = Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField]


def _newly_required(place: str, old: _Inputs, new: _Inputs) -> Iterator[Change]:
    for name in old.keys() & new.keys():
        if _required(new[name]) and not _required(old[name]) and str(old[name].type) == str(new[name].type):
            yield Change("DEFAULT_REMOVED", f"{place}({name}) lost its default, so it must be given.")


def _required(given: GraphQLArgument | GraphQLInputField) -> bool:
    return (
        is_required_argument(given) if isinstance(given, GraphQLArgument) else is_required_input_field(given)
    )
