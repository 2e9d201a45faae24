"""The routes of Neo4j Browser: its files, the sign-in link, the guide, and the discovery document."""

from __future__ import annotations

import html
import json
import secrets
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from graph.database import Database
from graph.errors import GraphError
from graph.viewer import Role
from schema.server import audit
from schema.server.browser import guide, schema_text
from schema.server.browser.graph_facts import GraphFacts
from schema.server.browser.jar_files import JarFiles
from schema.server.browser.local_storage import local_storage
from schema.server.browser.model_picture import model_picture
from schema.server.browser.sign_in_links import SignInLinks
from schema.server.browser.style import grass
from schema.server.callers.session_cookie import set_session
from sign_in.identity import hashed
from sign_in.sessions import Sessions

# Tested with neo4j-browser 5.24.0; blocks its calls to fonts, analytics and feedback of other hosts.
BROWSER_POLICY = (
    "default-src 'self'; connect-src 'self' ws://{bolt} http://{bolt}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; script-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'none'"
)
EXPLORE_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FRESH = {"cache-control": "no-cache"}
LIVE = (
    "You see the graph itself, in read transactions: a statement that writes is refused until somebody "
    "switches that off in the settings."
)
NOT_KNOWN = "The database does not answer at the moment; open this page again to see its version."
SECRET = {"cache-control": "no-store"}


class Browser:
    """Neo4j Browser for one Neo4j that listens on this machine's loopback."""

    def __init__(
        self,
        jar: Path,
        *,
        bolt_port: int,
        username: str,
        password: str,
        version: str,
        sessions: Sessions | None,
        links: Path,
        copy: Callable[[], str] | None = None,
    ) -> None:
        """`jar`: that of `org.neo4j.client:neo4j-browser`.

        `sessions` sign its caller in to this service, too; `links` is the folder of redeemed links. `copy`
        returns what a read-only copy holds, as a phrase; None for the graph itself.
        """
        self._database: Database | None = None
        self._sessions = sessions
        self._copy = copy
        self._bolt = f"127.0.0.1:{bolt_port}"
        self._username, self._password, self._version = username, password, version
        self._links = SignInLinks(password, links)
        policy = BROWSER_POLICY.format(bolt=self._bolt)
        jar_files = JarFiles(jar, {"content-security-policy": policy})
        self.routes = [
            Route("/explore", self._explore),
            Route("/browser", _to_browser),
            Route("/browser/{path:path}", jar_files.serve),
            Route("/research/guide.html", self._guide),
            Route("/research/guide.adoc", self._guide_as_asciidoc),
            Route("/research/model.svg", self._model),
            Route("/research/schema.txt", _schema_as_text),
            Route("/research/schema.json", _schema_as_json),
            Route("/research/style.grass", _style),
        ]

    def reads(self, database: Database) -> None:
        """Its pages say what this graph holds."""
        self._database = database

    def new_link(self, base_url: str) -> str:
        """A link that signs in once, within the hour. `base_url`: the address of this service."""
        return self._links.new(base_url)

    def discovery(self) -> JSONResponse:
        """The response to `GET /` (Accept: application/json) that tells Neo4j Browser the address of Bolt."""
        document = {
            "bolt_direct": f"bolt://{self._bolt}",
            "bolt_routing": f"neo4j://{self._bolt}",
            "neo4j_version": self._version,
            "neo4j_edition": "community",
        }
        return JSONResponse(document, headers={"cache-control": "no-cache", "vary": "accept"})

    def front_page(self) -> HTMLResponse:
        """The page of a read-only copy: what it is, and how to get a link."""
        nonce = secrets.token_urlsafe(16)
        headers = {"cache-control": "no-cache", "content-security-policy": EXPLORE_POLICY.format(nonce=nonce)}
        page = _page("copy").substitute(nonce=nonce, banner=self._banner())
        return HTMLResponse(page, headers=headers)

    async def _explore(self, request: Request) -> Response:
        nonce = secrets.token_urlsafe(16)
        headers = SECRET | {"content-security-policy": EXPLORE_POLICY.format(nonce=nonce)}
        # HEAD does not redeem the link: link checkers and previews send it.
        if request.method != "GET" or not self._links.redeem(request.query_params.get("token", "")):
            command = "learning-sites browser" if self._copy is None else "learning-sites research"
            return HTMLResponse(_page("expired").substitute(nonce=nonce, command=command), 403, headers)
        values = json.dumps(
            local_storage(
                f"bolt://{self._bolt}", self._username, self._password, read_only=self._copy is not None
            )
        )
        # Inside <script> only "<" could end the block or open a comment.
        seed = values.replace("<", "\\u003c")
        page = _page("explore").substitute(nonce=nonce, seed=seed, banner=self._banner())
        response = HTMLResponse(page, headers=headers)
        if self._sessions is None:
            audit.record("link")
            return response
        value, life_s = self._sessions.new(Role.ADMIN, f"link:{hashed(request.query_params['token'])}")
        set_session(response, request, value, life_s)
        audit.record("link", self._sessions.identity(value))
        return response

    async def _guide(self, request: Request) -> Response:
        return HTMLResponse(guide.as_html(await self._values()), headers=FRESH)

    async def _guide_as_asciidoc(self, request: Request) -> Response:
        return PlainTextResponse(guide.as_asciidoc(await self._values()), headers=FRESH)

    async def _model(self, request: Request) -> Response:
        picture = model_picture(await self._facts())
        return Response(picture, headers=FRESH, media_type="image/svg+xml")

    async def _values(self) -> dict[str, str]:
        """What the guide says of this moment."""
        facts = await self._facts()
        opened = LIVE if self._copy is None else f"You see a {self._copy()}."
        known = (facts.state, facts.citation) if facts else (NOT_KNOWN, NOT_KNOWN)
        return {"state": f"{opened} {known[0]}", "citation": known[1]}

    async def _facts(self) -> GraphFacts | None:
        """Those of the graph, if it answers."""
        try:
            return None if self._database is None else await GraphFacts.of(self._database)
        except GraphError:
            return None

    def _banner(self) -> str:
        """A paragraph of HTML that says which read-only copy this is; empty for the graph itself."""
        if self._copy is None:
            return ""
        return f'<p class="alert alert-info">You see a {html.escape(self._copy())}.</p>'


async def _to_browser(request: Request) -> Response:
    return RedirectResponse("/browser/")


async def _schema_as_text(request: Request) -> Response:
    return PlainTextResponse(schema_text.as_text(), headers=FRESH)


async def _schema_as_json(request: Request) -> Response:
    return JSONResponse(schema_text.as_json(), headers=FRESH)


async def _style(request: Request) -> Response:
    return PlainTextResponse(grass(), headers=FRESH)


@cache
def _page(name: str) -> Template:
    return Template(files("web").joinpath("pages", f"{name}.html").read_text(encoding="utf-8"))
