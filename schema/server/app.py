"""The Starlette application: its middleware, its routes, and what lives as long as the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from graph.access import Access
from graph.data_version import DataVersion
from graph.database import Database
from graph.settings import Settings
from graph.viewer import READER, STAFF, Viewer
from monitoring.metrics import Metrics
from monitoring.observer import Monitor
from monitoring.traces import traces_of
from schema.model import MODEL
from schema.planner.run.executor import INTROSPECTION_CLOSED, Executor, Port
from schema.planner.run.subscription import Subscriptions
from schema.server import encoding, media
from schema.server.access_log import REQUEST_ID_HEADER, AccessLog, log_unread
from schema.server.browser import Browser
from schema.server.callers.allowed_hosts import AllowedHosts
from schema.server.callers.authentication import Authentication
from schema.server.callers.people import People
from schema.server.direct_route import DirectRoute
from schema.server.drain import Drain, RefuseWhileStopping
from schema.server.encoding import Compression
from schema.server.health import Health
from schema.server.monitoring import Monitoring
from schema.server.operation_runner import OperationRunner
from schema.server.pages.explorer import Explorer, explorer_files
from schema.server.pages.graphiql import graphiql_files
from schema.server.request_body import RequestBody
from schema.server.request_state import RequestState
from schema.server.response_cache import ResponseCache
from schema.server.security_headers import SecurityHeaders
from schema.server.streams.event_stream import EventStreams
from schema.server.streams.open_streams import OpenStreams
from schema.server.streams.websocket import GraphQLWebSocket
from schema.server.tracing import Tracing
from schema.server.trusted_documents import TrustedDocuments, explorer_documents
from schema.server.view import COST_HEADER, GraphQLView
from schema.server.warmup import Warmup
from sign_in.credentials import Credentials

WAIT_HEADERS: Final = ("retry-after", "ratelimit", "ratelimit-policy")
"""They tell a client when it may ask again."""
TRACE_HEADERS: Final = ("traceparent", "tracestate")
"""By them a page has its own trace continued (W3C Trace Context)."""
Ports = Callable[[Database, DataVersion, Settings], Mapping[str, Port]]
"""Makes the ports of mutations and look-ups, which use the loaders: this package does not import those."""


def no_ports(_: Database, __: DataVersion, ___: Settings) -> Mapping[str, Port]:
    """For an application without mutations."""
    return {}


def create_app(
    settings: Settings, access: Access, ports: Ports = no_ports, browser: Browser | None = None
) -> Starlette:
    """The application over one database.

    `ports` makes the ports of mutations and look-ups; `browser` serves Neo4j Browser, for an embedded Neo4j.
    """
    documents = TrustedDocuments(settings)
    metrics = Metrics({*documents.operations, *settings.metric_operations})
    traces = traces_of(settings)
    database = Database.open(access, settings, Monitor(metrics, traces))
    monitoring = Monitoring(metrics, database)
    data_version = DataVersion(database, settings)
    executor = Executor(MODEL, database, settings, ports(database, data_version, settings))
    credentials = Credentials(settings)
    people = People(credentials.sessions, settings)
    explorer = Explorer(people, settings, has_browser=browser is not None)
    if browser is not None:
        browser.reads(database)
    warmup = Warmup(executor, _viewers(settings), [*explorer_documents().values()])
    drain = Drain()
    health = Health(database, warmup, drain)
    subscriptions = Subscriptions(executor, data_version, settings)
    runner = OperationRunner(executor, subscriptions, documents, metrics, settings)
    open_streams = OpenStreams(settings)
    streams = EventStreams(credentials, open_streams, metrics, settings)
    view = GraphQLView(runner, streams, people, settings)
    graphql = RequestBody(ResponseCache(Compression(view), data_version, settings), settings)
    websocket = GraphQLWebSocket(runner, credentials, open_streams, drain, settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with database:
            tasks = [asyncio.create_task(work) for work in (warmup.warm_up(), monitoring.sample())]
            with drain.calling(data_version.stop):
                yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await executor.close()
        if traces is not None:
            await asyncio.to_thread(traces.close)

    async def root(request: Request) -> Response:
        if media.prefers_html(media.accept_header(request.headers)):
            return explorer.page(request)
        identity = RequestState.of(request.scope).identity
        if browser is None or identity is None or identity.viewer.stranger:
            return RedirectResponse("/graphql")
        return browser.discovery()  # ports and version of Neo4j

    async def sdl(request: Request) -> Response:
        identity = RequestState.of(request.scope).identity
        if identity is None or not settings.introspection.includes(identity.viewer):
            return PlainTextResponse(f"{INTROSPECTION_CLOSED}\n", 401)
        return PlainTextResponse(MODEL.sdl, headers={"cache-control": "no-cache", "vary": encoding.VARY})

    app = Starlette(
        lifespan=lifespan,
        middleware=[
            Middleware(AccessLog, metrics=metrics),
            *([] if traces is None else [Middleware(Tracing, traces=traces)]),
            Middleware(SecurityHeaders, settings=settings),
            Middleware(AllowedHosts, settings=settings),
            *_cross_origin(settings),
            Middleware(Authentication, credentials=credentials, settings=settings),
            Middleware(RefuseWhileStopping, drain=drain, path="/graphql"),
            Middleware(DirectRoute, path="/graphql", endpoint=graphql),
        ],
        routes=[
            Route("/", root),
            Route("/graphql", graphql, methods=["GET", "POST"]),
            WebSocketRoute("/graphql", websocket.serve),
            Route("/schema.graphql", sdl, middleware=[Middleware(Compression)]),
            Route("/livez", health.live),
            Route("/readyz", health.ready),
            Route("/metrics", monitoring.serve),
            explorer_files(),
            graphiql_files(),
            *people.routes,
            *(browser.routes if browser is not None else ()),
        ],
    )
    app.state.drain = drain
    app.state.warmup = warmup
    app.state.log_unread = partial(log_unread, metrics)
    return app


def _viewers(settings: Settings) -> Sequence[Viewer]:
    """Viewers whose first query is planned before the service is ready: those that it is likely to have."""
    alone = settings.on_loopback and settings.stranger is None
    return [settings.viewer] if alone else [READER, STAFF]


def _cross_origin(settings: Settings) -> Iterator[Middleware]:
    """The CORS middleware, when pages of other origins may call the service."""
    if settings.allowed_origins:
        yield Middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type", "authorization", REQUEST_ID_HEADER, *TRACE_HEADERS],
            expose_headers=[REQUEST_ID_HEADER, COST_HEADER, "etag", *WAIT_HEADERS],
        )
