"""The identity of a caller: its viewer, the name under which it is counted, and how long it is valid."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from time import time
from typing import Final

from graph.viewer import Viewer

SIGNED_IN: Final = ("key:", "sub:", "link:")
"""Beginnings of the names of callers who have signed in, before a hash; a stranger is an address."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A caller as its credentials say; `caller` names it in logs and limits, and is never a person's name.

    `expires` is a Unix time, None where the credentials do not expire. `cookie` is True where a browser
    sends them by itself, so that the request may come from a page of another site.
    """

    viewer: Viewer
    caller: str
    expires: float | None = None
    cookie: bool = False

    @property
    def expired(self) -> bool:
        """True once its time is over."""
        return self.expires is not None and time() >= self.expires


def hashed(subject: str) -> str:
    """A short hash of a subject, the same each time: it tells callers apart in a log and names none."""
    return hashlib.sha256(subject.encode()).hexdigest()[:16]
