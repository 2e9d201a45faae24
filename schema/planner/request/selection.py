"""The fields selected on a type, with fragments, type conditions, @skip and @include resolved.

graphql-core collects the fields, so that they merge exactly as in its execution. Its collection is internal:
this file is the only one that uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields

from schema.planner.request.arguments import NO_ARGUMENTS, Arguments, ArgumentValues
from schema.planner.request.operation import Operation

INTROSPECTION: Final = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


@dataclass(frozen=True, slots=True)
class Field:
    """A response name: the field, its arguments, its type, and the nodes that were merged into it.

    `error` says why its arguments could not be coerced; then it has none.
    """

    response_name: str
    name: str
    arguments: ArgumentValues
    type: GraphQLOutputType
    details: list[FieldDetails]
    error: GraphQLError | None = None

    @property
    def type_name(self) -> str:
        """The name of its type, without list and non-null."""
        name: str = get_named_type(self.type).name
        return name


@dataclass(frozen=True, slots=True)
class Selection:
    """The fields that are selected on one concrete type, in response order."""

    schema: GraphQLSchema
    operation: Operation
    arguments: Arguments
    type_name: str
    groups: dict[str, list[FieldDetails]]

    @classmethod
    def of_operation(cls, schema: GraphQLSchema, operation: Operation, arguments: Arguments) -> Selection:
        """The selection of the operation on its root type. Raises GraphQLError for @skip and @include."""
        root = schema.get_root_type(operation.definition.operation)
        assert root is not None
        collected = collect_fields(
            schema, operation.fragments, arguments.variables, root, operation.definition
        )
        return cls(schema, operation, arguments, root.name, collected.grouped_field_set)

    def within(self, field: Field, type_name: str) -> Selection:
        """The selection below `field` on this concrete type of its value. Raises GraphQLError."""
        collected = collect_subfields(
            self.schema,
            self.operation.fragments,
            self.arguments.variables,
            self.operation.definition,
            self._type(type_name),
            field.details,
        )
        return replace(self, type_name=type_name, groups=collected.grouped_field_set)

    def only(self, response_name: str) -> Selection:
        """The selection of one of its fields alone."""
        return replace(self, groups={response_name: self.groups[response_name]})

    @property
    def names(self) -> list[str]:
        """The names of the fields."""
        return [details[0].node.name.value for details in self.groups.values()]

    def __iter__(self) -> Iterator[Field]:
        """The fields."""
        fields = self._type(self.type_name).fields
        for response_name, details in self.groups.items():
            node: FieldNode = details[0].node
            name = node.name.value
            if name == "__typename":
                yield Field(response_name, name, NO_ARGUMENTS, GraphQLString, details)
                continue
            definition = INTROSPECTION.get(name) or fields[name]
            arguments, wrong = NO_ARGUMENTS, None
            if definition.args:
                try:
                    arguments = self.arguments.of(definition, node)
                except GraphQLError as error:
                    wrong = error
            yield Field(response_name, name, arguments, definition.type, details, wrong)

    def _type(self, name: str) -> GraphQLObjectType:
        found = self.schema.get_type(name)
        assert isinstance(found, GraphQLObjectType), name
        return found
