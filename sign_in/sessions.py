"""The session of a person: a signed cookie with role, hashed subject and end; nothing is stored."""

from __future__ import annotations

import secrets
from time import time
from typing import Final

from itsdangerous import BadData, URLSafeSerializer

from graph.embedded.disk import make_folder, write_atomically
from graph.errors import Unauthenticated
from graph.settings import Settings, variable
from graph.viewer import Role, Viewer
from sign_in.identity import Identity

SALT: Final = "learning-sites session"


class Sessions:
    """Makes and reads the values of session cookies."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._life_s = settings.session_hours * 3600
        self._serializer: URLSafeSerializer | None = None

    def new(self, role: Role, caller: str) -> tuple[str, int]:
        """A cookie's value, and how long it is valid, seconds. Raises HomeUnusable without a secret."""
        ends = int(time() + self._life_s)
        value = self._signer().dumps({"role": role, "caller": caller, "ends": ends})
        return str(value), int(self._life_s)

    def identity(self, value: str) -> Identity:
        """The person with this cookie. Raises Unauthenticated."""
        try:
            found = self._signer().loads(value)
            viewer, ends, caller = Viewer(Role(found["role"])), float(found["ends"]), str(found["caller"])
        except (BadData, KeyError, TypeError, ValueError):
            raise Unauthenticated("The session is not valid; sign in again.") from None
        if time() >= ends:
            raise Unauthenticated("The session has ended; sign in again.")
        return Identity(viewer, caller, ends, cookie=True)

    def _signer(self) -> URLSafeSerializer:
        if self._serializer is None:
            self._serializer = URLSafeSerializer(self.secret(), salt=SALT)
        return self._serializer

    def secret(self) -> str:
        """The secret of the settings, or that of the home, which is made on first use."""
        if self._settings.session_secret is not None:
            return self._settings.session_secret.get_secret_value()
        path = self._settings.home / "session-secret"
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            make_folder(path.parent, variable("home"))
            write_atomically(path, secrets.token_urlsafe(48), 0o600)
            return path.read_text(encoding="ascii").strip()
