"""From declarations to a Strawberry schema: types, filters, sorts, aggregates, connections, descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import strawberry
from graphql import GraphQLObjectType, GraphQLSchema, build_schema, is_input_object_type
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from schema.build.aggregates import Aggregates
from schema.build.filters import Filters, edge_name
from schema.build.module import Module
from schema.build.outputs import SUBSCRIPTION, Outputs
from schema.build.sorts import Sorts
from schema.declare import Declaration, properties_of

ROOTS = ("Query", "Mutation", SUBSCRIPTION)


@dataclass(frozen=True, slots=True)
class Model:
    """The schema in the forms that its users need.

    `declarations` are for the planner, by type name. `executable` validates documents and completes values;
    it has no resolvers. `strawberry` is the schema from which it is made, and prints SDL.
    """

    declarations: Mapping[str, Declaration]
    strawberry: strawberry.Schema
    executable: GraphQLSchema

    @property
    def sdl(self) -> str:
        """The schema definition language, as `/schema.graphql` and the committed file have it."""
        return self.strawberry.as_str() + "\n"


def build(
    declarations: Iterable[Declaration],
    scalars: Mapping[object, ScalarDefinition],
    module_name: str = "schema.generated",
) -> Model:
    """Builds the schema. One of the declarations is named `Query`."""
    declared = {d.name: d for d in declarations}
    module = Module(module_name)
    _inputs(module, declared)
    outputs = Outputs(module, declared)
    made = {name: outputs.of_type(declaration) for name, declaration in declared.items()}
    query, mutation, subscription = (made.pop(root, None) for root in ROOTS)
    schema = strawberry.Schema(
        query,
        mutation,
        subscription,
        types=list(made.values()),
        config=StrawberryConfig(scalar_map=dict(scalars)),
    )
    return Model(declared, schema, _executable(schema.as_str()))


def _executable(sdl: str) -> GraphQLSchema:
    """The schema without resolvers, except for `__Type.isOneOf`.

    All schemas of a process share the introspection types. Strawberry sets a resolver of its own there, which
    returns false for types that it did not make.
    """
    schema = build_schema(sdl)
    introspected = schema.type_map["__Type"]
    assert isinstance(introspected, GraphQLObjectType)
    introspected.fields["isOneOf"].resolve = _is_one_of
    return schema


def _is_one_of(type_: Any, _: Any) -> bool | None:
    return type_.is_one_of if is_input_object_type(type_) else None


def _inputs(module: Module, declared: Mapping[str, Declaration]) -> None:
    filters, sorts, aggregates = Filters(module), Sorts(module), Aggregates(module)
    for declaration in declared.values():
        if declaration.label:
            filters.of_type(declaration)
            sorts.of_type(declaration)
            aggregates.of_type(declaration)
        for field, related in declaration.related.items():
            if related.edge is not None and related.queryable:
                edge = properties_of(related.edge)
                filters.of_edge_properties(edge)
                filters.of_edge(edge_name(declaration.name, field, related), related.to, edge)
                sorts.of_edge(declaration.name, field, related, edge)
