"""The Starlette application of a read-only copy: Neo4j Browser and its pages, and nothing of GraphQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.access import Access
from graph.database import Database
from graph.settings import Settings
from monitoring.metrics import Metrics
from schema.server import media
from schema.server.access_log import AccessLog, log_unread
from schema.server.browser import Browser
from schema.server.callers.allowed_hosts import AllowedHosts
from schema.server.drain import Drain
from schema.server.security_headers import SecurityHeaders


def create_copy_app(settings: Settings, access: Access, browser: Browser) -> Starlette:
    """The application over the copy at `access`, which `browser` opens."""
    metrics = Metrics(())
    database = Database.open(access, settings)
    browser.reads(database)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with database:
            yield

    async def root(request: Request) -> Response:
        if media.prefers_html(media.accept_header(request.headers)):
            return browser.front_page()
        return browser.discovery()

    app = Starlette(
        middleware=[
            Middleware(AccessLog, metrics=metrics),
            Middleware(SecurityHeaders, settings=settings),
            Middleware(AllowedHosts, settings=settings),
        ],
        routes=[Route("/", root), *browser.routes],
        lifespan=lifespan,
    )
    app.state.drain = Drain()
    app.state.log_unread = partial(log_unread, metrics)
    return app
