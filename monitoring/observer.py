"""The observer of a service: metrics of its statements, and spans of its work where traces are on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from graph.observer import NOTHING, Observer
from monitoring.metrics import Metrics


class Monitor(Observer):
    """Counts and times statements, and lets `spans`, if there are any, observe all."""

    def __init__(self, metrics: Metrics, spans: Observer | None) -> None:
        self._metrics = metrics
        self._spans = spans

    def span(self, name: str, **attributes: str) -> AbstractContextManager[object]:
        """The block is a part of a request."""
        return NOTHING if self._spans is None else self._spans.span(name, **attributes)

    def statement(self, name: str, attempt: int) -> AbstractContextManager[object]:
        """Counts and times one attempt of a statement."""
        timer = self._metrics.statement(name, attempt)
        return timer if self._spans is None else _both(timer, self._spans.statement(name, attempt))


@contextmanager
def _both(one: AbstractContextManager[object], other: AbstractContextManager[object]) -> Iterator[None]:
    with one, other:
        yield
