"""One-time links: made by anyone who knows the database's password, redeemed once, within the hour."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from functools import cached_property

LIFE_S = 3600
"""How long a link may be redeemed, seconds."""


class Links:
    """Makes and redeems tokens `<expiry>.<nonce>.<HMAC>`.

    The key comes from the password, so that a command in another process can make a link without asking
    the service; what was redeemed is remembered by this object until it would have expired anyway.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.time) -> None:
        self._password = password
        self._clock = clock
        self._redeemed: dict[str, int] = {}

    def new(self, base_url: str) -> str:
        """A fresh link, such as `http://127.0.0.1:8000/explore?token=…`."""
        promise = f"{int(self._clock()) + LIFE_S}.{secrets.token_hex(16)}"
        return f"{base_url.rstrip('/')}/explore?token={promise}.{self._seal(promise)}"

    def redeem(self, token: str) -> bool:
        """True the first time that a token of ours is shown, while it lasts."""
        now = self._clock()
        promise, _, seal = token.rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(promise).encode()):
            return False
        expiry = int(promise.partition(".")[0])
        if expiry < now or promise in self._redeemed:
            return False
        self._redeemed = {known: until for known, until in self._redeemed.items() if until >= now}
        self._redeemed[promise] = expiry
        return True

    def _seal(self, promise: str) -> str:
        return hmac.new(self._key, promise.encode(), hashlib.sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        # Slow on purpose (50 ms): a link that leaked must not help to guess a weak password.
        return hashlib.scrypt(self._password.encode(), salt=b"learning-sites explore", n=2**14, r=8, p=1)
