"""What is selected on a type, with fragments, type conditions, @skip and @include resolved.

GraphQL-core's own collection does the work, so that merging is exactly as in its execution. It is
internal there: this file is the only one that knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from schema.planner.cypher.context import PlanContext
from schema.planner.request.arguments import NO_ARGUMENTS, ArgumentValues
from schema.planner.request.operation import Operation


@dataclass(frozen=True, slots=True)
class Field:
    """One response name: the field, its arguments, its type, and the nodes that were merged into it.

    `wrong` is what is wrong with arguments that cannot be coerced: then there are none.
    """

    response_name: str
    name: str
    given: ArgumentValues
    type: GraphQLOutputType
    details: list[FieldDetails]
    wrong: GraphQLError | None = None

    @property
    def type_name(self) -> str:
        """The name of its type, without list and non-null."""
        name: str = get_named_type(self.type).name
        return name


@dataclass(frozen=True, slots=True)
class Selection:
    """The fields that are selected on one concrete type, in response order.

    `sizes` are the context's places of the page sizes around it: how often it may stand in an answer.
    """

    schema: GraphQLSchema
    operation: Operation
    variables: VariableValues
    scope: PlanContext
    type_name: str
    groups: dict[str, list[FieldDetails]]
    sizes: tuple[int, ...] = ()

    @classmethod
    def of_operation(
        cls, schema: GraphQLSchema, operation: Operation, variables: VariableValues, scope: PlanContext
    ) -> Selection:
        """The selection of the operation on its root type."""
        root = schema.get_root_type(operation.definition.operation)
        assert root is not None
        collected = collect_fields(schema, operation.fragments, variables, root, operation.definition)
        return cls(schema, operation, variables, scope, root.name, collected.grouped_field_set)

    def within(self, field: Field, type_name: str, *size: int) -> Selection:
        """The selection below `field`, whose value is of this concrete type and stands there `size` times."""
        collected = collect_subfields(
            self.schema,
            self.operation.fragments,
            self.variables,
            self.operation.definition,
            self._type(type_name),
            field.details,
        )
        return Selection(
            self.schema,
            self.operation,
            self.variables,
            self.scope,
            type_name,
            collected.grouped_field_set,
            (*self.sizes, *size),
        )

    def only(self, response_name: str) -> Selection:
        """This selection with one of its fields alone."""
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
            if name.startswith("__"):
                yield Field(response_name, name, NO_ARGUMENTS, self._type(self.type_name), details)
                continue
            definition = fields[name]
            given, wrong = NO_ARGUMENTS, None
            if definition.args:
                try:
                    given = self.scope.given(definition, node)
                except GraphQLError as error:
                    wrong = error
            yield Field(response_name, name, given, definition.type, details, wrong)

    def _type(self, name: str) -> GraphQLObjectType:
        found = self.schema.get_type(name)
        assert isinstance(found, GraphQLObjectType), name
        return found
