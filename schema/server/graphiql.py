"""GraphiQL: the page at `/graphql`, its files at `/graphiql/…`; both are served from `web/dist`."""

from __future__ import annotations

import os
from functools import cache
from html import escape
from importlib.resources import files

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from graph.viewer import Viewer
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
# A file's name has the hash of its content, so that the content of a URL never changes.
IMMUTABLE = "public, max-age=31536000, immutable"


class _Assets(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = IMMUTABLE
        response.headers["x-content-type-options"] = "nosniff"
        return response


@cache
def _page(viewer: Viewer) -> str:
    page = files("web").joinpath("dist", "index.html").read_text(encoding="utf-8")
    return page.replace("{{question}}", escape(default_query(viewer)))


def graphiql_page(viewer: Viewer) -> Response:
    """The GraphiQL page, for `GET /graphql` of a browser (Accept names `text/html`)."""
    return HTMLResponse(_page(viewer), headers=PAGE_HEADERS)


def graphiql_files() -> Mount:
    """`/graphiql/…`: scripts, workers, style and font of the page."""
    return Mount("/graphiql", _Assets(packages=[("web", "dist/assets")]), name="graphiql")
