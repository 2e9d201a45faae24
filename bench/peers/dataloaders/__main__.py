"""The server, `python -m bench.peers.dataloaders`: what Strawberry's documentation advises for production.

That is its ASGI view, with caches of parsed and validated documents.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import strawberry
from neo4j import AsyncGraphDatabase
from starlette.applications import Starlette
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from bench.frame import serve
from bench.peers.dataloaders.context import Context, Graph
from bench.peers.dataloaders.schema import Mutation, Query
from graph.access import Access
from graph.settings import Settings


class View(GraphQL[Context, None]):
    """Strawberry's view with a context of its own for each request."""

    graph: Graph

    async def get_context(self, request: Any, response: Any) -> Context:
        return Context(self.graph)


def application(access: Access) -> Starlette:
    """The view, with a driver while it lives."""
    schema = strawberry.Schema(Query, Mutation, extensions=[ParserCache, ValidationCache])
    view = View(schema, graphql_ide=None)

    @asynccontextmanager
    async def connected(_: Starlette) -> AsyncIterator[None]:
        async with AsyncGraphDatabase.driver(
            access.uri,
            auth=(access.username, access.password),
            telemetry_disabled=True,
            notifications_min_severity="OFF",
        ) as driver:
            view.graph = Graph(driver, access.database)
            yield

    app = Starlette(lifespan=connected)
    app.mount("/", view)
    return app


if __name__ == "__main__":
    settings = Settings.read()
    serve(application(Access.from_settings(settings)), settings)
