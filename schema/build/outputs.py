"""Output types: what declarations show, with their edges and connections."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Annotated, Any, Union

import strawberry
from strawberry import relay

from schema.build import arguments
from schema.build.module import Fields, Module, body, placeholder
from schema.declare import Declaration, Related, Shape, properties_of
from schema.sources import Ids

NODE = "Node"
SEARCH_RESULT = "SearchResult"
SUBSCRIPTION = "Subscription"


class Outputs:
    """Makes output types of declarations, by name."""

    def __init__(self, module: Module, declared: Mapping[str, Declaration]) -> None:
        self._module = module
        self._declared = declared
        about = {"id": (strawberry.ID, "Global ID, for the field `node` and for client caches.")}
        self._node = module.interface(NODE, "An object with a global ID.", about)
        searched = [d.name for d in declared.values() if d.text]
        # The only notation for a union of references to classes that are made later.
        self._found: Any = (
            searched
            and Annotated[
                Union[tuple(map(module.lazy, searched))],  # noqa: UP007
                strawberry.union(SEARCH_RESULT, description="A result of a search over several types."),
            ]
        )

    def of_type(self, declaration: Declaration) -> Any:
        """The type, and the connections of its fields."""
        bases = (self._node,) if declaration.label else ()
        return self._module.type(declaration.name, declaration.description, self._body(declaration), *bases)

    def _body(self, declaration: Declaration) -> dict[str, Any]:
        """The class body of a declaration."""
        namespace = body(_fields(declaration), declaration.deprecated)
        for field, related in declaration.related.items():
            namespace[field] = self._field(declaration.name, field, related)
            if aggregated(related):
                namespace[f"{field}Aggregate"] = self._aggregate(declaration.name, field, related)
        return namespace

    def _field(self, owner: str, field: str, related: Related) -> Any:
        given, defaults = arguments.of_related(
            self._module, owner, field, related, self._declared.get(related.to)
        )
        result = self._result(owner, field, related)
        if given or related.staff:
            result = result | None  # null with an error, without affecting the fields around it
        make: Any = strawberry.field
        if owner == SUBSCRIPTION:
            make, result = strawberry.subscription, AsyncGenerator[result, None]  # type: ignore[valid-type]
        return make(resolver=placeholder(field, given, defaults, result), description=related.description)

    def _result(self, owner: str, field: str, related: Related) -> Any:
        target = self._target(related)
        match related.shape:
            case Shape.CONNECTION:
                self._connection(owner, field, related)
                return self._module.lazy(connection_name(owner, field, related))
            case Shape.LIST if isinstance(related.source, Ids):
                return list[target | None]  # type: ignore[valid-type]
            case Shape.LIST:
                return list[target]  # type: ignore[valid-type]
        return target | None if related.nullable else target

    def _aggregate(self, owner: str, field: str, related: Related) -> Any:
        given, defaults = arguments.of_aggregate(
            self._module, owner, field, related, self._declared[related.to]
        )
        name = f"{field}Aggregate"
        result = list[self._module.lazy(f"{related.to}Aggregate")] | None  # type: ignore[misc,valid-type]
        return strawberry.field(
            resolver=placeholder(name, given, defaults, result),
            description=f"Aggregates of `{field}`: of all items, or of each group.",
        )

    def _connection(self, owner: str, field: str, related: Related) -> None:
        name = connection_name(owner, field, related)
        if name in self._module:
            return
        edge = name.removesuffix("Connection") + "Edge"
        self._module.type(edge, f"An edge to a {related.to} in a connection.", self._edge(related))
        fields: Fields = {
            "edges": (list[self._module.lazy(edge)], "Edges of this page."),  # type: ignore[misc]
            "pageInfo": (relay.PageInfo, "Information for pagination."),
            "totalCount": (int, "Number of items on all pages; counted only when selected."),
        }
        namespace = self._extended(related.summary, fields)
        self._module.type(name, f"A page of {related.to} items.", namespace)

    def _edge(self, related: Related) -> dict[str, Any]:
        target = self._declared.get(related.to)
        fields: Fields = {}
        if related.to == SEARCH_RESULT:
            fields["searchScore"] = (
                float,
                "Score of the match, 1 for the name itself; roughly comparable between types.",
            )
        elif related.stored and target and target.text:
            fields["searchScore"] = (
                float | None,
                "Score of the match of `search`, 1 for the name itself; null without a search.",
            )
        fields |= {
            "node": (self._target(related), f"The {related.to} at the end of the edge."),
            "cursor": (str, "Opaque cursor for `after` and `before`."),
        }
        return self._extended(related.edge, fields)

    def _extended(self, declared: type | None, fields: Fields) -> dict[str, Any]:
        """The class body of what an edge or a summary carries, and plain fields after it."""
        own = body({}) if declared is None else self._body(properties_of(declared))
        made = body(fields)
        return own | made | {"__annotations__": own["__annotations__"] | made["__annotations__"]}

    def _target(self, related: Related) -> Any:
        return self._found if related.to == SEARCH_RESULT else self._module.lazy(related.to)


def connection_name(owner: str, field: str, related: Related) -> str:
    """The connection type of a field: shared by target, unless its edges or totals have own fields."""
    if owner == "Query" or (related.edge is None and related.summary is None):
        return f"{related.to}Connection"
    return f"{owner}{field[:1].upper()}{field[1:]}Connection"


def aggregated(related: Related) -> bool:
    """True for a connection of nodes: it has an `…Aggregate` beside it."""
    return related.shape is Shape.CONNECTION and related.stored


def _fields(declaration: Declaration) -> Fields:
    """Scalars of a declaration."""
    return {name: (hint, prop.description) for name, (hint, prop) in declaration.properties.items()}
