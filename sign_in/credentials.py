"""From credentials to an identity: a bearer token (API key or JSON Web Token), a session, or none."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import time
from typing import Final

from graph.errors import GraphError, Unauthenticated
from graph.settings import Settings, variable
from sign_in.api_keys import PREFIX, ApiKeys
from sign_in.identity import Identity
from sign_in.sessions import Sessions
from sign_in.tokens import Tokens

SCHEME: Final = "bearer"
CHECK_S: Final = 5.0
"""Seconds between two checks of one who stays connected."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request says of its caller; `forwarded` where a proxy has passed it on.

    `authorization` is the header or, of a WebSocket, the field of `connection_init`; `session` a cookie.
    """

    address: str = ""
    authorization: str | None = None
    session: str | None = None
    forwarded: bool = False


class Credentials:
    """Checks the credentials of callers; one per process."""

    def __init__(self, settings: Settings) -> None:
        self.sessions = Sessions(settings)
        self._keys = ApiKeys(settings)
        self._tokens = Tokens(settings)
        self._here, self._elsewhere = settings.viewer, settings.stranger
        self._on_loopback = settings.on_loopback
        self._provider = settings.oidc_issuer is not None

    @property
    def any(self) -> bool:
        """True when somebody could sign in. Raises SettingInvalid."""
        valid = any(key.state == "valid" for key in self._keys.all())
        return valid or self._tokens.enabled or self._provider

    async def identity(self, sent: Sent) -> Identity:
        """The caller of a request. Raises Unauthenticated, Unavailable (no key set), SettingInvalid (keys).

        A session that has ended, or is not ours, counts as none.
        """
        if sent.authorization is not None:
            return await self._bearer(sent.authorization)
        if sent.session is not None:
            try:
                return self.sessions.identity(sent.session)
            except Unauthenticated:
                pass
        return self._anonymous(sent)

    async def until_invalid(self, sent: Sent, identity: Identity) -> Unauthenticated:
        """Waits until these credentials say something else, for one who stays connected; returns why.

        They are checked again every few seconds, for a key may be revoked.
        """
        while True:
            left = CHECK_S if identity.expires is None else identity.expires - time()
            await asyncio.sleep(min(CHECK_S, max(0.0, left)))
            try:
                now = await self.identity(sent)
            except Unauthenticated as error:
                return error
            except GraphError:
                continue  # the keys cannot be read at the moment
            if now.viewer != identity.viewer:
                return Unauthenticated("The session has ended; sign in again.")

    async def _bearer(self, authorization: str) -> Identity:
        scheme, _, token = authorization.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != SCHEME or not token:
            raise Unauthenticated("authorization: `Bearer` and an API key or token are needed.")
        if token.startswith(PREFIX):
            return self._keys.identity(token)
        return await self._tokens.identity(token)

    def _anonymous(self, sent: Sent) -> Identity:
        if self._on_loopback and not sent.forwarded:
            return Identity(self._here, sent.address)
        if self._elsewhere is None:
            raise Unauthenticated(
                "Sign in: send `authorization: Bearer` with an API key or token. An operator makes keys with "
                f"`learning-sites keys create`, or opens reading to all with {variable('open_reading')}=true."
            )
        return Identity(self._elsewhere, sent.address)
