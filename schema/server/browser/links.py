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
    """Makes and redeems tokens `<issued, in milliseconds>.<nonce>.<HMAC>`.

    The key comes from the password, so that a command in another process can make a link without asking
    the service. Redeemed tokens are remembered by this object, and it refuses those that are older than
    itself: a restart makes no link work again.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.time) -> None:
        self._password = password
        self._clock = clock
        self._started = self._now()
        self._redeemed: dict[str, int] = {}

    def new(self, base_url: str) -> str:
        """A fresh link, such as `http://127.0.0.1:8000/explore?token=…`."""
        promise = f"{self._now()}.{secrets.token_hex(16)}"
        return f"{base_url.rstrip('/')}/explore?token={promise}.{self._seal(promise)}"

    def redeem(self, token: str) -> bool:
        """True the first time that a token of ours is shown, while it lasts."""
        promise, _, seal = token.rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(promise).encode()):
            return False
        issued, expired = int(promise.partition(".")[0]), self._now() - LIFE_S * 1000
        if issued < max(self._started, expired) or promise in self._redeemed:
            return False
        self._redeemed = {known: at for known, at in self._redeemed.items() if at >= expired}
        self._redeemed[promise] = issued
        return True

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _seal(self, promise: str) -> str:
        return hmac.new(self._key, promise.encode(), hashlib.sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        # Slow on purpose (50 ms): a link that leaked must not help to guess a weak password.
        return hashlib.scrypt(self._password.encode(), salt=b"learning-sites explore", n=2**14, r=8, p=1)
