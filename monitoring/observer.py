"""The observer of a service: metrics of its statements, and spans of its work where traces are on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from graph.observer import Observer
from monitoring.metrics import Metrics


class Monitor(Observer):
    """Counts and times statements, and lets `spans` observe all."""

    def __init__(self, metrics: Metrics, spans: Observer) -> None:
        self._metrics = metrics
        self._spans = spans

    def span(self, name: str, **attributes: str) -> AbstractContextManager[object]:
        """The block is a part of a request."""
        return self._spans.span(name, **attributes)

    @contextmanager
    def statement(self, name: str, attempt: int) -> Iterator[None]:
        """Counts and times one attempt of a statement."""
        with self._metrics.statement(name, attempt), self._spans.statement(name, attempt):
            yield
