"""What is selected on a type, with fragments, type conditions, @skip and @include resolved.

GraphQL-core's own collection does the work, so that merging is exactly as in its execution. It is
internal there: this file is the only one that knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values

from schema.planner.operation import Operation


@dataclass(frozen=True, slots=True)
class Field:
    """One response name: the field, its coerced arguments, and the nodes that were merged into it."""

    response_name: str
    name: str
    arguments: dict[str, Any]
    details: list[FieldDetails]


@dataclass(frozen=True, slots=True)
class Selection:
    """The fields that are selected on one concrete type, in response order."""

    schema: GraphQLSchema
    operation: Operation
    variables: VariableValues
    type_name: str
    groups: dict[str, list[FieldDetails]]

    @classmethod
    def of_operation(
        cls, schema: GraphQLSchema, operation: Operation, variables: VariableValues
    ) -> Selection:
        """The selection of the operation on its root type."""
        root = schema.get_root_type(operation.definition.operation)
        assert root is not None
        collected = collect_fields(schema, operation.fragments, variables, root, operation.definition)
        return cls(schema, operation, variables, root.name, collected.grouped_field_set)

    def within(self, field: Field, type_name: str) -> Selection:
        """The selection below `field`, whose value is of this concrete type."""
        collected = collect_subfields(
            self.schema,
            self.operation.fragments,
            self.variables,
            self.operation.definition,
            self._type(type_name),
            field.details,
        )
        return Selection(self.schema, self.operation, self.variables, type_name, collected.grouped_field_set)

    def __iter__(self) -> Iterator[Field]:
        for response_name, details in self.groups.items():
            node: FieldNode = details[0].node
            definition = self._type(self.type_name).fields.get(node.name.value)
            yield Field(response_name, node.name.value, self._arguments(definition, details[0]), details)

    def _arguments(self, definition: GraphQLField | None, detail: FieldDetails) -> dict[str, Any]:
        if definition is None:
            return {}
        return get_argument_values(definition, detail.node, self.variables, detail.fragment_variable_values)

    def type_of(self, field: Field) -> str:
        """The name of the type of a selected field, without list and non-null."""
        name: str = get_named_type(self.output_of(field)).name
        return name

    def output_of(self, field: Field) -> GraphQLOutputType:
        """The type of a selected field."""
        output: GraphQLOutputType = self._type(self.type_name).fields[field.name].type
        return output

    def _type(self, name: str) -> GraphQLObjectType:
        found = self.schema.get_type(name)
        assert isinstance(found, GraphQLObjectType), name
        return found
