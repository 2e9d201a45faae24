"""What is observed of statements and of the work around them; a process without an observer pays nothing."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Final

NOTHING: Final = nullcontext()


class Observer:
    """Observes nothing. The metrics and traces of a service are a subclass (`monitoring/`)."""

    def statement(self, name: str, attempt: int) -> AbstractContextManager[object]:
        """The block is one attempt of a statement, the first of which is 1; it may raise a GraphError."""
        return NOTHING

    def span(self, name: str, **attributes: str) -> AbstractContextManager[object]:
        """The block is a part of a request or a run that takes time."""
        return NOTHING
