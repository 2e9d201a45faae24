"""The explorer: the page at `/`, its files at `/explorer/assets/…`; served from `web/dist/explorer`."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount

from graph.settings import Settings
from schema.server import media
from schema.server.callers.people import People
from schema.server.pages.built_files import BuiltFiles
from schema.server.request_state import RequestState
from sign_in.identity import Identity

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "cache-control": "private, no-cache",
    "vary": media.VARY,
}


class Explorer:
    """The page for people, with what it must know of its caller before its first request."""

    def __init__(self, people: People, settings: Settings, *, has_browser: bool) -> None:
        """`has_browser`: whether Neo4j Browser is served beside it."""
        self._people = people
        self._introspection = settings.introspection
        self._has_browser = has_browser

    def page(self, request: Request) -> Response:
        """The page; a stranger who may not even read is sent to sign in."""
        identity = RequestState.of(request.scope).identity
        if identity is None:
            return self._people.page(request)
        service = orjson.dumps(self._service(identity)).decode()
        return HTMLResponse(_page().replace("{{service}}", escape(service)), headers=HEADERS)

    def _service(self, identity: Identity) -> dict[str, object]:
        """What the page reads as `Service` (web/explorer/state/service.ts)."""
        viewer = identity.viewer
        return {
            "canSeeRequests": viewer.is_staff,
            "account": self._people.account(identity),
            "graphiql": "/graphql" if self._introspection.includes(viewer) else None,
            "browser": "/browser/" if self._has_browser else None,
        }


def explorer_files() -> Mount:
    """`/explorer/assets/…`: scripts, style and map of the page."""
    return Mount("/explorer/assets", BuiltFiles(packages=[("web", "dist/explorer/assets")]), name="explorer")


@cache
def _page() -> str:
    return files("web").joinpath("dist", "explorer", "index.html").read_text(encoding="utf-8")
