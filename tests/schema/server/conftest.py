"""The application of one database, called in this process with its lifespan."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from cli.mutations import ports
from graph.access import Access
from graph.settings import Settings
from schema.server.app import create_app

Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@asynccontextmanager
async def called(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            yield client


@pytest.fixture(scope="session")
def serve(settings: Settings) -> Serve:
    """`serve(access, browser=…, **settings)`: a client of an application of its own."""

    def make(
        access: Access, browser: Any = None, **changes: Any
    ) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        return called(create_app(settings.model_copy(update=changes), access, ports, browser))

    return make


@pytest.fixture(scope="session")
async def client(serve: Serve, access: Access) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application over the graph of the run."""
    async with serve(access, allowed_origins=("https://app.example",)) as opened:
        yield opened
