"""GraphiQL: the page at `/graphql`, its files at `/graphiql/…`; both are served from `web/dist`."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount

from graph.viewer import Viewer
from schema.server.built_files import BuiltFiles
from schema.server.default_query import default_query

# Monaco writes its theme into <style> elements, hence 'unsafe-inline' for styles; nothing else is inline.
GRAPHIQL_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
PAGE_HEADERS = {
    "content-security-policy": GRAPHIQL_POLICY,
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "vary": "accept",
}


@cache
def _page(viewer: Viewer) -> str:
    page = files("web").joinpath("dist", "index.html").read_text(encoding="utf-8")
    return page.replace("{{question}}", escape(default_query(viewer)))


def graphiql_page(viewer: Viewer) -> Response:
    """The GraphiQL page, for `GET /graphql` of a browser (Accept names `text/html`)."""
    return HTMLResponse(_page(viewer), headers=PAGE_HEADERS)


def graphiql_files() -> Mount:
    """`/graphiql/…`: scripts, workers, style and font of the page."""
    return Mount("/graphiql", BuiltFiles(packages=[("web", "dist/assets")]), name="graphiql")
