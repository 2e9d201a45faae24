"""Sign-in of people with a browser: the code flow of OpenID Connect with PKCE, by Authlib.

`/sign-in` leads to the provider, `/sign-in/callback` comes back from it, `/sign-out` ends the session. State,
nonce and verifier of a sign-in wait in a cookie of their own, signed, for ten minutes.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any, Final, Literal
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.errors import CrossSite, GraphError, SettingInvalid, Unauthenticated
from graph.settings import Settings, variable
from schema.server import audit
from schema.server.callers.session_cookie import end_session, set_session
from schema.server.request_state import RequestState
from sign_in.identity import Identity, hashed
from sign_in.key_set import LOOPBACK
from sign_in.roles import RoleClaim
from sign_in.sessions import Sessions

log = logging.getLogger(__name__)

STATE_COOKIE: Final = "learning-sites-sign-in"
STATE_S: Final = 600
AFTERWARDS: Final = "/graphql"
"""Where a person goes who has signed in, unless the address named another page of ours as `next`."""
POLICY: Final = (
    "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {"cache-control": "no-store"}
FAILURES: Final = (
    AuthlibBaseError,
    JoseError,
    httpx2.HTTPError,
    ValueError,
    KeyError,
    RuntimeError,
    TypeError,
)
"""What Authlib raises where the provider or the address that came back is not as it should be."""


class People:
    """The pages for signing in and out; without a provider they say how a program signs in."""

    def __init__(self, sessions: Sessions, settings: Settings) -> None:
        """Raises SettingInvalid."""
        self._sessions = sessions
        self._roles = RoleClaim(settings)
        self._issuer = _issuer(settings)
        self._provider = _provider(settings, self._issuer)
        middleware: list[Middleware] = []
        if self._provider is not None:
            middleware = [Middleware(SignInState, secret=sessions.secret())]
        self.routes = [
            Route("/sign-in", self._sign_in, middleware=middleware),
            Route("/sign-in/callback", self._callback, name="signed-in", middleware=middleware),
            Route("/sign-out", self._sign_out, methods=["POST"]),
        ]

    @staticmethod
    def check(settings: Settings) -> None:
        """Raises SettingInvalid where people could not sign in with these settings."""
        RoleClaim(settings)
        _provider(settings, _issuer(settings))

    def page(self, request: Request, problem: str = "") -> Response:
        """The page for one who must sign in, with status 401; to the provider, where there is one."""
        if self._provider is not None and not problem:
            url = request.url
            here = f"{url.path}?{url.query}" if url.query else url.path
            return RedirectResponse(f"/sign-in?{urlencode({'next': here})}", 303)
        return _page(401, "You are not signed in", problem or PROGRAMS)

    def account(self, identity: Identity) -> Literal["signed in", "signed out"] | None:
        """Whether a browser has signed its person in at `/sign-in`; None where no one can."""
        if identity.cookie:
            return "signed in"
        return "signed out" if self._provider is not None and not identity.viewer.is_staff else None

    async def _sign_in(self, request: Request) -> Response:
        identity = RequestState.of(request.scope).identity
        if identity is not None and identity.cookie:
            return _page(200, f"You are signed in as {identity.viewer.role}", "", sign_out=True)
        if self._provider is None:
            return self.page(request)
        request.session["next"] = _own(request.query_params.get("next", AFTERWARDS))
        try:
            back = request.url_for("signed-in")
            response: Response = await self._provider.authorize_redirect(request, str(back))
        except FAILURES as error:
            return self._failed(request, error)
        return response

    async def _callback(self, request: Request) -> Response:
        if self._provider is None:
            return self.page(request)
        try:
            token = await self._provider.authorize_access_token(request, leeway=30)
            claims: Mapping[str, Any] = token["userinfo"]
            if str(claims["iss"]).rstrip("/") != self._issuer:
                raise ValueError("another issuer")
            role, subject = self._roles.role(claims), f"{claims['iss']} {claims['sub']}"
        except (*FAILURES, Unauthenticated) as error:
            return self._failed(request, error)
        value, life_s = self._sessions.new(role, f"sub:{hashed(subject)}")
        response = RedirectResponse(request.session.pop("next", AFTERWARDS), 303, HEADERS)
        set_session(response, request, value, life_s)
        audit.record("sign_in", self._sessions.identity(value), id=RequestState.of(request.scope).request_id)
        return response

    async def _sign_out(self, request: Request) -> Response:
        state = RequestState.of(request.scope)
        if isinstance(state.refusal, CrossSite):
            return _page(403, "You are still signed in", str(state.refusal))
        if state.identity is not None and state.identity.cookie:
            audit.record("sign_out", state.identity, id=state.request_id)
        response = RedirectResponse("/sign-in" if self._provider is None else "/", 303, HEADERS)
        end_session(response, request)
        return response

    def _failed(self, request: Request, error: Exception) -> Response:
        """The page for a sign-in that did not work: what the provider wrote goes into the log alone."""
        state = RequestState.of(request.scope)
        log.warning("request %s: sign-in failed: %s", state.request_id, type(error).__name__)
        audit.refused(error if isinstance(error, GraphError) else Unauthenticated("sign-in"), state)
        said = str(error) if isinstance(error, Unauthenticated) else "The sign-in did not work."
        return self.page(request, f"{said} Try again from the beginning: /sign-in.")


PROGRAMS: Final = (
    "This service answers callers with an API key or token, sent as authorization: Bearer. An operator makes "
    "keys with learning-sites keys create."
)


class SignInState:
    """The session of Starlette for the state of a sign-in: its cookie is secure where the page is."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._by_scheme = {
            secure: SessionMiddleware(
                app, secret, STATE_COOKIE, STATE_S, path="/sign-in", same_site="lax", https_only=secure
            )
            for secure in (False, True)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        await self._by_scheme[scope["scheme"] == "https"](scope, receive, send)


def _issuer(settings: Settings) -> str:
    return (settings.oidc_issuer or "").rstrip("/")


def _provider(settings: Settings, issuer: str) -> Any:
    """Authlib's client of the provider; None without one. Raises SettingInvalid."""
    if not issuer:
        return None
    url = urlsplit(issuer)
    if url.scheme != "https" and url.hostname not in LOOPBACK:
        raise SettingInvalid(f"{variable('oidc_issuer')}: {issuer} is not encrypted; use https.")
    if not settings.oidc_client_id:
        raise SettingInvalid(f"{variable('oidc_client_id')}: not set; {variable('oidc_issuer')} needs it.")
    secret = settings.oidc_client_secret
    return OAuth().register(
        "provider",
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=None if secret is None else secret.get_secret_value(),
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "none" if secret is None else "client_secret_basic",
            "timeout": 5.0,
        },
    )


def _own(path: str) -> str:
    """A path of this service, so that a link cannot lead to another site after the sign-in."""
    url = urlsplit(path)
    own = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not url.netloc and path.isprintable()
    )
    return path if own else AFTERWARDS


def _page(status: int, title: str, text: str, *, sign_out: bool = False) -> Response:
    nonce = secrets.token_urlsafe(16)
    form = SIGN_OUT if sign_out else ""
    content = _template().substitute(nonce=nonce, title=escape(title), text=escape(text), form=form)
    headers = HEADERS | {"content-security-policy": POLICY.format(nonce=nonce)}
    return HTMLResponse(content, status, headers)


SIGN_OUT: Final = '<form method="post" action="/sign-out"><button>Sign out</button></form>'


@cache
def _template() -> Template:
    return Template(files("web").joinpath("pages", "sign-in.html").read_text(encoding="utf-8"))
