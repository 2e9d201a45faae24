"""Operations as everybody runs them: graphql-core calls a resolver for each field."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

from graphql import ExecutionResult, GraphQLResolveInfo, execute_sync, parse, validate
from toy.content import Content, Node, Values

from plain import refusals
from plain.aggregate import aggregate
from plain.order import Orders, Pair, sort
from plain.page import Known, Page, page
from plain.refusals import Refusal, Refusals
from plain.values import shown
from plain.where import Filter
from schema.build import Model
from schema.declare import Declaration, Related, Shape
from schema.sources import Ids, Label


class Edge(NamedTuple):
    """One item of a connection."""

    related: Related
    node: Node
    values: Values
    cursor: str


class Plain:
    """Answers operations over one graph in memory. `known` finds its cursors for the service's."""

    def __init__(self, model: Model, content: Content, known: Known) -> None:
        self._model = model
        self._content = content
        self._known = known
        self._filter = Filter(model.declarations, content)
        self._orders = Orders(model.declarations, content)
        self._refusals = Refusals(model.declarations)

    def execute(self, text: str, variables: dict[str, Any]) -> ExecutionResult:
        """The result, as the executor's."""
        document = parse(text)
        if errors := validate(self._model.executable, document):
            return ExecutionResult(None, errors)
        result = execute_sync(
            self._model.executable,
            document,
            variable_values=variables,
            field_resolver=self._resolve,
            type_resolver=lambda node, *_: node.type,
        )
        assert isinstance(result, ExecutionResult)
        return result

    def _resolve(self, source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        name = info.field_name
        if isinstance(source, Edge):
            return self._of_edge(source, name)
        if isinstance(source, dict):
            value = source.get(name)
            return value() if callable(value) else value
        declaration = self._model.declarations[source.type if source else "Query"]
        if name == "id":
            return base64.b64encode(f"{source.type}:{source.key}".encode()).decode()
        if name in declaration.properties:
            return shown(declaration, name, source.values)
        if name in declaration.related:
            return self._follow(declaration.related[name], source, arguments)
        return self._aggregate(declaration.related[name.removesuffix("Aggregate")], source, arguments)

    def _of_edge(self, edge: Edge, name: str) -> Any:
        if name in ("node", "cursor"):
            return getattr(edge, name)
        if edge.related.edge is None or name == "searchScore":
            return None
        return shown(Declaration.of(edge.related.edge), name, edge.values)

    def _follow(self, related: Related, source: Node | None, arguments: dict[str, Any]) -> Any:
        if isinstance(related.source, Ids):
            return self._by_id(arguments)
        if isinstance(related.source, Label) and related.shape is Shape.ONE:
            return self._content.named(related.to, arguments["key"])
        size = refusals.page_size(arguments)
        pairs = self._pairs(related, source, arguments)
        order = self._orders.of(related, arguments.get("sort"))
        if related.shape is Shape.CONNECTION:
            return self._connection(
                related, page(related.to, order, pairs, arguments, self._known), len(pairs)
            )
        nodes = [node for (node, _), _ in sort(order, pairs)]
        if related.shape is Shape.ONE:
            return nodes[0] if nodes else None
        return nodes[:size]

    def _pairs(self, related: Related, source: Node | None, arguments: dict[str, Any]) -> list[Pair]:
        where = arguments.get("where")
        self._refusals.where(related, where)
        if source is None:
            pairs: list[Pair] = [(node, {}) for node in self._content.of_type(related.to)]
        else:
            pairs = list(self._content.around(source, related.source))  # type: ignore[arg-type]
        return [pair for pair in pairs if self._filter.holds_of_pair(related, where, *pair)]

    def _connection(self, related: Related, found: Page, total: int) -> dict[str, Any]:
        cursors = [cursor for _, cursor in found.rows]
        return {
            "totalCount": total,
            "edges": [Edge(related, node, values, cursor) for (node, values), cursor in found.rows],
            "pageInfo": {
                "hasNextPage": found.behind,
                "hasPreviousPage": found.before,
                "startCursor": cursors[0] if cursors else None,
                "endCursor": cursors[-1] if cursors else None,
            },
        }

    def _aggregate(self, related: Related, source: Node | None, arguments: dict[str, Any]) -> Any:
        first = refusals.most_groups(arguments)
        pairs = self._pairs(related, source, arguments)
        return aggregate(self._model.declarations[related.to], pairs, arguments.get("groupBy"), first)

    def _by_id(self, arguments: dict[str, Any]) -> Any:
        if "id" in arguments:
            return self._named(arguments["id"])
        return [self._named(each) for each in arguments["ids"]]

    def _named(self, global_id: str) -> Node | None:
        try:
            type, colon, key = base64.b64decode(global_id, validate=True).decode().partition(":")
        except ValueError:
            type, colon, key = "", "", ""
        if not (type and colon and key):
            raise Refusal(f"id: {global_id[:60]!r} is not a global ID; take one from a field `id`.")
        return self._content.named(type, key)
