"""JSON Web Tokens: verified by a key set or a secret, with issuer, audience, time and role (RFC 8725)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from time import time
from typing import Any, Final

import jwt

from graph.errors import SettingInvalid, Unauthenticated
from graph.settings import Settings, variable
from graph.viewer import Viewer
from sign_in.identity import Identity, hashed
from sign_in.key_set import KeySet
from sign_in.roles import RoleClaim

MAX_CHARACTERS: Final = 8192
"""Of a token: those of real providers have 1 to 3 thousand."""
REMEMBERED: Final = 1000
"""Tokens that are not verified again each time."""
REMEMBERED_S: Final = 60.0
"""For how long: a key that the provider has withdrawn works no longer than that and the cache of the set."""
LATEST: Final = 253_402_300_799
"""The end of the year 9999, as a Unix time."""
TYPES: Final = ("jwt", "at+jwt")
"""Of tokens that say who calls; others of an issuer are for something else (RFC 8725, 3.11)."""
REQUIRED: Final = ("exp", "iss", "aud", "sub")
REASONS: Final[dict[type[jwt.InvalidTokenError], str]] = {
    jwt.ExpiredSignatureError: "it has expired",
    jwt.ImmatureSignatureError: "it is not valid yet",
    jwt.InvalidAudienceError: "it is for another audience",
    jwt.InvalidIssuerError: "it is of another issuer",
    jwt.InvalidSignatureError: "its signature does not fit",
    jwt.InvalidAlgorithmError: "its algorithm is not accepted",
}


class Tokens:
    """Verifies the tokens of one issuer. Without settings for tokens, none is accepted."""

    def __init__(self, settings: Settings) -> None:
        given = (settings.jwt_issuer, settings.jwt_audience, settings.jwt_keys or settings.jwt_secret)
        self.enabled = all(given)
        if any(given) and not self.enabled:
            names = ", ".join(variable(f"jwt_{name}") for name in ("issuer", "audience"))
            raise SettingInvalid(
                f"{variable('jwt_keys')}: tokens need {names} and {variable('jwt_keys')} (or "
                f"{variable('jwt_secret')}) together; set all of them, or none."
            )
        if settings.jwt_keys and settings.jwt_secret:
            raise SettingInvalid(f"{variable('jwt_secret')}: set this or {variable('jwt_keys')}, not both.")
        self._algorithms = ("HS256",) if settings.jwt_secret else settings.jwt_algorithms
        if wrong := [each for each in self._algorithms if each not in _allowed(settings)]:
            raise SettingInvalid(
                f"{variable('jwt_algorithms')}: {wrong[0]!r} is not one of {', '.join(_allowed(settings))}."
            )
        self._issuer, self._audience = settings.jwt_issuer, settings.jwt_audience
        self._secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else ""
        self._keys = KeySet(settings.jwt_keys, variable("jwt_keys")) if settings.jwt_keys else None
        self._leeway = settings.jwt_leeway_s
        self._roles = RoleClaim(settings)
        self._library = jwt.PyJWT({"enforce_minimum_key_length": True})
        self._known: dict[bytes, tuple[Identity, float]] = {}

    async def identity(self, token: str) -> Identity:
        """The caller with this token. Raises Unauthenticated, Unavailable (no key set)."""
        if not self.enabled:
            raise Unauthenticated("This service accepts no JSON Web Tokens, only API keys.")
        if len(token) > MAX_CHARACTERS:
            raise Unauthenticated(f"The token has more than {MAX_CHARACTERS:,} characters.")
        key = hashlib.sha256(token.encode()).digest()
        found, until = self._known.get(key, (None, 0.0))
        if found is None or time() >= until:
            # In a thread: a signature takes 0.1 ms, and the key set may have to be fetched.
            found = await asyncio.to_thread(self._verified, token)
            self._remember(key, found)
        return found

    def _remember(self, key: bytes, identity: Identity) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.pop(next(iter(self._known)))
        assert identity.expires is not None
        self._known[key] = identity, min(identity.expires, time() + REMEMBERED_S)

    def _verified(self, token: str) -> Identity:
        claims = self._claims(token)
        role = self._roles.role(claims)
        subject = hashed(f"{claims['iss']} {claims['sub']}")
        return Identity(Viewer(role), f"sub:{subject}", claims["exp"] + self._leeway)

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in self._algorithms:
                raise jwt.InvalidAlgorithmError
            if str(header.get("typ", "JWT")).lower().removeprefix("application/") not in TYPES:
                raise Unauthenticated("The token is not accepted: its type is neither JWT nor at+jwt.")
            if "crit" in header or "b64" in header:
                raise jwt.DecodeError
            claims: Mapping[str, Any] = self._library.decode(
                token,
                self._secret if self._keys is None else self._keys.key(header),
                algorithms=list(self._algorithms),
                audience=self._audience,
                issuer=self._issuer,
                leeway=self._leeway,
                options={"require": list(REQUIRED)},
            )
        except (
            jwt.PyJWTError,
            ValueError,
            TypeError,
            OverflowError,
            RecursionError,
            AttributeError,
        ) as error:
            raise Unauthenticated(f"The token is not accepted: {_reason(error)}.") from None
        if not isinstance(claims["exp"], int | float):  # the library reads texts, too
            raise Unauthenticated("The token is not accepted: its claim exp is not a number.")
        if claims["exp"] > LATEST:
            raise Unauthenticated("The token is not accepted: its claim exp is beyond the calendar.")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise Unauthenticated("The token is not accepted: its claim sub names no subject.")
        return claims


def _reason(error: Exception) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"it has no claim {error.claim}"
    return next((text for kind, text in REASONS.items() if isinstance(error, kind)), "it is damaged")


def _allowed(settings: Settings) -> tuple[str, ...]:
    """Algorithms that an operator may choose: never `none`, and HS256 with a secret alone."""
    if settings.jwt_secret:
        return ("HS256",)
    return ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
