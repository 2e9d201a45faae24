"""GraphQL as everybody runs it: one resolver call for each field, one simple statement for each hop.

Slow and plain: graphql-core does the executing, Python the sorting and cutting. What it shares with the
planner are the declarations of schema/types/, which say what a field reads.
"""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

from graphql import ExecutionResult, GraphQLResolveInfo, execute, parse

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from schema.declare import Declaration, Property, Related, Shape, SortKey
from schema.model import MODEL
from schema.sources import Label, Relationship

ARROWS = {"OUT": ("-", "->"), "IN": ("<-", "-"), "BOTH": ("-", "-")}


class Row(NamedTuple):
    """A node, and the relationship that it was reached by."""

    type: str
    node: dict[str, Any]
    edge: dict[str, Any]


class Resolvers:
    """Executes an operation over the graph, field by field."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def execute(self, text: str, variables: dict[str, Any]) -> ExecutionResult:
        """The result, as the executor's."""
        result = execute(
            MODEL.executable,
            parse(text),
            variable_values=variables,
            field_resolver=self._resolve,
            type_resolver=lambda row, *_: row.type,
        )
        return result if isinstance(result, ExecutionResult) else await result

    async def _resolve(self, source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        if isinstance(source, dict):
            return source[info.field_name]
        declaration = MODEL.declarations[source.type if source else "Query"]
        if info.field_name == "id":
            return base64.b64encode(f"{source.type}:{source.node['key']}".encode()).decode()
        if info.field_name in declaration.properties:
            return _value(declaration.properties[info.field_name][1], info.field_name, source.node)
        return await self._follow(declaration.related[info.field_name], source, arguments)

    async def _follow(self, related: Related, source: Row | None, arguments: dict[str, Any]) -> Any:
        if related.to == "Node":
            ids = arguments.get("ids")
            return await self._node(arguments["id"]) if ids is None else [await self._node(i) for i in ids]
        rows = await self._rows(related, source, arguments)
        for by in reversed(related.order):
            rows.sort(key=lambda row, by=by: _key(row, by), reverse=by.descending)  # type: ignore[misc]
        if related.shape is Shape.ONE:
            return rows[0] if rows else None
        page = rows[: arguments.get("first", 20)]
        if related.shape is Shape.LIST:
            return page
        return {
            "totalCount": len(rows),
            "pageInfo": {"hasNextPage": len(rows) > len(page), "hasPreviousPage": False},
            "edges": [_edge(related, row) for row in page],
        }

    async def _rows(self, related: Related, source: Row | None, arguments: dict[str, Any]) -> list[Row]:
        match related.source:
            case Label(label):
                keyed = " {key: $key}" if "key" in arguments else ""
                found = await self._read(f"MATCH (n:{label}{keyed}) RETURN n, {{}} AS r", **arguments)
            case Relationship(type, direction):
                assert source is not None
                left, right = ARROWS[direction]
                found = await self._read(
                    f"MATCH (:{source.type} {{key: $key}}){left}[r:{type}]{right}(n) RETURN n, properties(r)",
                    key=source.node["key"],
                )
            case other:
                raise AssertionError(f"no plain rows for {other}")
        return [Row(related.to, dict(node), dict(edge)) for node, edge in found]

    async def _node(self, global_id: str) -> Row | None:
        type, _, key = base64.b64decode(global_id).decode().partition(":")
        if type not in MODEL.declarations:
            return None
        found = await self._read(f"MATCH (n:{type} {{key: $key}}) RETURN n, {{}} AS r", key=key)
        return Row(type, dict(found[0][0]), {}) if found else None

    async def _read(self, cypher: str, **parameters: Any) -> list[Any]:
        statement = Statement("resolver", f"CYPHER 25 {cypher}")
        records = await self._database.read(statement, parameters, Deadline.after(60))
        return [record.values() for record in records]


def _edge(related: Related, row: Row) -> dict[str, Any]:
    edge: dict[str, Any] = {"node": row}
    if related.edge is not None:
        for name, (_, prop) in Declaration.of(related.edge).properties.items():
            edge[name] = _value(prop, name, row.edge)
    return edge


def _value(prop: Property, name: str, columns: dict[str, Any]) -> Any:
    read = prop.codec.read
    if prop.needs:
        assert read is not None
        return read(*(columns.get(column) for column in prop.needs))
    first, *inner = (prop.property or name).split(".")
    value = columns.get(first)
    for part in inner:
        value = value and getattr(value, part)
    return value if value is None or read is None else read(value)


def _key(row: Row, by: SortKey) -> Any:
    return (row.edge if by.edge else row.node)[by.name]
