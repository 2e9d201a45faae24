"""One deadline per request, passed down, so that timeouts do not add up."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from graph.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock, in seconds."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The deadline in so many seconds from now."""
        return cls(monotonic() + seconds)

    def left(self) -> float:
        """Seconds left; negative once it has passed."""
        return self.at - monotonic()

    def remaining(self) -> float:
        """Seconds left. Raises Unavailable when none are left."""
        left = self.left()
        if left <= 0:
            raise Unavailable("The deadline of this request has passed.")
        return left
