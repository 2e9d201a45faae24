"""GraphiQL: the page at `/graphql`, its files at `/graphiql/…`; both are served from `web/dist`."""

from __future__ import annotations

import secrets
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount

from graph.viewer import Viewer
from schema.server.pages.built_files import BuiltFiles
from schema.server.pages.default_query import default_query

# The nonce is for the <style> elements that Monaco makes (web/src/styles.js).
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "cache-control": "no-cache",
    "vary": "accept",
}


@cache
def _page(viewer: Viewer) -> str:
    page = files("web").joinpath("dist", "index.html").read_text(encoding="utf-8")
    return page.replace("{{question}}", escape(default_query(viewer)))


def graphiql_page(viewer: Viewer) -> Response:
    """The GraphiQL page, for `GET /graphql` of a browser (Accept names `text/html`)."""
    nonce = secrets.token_urlsafe(16)
    headers = HEADERS | {"content-security-policy": POLICY.format(nonce=nonce)}
    return HTMLResponse(_page(viewer).replace("{{nonce}}", nonce), headers=headers)


def graphiql_files() -> Mount:
    """`/graphiql/…`: scripts, workers, style and font of the page."""
    return Mount("/graphiql", BuiltFiles(packages=[("web", "dist/assets")]), name="graphiql")
