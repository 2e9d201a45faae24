"""From declarations to a Strawberry schema: types, edges, connections, arguments, descriptions."""

from __future__ import annotations

import inspect
import sys
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any

import strawberry
from graphql import GraphQLSchema, build_schema, print_schema
from strawberry import relay
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from schema.declare import Declaration, Related, Shape

DEFAULT_FIRST = 20
SUBSCRIPTION = "Subscription"

FIRST = (int, "At most this many; the largest page is 100.")
AFTER = (str | None, "Continue behind this cursor.")


@strawberry.interface(description="Everything that has a global id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Global id, for `node` and for client caches.")


@dataclass(frozen=True, slots=True)
class Model:
    """The schema in the forms that its users need.

    `declarations` by type name for the planner; `executable` has no resolvers: it is the one that
    validates documents and completes values; `strawberry` is where it comes from, and prints SDL.
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
    """Builds the schema. One of the declarations is named `Query`, and one may be `Subscription`.

    The classes live in a module of their own, made here, so that they can refer to one another by name.
    """
    declared = {d.name: d for d in declarations}
    module = ModuleType(module_name, "Strawberry types made from the declarations of schema/types/.")
    module.Node = Node  # type: ignore[attr-defined]
    sys.modules[module_name] = module
    types = {d.name: _Builder(module, declared).make(d) for d in declared.values()}
    schema = strawberry.Schema(
        types["Query"],
        subscription=types.get(SUBSCRIPTION),
        types=types.values(),
        config=StrawberryConfig(scalar_map=dict(scalars)),
    )
    return Model(declared, schema, build_schema(print_schema(schema._schema)))


def camel(name: str) -> str:
    """`joined_year` → `joinedYear`: GraphQL's spelling of a field."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def connection_name(owner: str, field: str, related: Related) -> str:
    """Connections are shared by target type unless their edges or totals carry something of their own."""
    if related.edge is None and related.summary is None:
        return f"{related.to}Connection"
    return (
        f"{owner}{field.title().replace('_', '')}Connection"
        if owner != "Query"
        else f"{related.to}Connection"
    )


class _Builder:
    def __init__(self, module: ModuleType, declared: Mapping[str, Declaration]) -> None:
        self._module = module
        self._declared = declared

    def make(self, declaration: Declaration) -> type:
        namespace: dict[str, Any] = {"__annotations__": {}}
        for name, (hint, prop) in declaration.properties.items():
            namespace["__annotations__"][name] = hint
            namespace[name] = strawberry.field(description=prop.description)
        for name, related in declaration.related.items():
            namespace[name] = self._field(declaration.name, name, related)
        bases = (Node,) if declaration.label else ()
        return self._class(declaration.name, declaration.description, namespace, bases)

    def _field(self, owner: str, name: str, related: Related) -> Any:
        arguments = dict(related.arguments)
        defaults: dict[str, Any] = {}
        if related.shape is not Shape.ONE and "ids" not in arguments:
            arguments["first"] = FIRST
            defaults["first"] = DEFAULT_FIRST
        if related.shape is Shape.CONNECTION:
            self._connection(owner, name, related)
            arguments["after"] = AFTER
            defaults["after"] = strawberry.UNSET
        target = self._lazy(
            connection_name(owner, name, related) if related.shape is Shape.CONNECTION else related.to
        )
        if related.shape is Shape.LIST:
            result: Any = list[target | None] if "ids" in arguments else list[target]  # type: ignore[valid-type]
        elif related.shape is Shape.ONE and related.nullable:
            result = target | None
        else:
            result = target
        make: Any = strawberry.field
        if owner == SUBSCRIPTION:
            make, result = strawberry.subscription, AsyncGenerator[result, None]
        return make(resolver=_placeholder(name, arguments, defaults, result), description=related.description)

    def _connection(self, owner: str, name: str, related: Related) -> None:
        connection = connection_name(owner, name, related)
        if hasattr(self._module, connection):
            return
        edge = connection.removesuffix("Connection") + "Edge"
        node = self._lazy(related.to)
        edge_fields = _fields(related.edge) | {
            "node": (node, f"The {related.to} itself."),
            "cursor": (str, "Opaque position, for `after`."),
        }
        self._plain(edge, f"One {related.to} in a list.", edge_fields)
        self._plain(
            connection,
            f"A page of {related.to} items.",
            _fields(related.summary)
            | {
                "edges": (list[self._lazy(edge)], "The items of this page."),  # type: ignore[misc]
                "page_info": (relay.PageInfo, "Whether and where the list goes on."),
                "total_count": (int, "Items on all pages; counted only when asked for."),
            },
        )

    def _plain(self, name: str, description: str, fields: Mapping[str, tuple[Any, str]]) -> None:
        namespace: dict[str, Any] = {"__annotations__": {n: hint for n, (hint, _) in fields.items()}}
        namespace |= {n: strawberry.field(description=text) for n, (_, text) in fields.items()}
        self._class(name, description, namespace, ())

    def _class(self, name: str, description: str, namespace: dict[str, Any], bases: tuple[type, ...]) -> type:
        made = type(name, bases, namespace | {"__module__": self._module.__name__})
        setattr(self._module, name, strawberry.type(made, description=description))
        return made

    def _lazy(self, name: str) -> Any:
        return Annotated[name, strawberry.lazy(self._module.__name__)]


def _fields(declared: type | None) -> dict[str, tuple[Any, str]]:
    if declared is None:
        return {}
    properties = Declaration.of(declared).properties
    return {name: (hint, prop.description) for name, (hint, prop) in properties.items()}


def _placeholder(
    name: str, arguments: Mapping[str, tuple[Any, str]], defaults: Mapping[str, Any], result: Any
) -> Any:
    # Strawberry reads a field's arguments from its resolver's signature; the planner does the work.
    def resolver(**_: Any) -> Any:
        raise AssertionError(f"{name} is answered by the planner")

    parameters = [
        inspect.Parameter(
            argument,
            inspect.Parameter.KEYWORD_ONLY,
            default=defaults.get(argument, inspect.Parameter.empty),
            annotation=Annotated[hint, strawberry.argument(description=description)],
        )
        for argument, (hint, description) in arguments.items()
    ]
    resolver.__signature__ = inspect.Signature(parameters, return_annotation=result)  # type: ignore[attr-defined]
    resolver.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": result}
    resolver.__name__ = name
    return resolver
