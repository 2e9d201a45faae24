"""The Starlette application: which address leads where, and what lives as long as the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from graph.access import Access
from graph.changes import Changes
from graph.database import Database
from graph.settings import Settings
from schema.model import MODEL
from schema.planner.run.executor import Executor, Port
from schema.planner.run.subscription import Subscriptions
from schema.server import media
from schema.server.access_log import HEADER, AccessLog
from schema.server.browser import Browser
from schema.server.event_stream import EventStreams
from schema.server.health import Health
from schema.server.pages import graphiql_files
from schema.server.response_cache import ResponseCache
from schema.server.results import Results
from schema.server.sockets import Sockets
from schema.server.view import COST, GraphQLView
from schema.server.warmup import Warmup

Ports = Callable[[Database, Settings, Changes], Mapping[str, Port]]
"""Gives what mutations ask of loaders, which this package does not know."""


def no_ports(_: Database, __: Settings, ___: Changes) -> Mapping[str, Port]:
    """For an application that is only read."""
    return {}


def create_app(
    settings: Settings, access: Access, ports: Ports = no_ports, browser: Browser | None = None
) -> Starlette:
    """The application over one database.

    `ports` does what mutations ask; `browser` is there when Neo4j is ours to show.
    """
    database = Database.open(access, settings)
    changes = Changes(database, settings)
    executor = Executor(MODEL, database, settings, ports(database, settings, changes))
    warmup = Warmup(executor, settings.viewer)
    health = Health(database, warmup)
    subscriptions = Subscriptions(executor, changes, settings)
    results = Results(executor, subscriptions, settings)
    streams = EventStreams(settings)
    view = GraphQLView(results, streams, settings)
    sockets = Sockets(results, settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with database:
            warming = asyncio.create_task(warmup.warm_up())
            yield
            warming.cancel()
            with suppress(asyncio.CancelledError):
                await warming
            await executor.close()

    async def root(request: Request) -> Response:
        if browser is not None and not media.prefers_html(media.accept_header(request.headers)):
            return browser.discovery()
        return RedirectResponse("/graphql")

    async def sdl(_: Request) -> Response:
        return PlainTextResponse(MODEL.sdl, headers={"cache-control": "no-cache"})

    app = Starlette(
        lifespan=lifespan,
        middleware=[
            Middleware(AccessLog),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False),
            *_cross_origin(settings),
            Middleware(ResponseCache, path="/graphql", view=view, changes=changes, settings=settings),
        ],
        routes=[
            Route("/", root),
            Route("/graphql", view, methods=["GET", "POST"]),
            WebSocketRoute("/graphql", sockets.__call__),
            Route("/schema.graphql", sdl),
            Route("/livez", health.live),
            Route("/readyz", health.ready),
            graphiql_files(),
            *(browser.routes if browser is not None else ()),
        ],
    )
    app.state.end_streams = streams.end
    return app


def _cross_origin(settings: Settings) -> Iterator[Middleware]:
    """What lets pages of other origins ask, where there are such origins."""
    if settings.allowed_origins:
        yield Middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type", "authorization", HEADER],
            expose_headers=[HEADER, COST, "etag"],
        )
