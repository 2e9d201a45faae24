"""One-time sign-in links: made by anyone who has the database's password, valid once, within the hour."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

LIFE_S = 3600
"""How long a link is valid, seconds."""


class SignInLinks:
    """Makes and redeems tokens `<issued, in milliseconds>.<nonce>.<HMAC>`.

    The key is derived from the password, so that a command can make a link without calling the service. A
    redeemed token leaves an empty file in `folder`, which all processes of a home share, and tokens older
    than this object are refused: a link works once, and not again after a restart.
    """

    def __init__(self, password: str, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._password = password
        self._folder = folder
        self._clock = clock
        self._started = self._now()

    def new(self, base_url: str) -> str:
        """A new link, such as `http://127.0.0.1:8000/explore?token=…`."""
        payload = f"{self._now()}.{secrets.token_hex(16)}"
        return f"{base_url.rstrip('/')}/explore?token={payload}.{self._sign(payload)}"

    def redeem(self, token: str) -> bool:
        """True when the token is ours, still valid, and redeemed for the first time."""
        payload, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(payload).encode()):
            return False
        issued, expired = int(payload.partition(".")[0]), self._now() - LIFE_S * 1000
        if issued < max(self._started, expired):
            return False
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in self._folder.iterdir():
            if int(old.name.partition(".")[0]) < expired:
                old.unlink(missing_ok=True)
        try:
            (self._folder / payload).touch(0o600, exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _sign(self, payload: str) -> str:
        return hmac.new(self._key, payload.encode(), hashlib.sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        # Slow on purpose (50 ms): a link that leaked must not help to guess a weak password.
        return hashlib.scrypt(self._password.encode(), salt=b"learning-sites explore", n=2**14, r=8, p=1)
