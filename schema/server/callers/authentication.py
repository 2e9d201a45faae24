"""ASGI middleware that finds out who calls, before anything is done for a request."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from graph.errors import CrossSite, GraphError, Unauthenticated
from graph.settings import Settings, variable
from schema.server.callers.origins import is_allowed, is_listed
from schema.server.callers.session_cookie import session as session_in
from schema.server.request_state import RequestState
from sign_in.credentials import Credentials, Sent

PROXIED: Final = frozenset(
    {
        b"ali-cdn-real-ip",
        b"cdn-loop",
        b"cf-connecting-ip",
        b"cf-ray",
        b"client-ip",
        b"cloudfront-viewer-address",
        b"do-connecting-ip",
        b"fastly-client-ip",
        b"fastly-ff",
        b"fly-client-ip",
        b"forwarded",
        b"front-end-https",
        b"incap-client-ip",
        b"proxy-client-ip",
        b"true-client-ip",
        b"via",
        b"wl-proxy-client-ip",
        b"x-amz-cf-id",
        b"x-amzn-trace-id",
        b"x-appengine-user-ip",
        b"x-azure-clientip",
        b"x-azure-socketip",
        b"x-client-ip",
        b"x-cloud-trace-context",
        b"x-cluster-client-ip",
        b"x-envoy-expected-rq-timeout-ms",
        b"x-envoy-external-address",
        b"x-envoy-internal",
        b"x-nf-client-connection-ip",
        b"x-original-forwarded-for",
        b"x-proxyuser-ip",
        b"x-real-ip",
        b"x-sucuri-clientip",
        b"x-vercel-forwarded-for",
        b"x-vercel-id",
    }
)
"""Headers of proxies, beside `x-forwarded-…`: a request with one does not come from this machine."""


class Authentication:
    """Puts the identity of the caller into `RequestState`, or the error that refuses the request.

    Nothing is answered here: each endpoint decides what it shows, and in which media type.
    """

    def __init__(self, app: ASGIApp, credentials: Credentials, settings: Settings) -> None:
        self._app = app
        self._credentials = credentials
        self._origins = settings.allowed_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one ASGI scope."""
        if scope["type"] != "lifespan":
            state = RequestState.of(scope)
            try:
                state.sent = sent_by(scope)
                state.identity = await self._credentials.identity(state.sent)
                state.caller = state.identity.caller
                if scope["type"] == "http" and (scope["method"] != "POST" or state.identity.cookie):
                    self._check_site(scope)
            except GraphError as error:
                state.refusal = error
        await self._app(scope, receive, send)

    def _check_site(self, scope: Scope) -> None:
        """Raises CrossSite for a request that a page of another site has made a browser send.

        A POST needs no check unless a cookie signs it in: its content type makes browsers ask before (CORS).
        """
        origin = site = host = ""
        for name, value in scope["headers"]:
            if name == b"origin":
                origin = value.decode("latin-1")
            elif name == b"sec-fetch-site":
                site = value.decode("latin-1")
            elif name == b"host":
                host = value.decode("latin-1")
        if origin and is_listed(origin, self._origins):
            return
        foreign = origin and not is_allowed(origin, host, self._origins)
        if foreign or site in ("cross-site", "same-site"):
            raise CrossSite(
                f"This request comes from a page of another site; {variable('allowed_origins')} lists the "
                "origins whose pages may call."
            )


def sent_by(scope: Scope) -> Sent:
    """What the headers say of the caller. Raises Unauthenticated for two `authorization` headers."""
    authorization: str | None = None
    session: str | None = None
    forwarded = False
    for name, value in scope["headers"]:
        if name == b"authorization":
            if authorization is not None:
                raise Unauthenticated("authorization: one such header is allowed.")
            authorization = value.decode("latin-1")
        elif name == b"cookie":
            session = session_in(value.decode("latin-1")) or session
        elif name in PROXIED or name.startswith(b"x-forwarded"):
            forwarded = True
    address = (scope.get("client") or ("",))[0]
    return Sent(address, authorization, session, forwarded)
