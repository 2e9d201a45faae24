"""The explorer in a real Chromium, over the real service: one of each for all of these tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import pytest
from chromium import launched
from playwright.async_api import Browser, Request, expect
from processes import warm
from service_thread import in_a_thread
from visit import Open, Visit

from cli.mutations import ports
from graph.access import Access
from graph.settings import Settings
from graph.viewer import Role
from schema.server.app import create_app

LOAD_MS = 60_000
"""Neo4j plans each document of the page at its first use, on a machine that is shared."""
expect.set_options(timeout=LOAD_MS)


@pytest.fixture(scope="session")
def staff(settings: Settings, access: Access) -> Iterator[str]:
    """The address of a service whose callers see requests."""
    with _served(settings, access, Role.STAFF) as address:
        yield address


@pytest.fixture(scope="session")
def reader(settings: Settings, access: Access) -> Iterator[str]:
    """The address of a service whose callers see rounded counts."""
    with _served(settings, access, Role.READER) as address:
        yield address


@contextmanager
def _served(settings: Settings, access: Access, role: Role) -> Iterator[str]:
    with in_a_thread(create_app(settings.model_copy(update={"role": role}), access, ports)) as address:
        warm(address)
        yield address


@pytest.fixture(params=["staff", "reader"])
def service_of_role(request: pytest.FixtureRequest, staff: str, reader: str) -> str:
    """The address of the service, for staff and then for a reader."""
    return {"staff": staff, "reader": reader}[request.param]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests; each page has a profile of its own."""
    async with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def visit(browser: Browser) -> Open:
    """Opens the explorer. Keyword arguments are those of Playwright's `new_context`."""

    @asynccontextmanager
    async def open_page(address: str, **context: Any) -> AsyncIterator[Visit]:
        profile = await browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        profile.set_default_timeout(LOAD_MS)
        visit = Visit(await profile.new_page())
        origin = str(httpx.URL(address).copy_with(raw_path=b"/"))

        def on_request(request: Request) -> None:
            if not request.url.startswith((origin, "data:", "blob:")):
                visit.foreign.append(request.url)
            if request.url.startswith(f"{origin}graphql"):
                visit.operations.append(request.url)

        visit.page.on("request", on_request)
        visit.page.on(
            "console",
            lambda message: visit.complaints.append(message.text) if message.type == "error" else None,
        )
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        try:
            await visit.page.goto(address)
            yield visit
        finally:
            await profile.close()
        assert visit.foreign == []
        assert visit.complaints == []

    return open_page
