"""The fields of the schema that an operation selects."""

from __future__ import annotations

from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails

from monitoring.request_tally import FieldUse


def field_use(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: dict[str, FragmentDetails]
) -> FieldUse:
    """The fields of a valid operation, those of its fragments too; without introspection."""
    types, found, spread = TypeInfo(schema), dict[str, bool](), set[str]()

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            parent, field = types.get_parent_type(), types.get_field_def()
            if parent is not None and field is not None and not node.name.value.startswith("__"):
                found[f"{parent.name}.{node.name.value}"] = field.deprecation_reason is not None

        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            spread.add(node.name.value)

    visitor, visited = TypeInfoVisitor(types, Fields()), set[str]()
    visit(operation, visitor)
    while new := spread - visited:
        visited |= new
        for name in new:
            visit(fragments[name].definition, visitor)
    return FieldUse(tuple(found.items()))
