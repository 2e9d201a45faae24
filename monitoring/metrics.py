"""The metrics of one process: what it counts and times, in the formats of Prometheus and OpenMetrics.

No label has values that a client chooses: operations that nobody has named are `other`, statements of the
planner are `operation`, and fields are those of the schema. docs/operations.md explains each metric.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from graph.activity import Facts
from graph.database import Database
from graph.errors import GraphError
from graph.statements import names
from monitoring.field_use import FieldUse, FieldUses
from monitoring.processes import process_collectors

NAMESPACE: Final = "learning_sites"
WORKERS: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where the workers of one service share their metrics, as prometheus-client knows it; unset: one process."""
SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
COSTS: Final = (1, 10, 100, 1_000, 10_000, 50_000)
PATHS: Final = ("/graphql", "/livez", "/readyz", "/metrics", "/schema.graphql")
"""Paths that are counted apart; all others are `other`."""
GRAPHQL: Final = PATHS[0]
OTHER: Final = "other"
ANONYMOUS: Final = "anonymous"
PLANNED: Final = "operation"
"""The label of statements that the planner writes."""
SUM: Final = "livesum"
"""What is reported of a gauge of several workers."""

disable_created_metrics()  # a second series beside each counter, which nobody reads


class Metrics:
    """Counts requests, statements and fields. `operations` are the names that have a label of their own."""

    def __init__(self, operations: Collection[str] = ()) -> None:
        self.shared = WORKERS in os.environ
        self._registry = self._scraped = CollectorRegistry()
        if self.shared:
            self._scraped = CollectorRegistry()
            MultiProcessCollector(self._scraped)
        for collector in process_collectors(workers=self.shared):
            self.add(collector)
        self._labels: dict[object, str] = {name: name for name in operations} | {None: ANONYMOUS}
        self._requests = self._counter(
            "http_requests", "HTTP requests, by path and status.", "path", "status"
        )
        self._latency = self._histogram(
            "operation_seconds", "Time of GraphQL operations over HTTP, by operation.", SECONDS, "operation"
        )
        self._cost = self._histogram("operation_cost", "Cost of GraphQL operations over HTTP.", COSTS)
        self._cache = self._counter(
            "response_cache_requests",
            "Cacheable requests, by result: `hit` (from memory), `not_modified` (304) or `miss`.",
            "result",
        )
        self._errors = self._counter(
            "errors",
            "Answers with an error, refusals and limits among them, by the code of the first.",
            "code",
        )
        self._statement = self._histogram(
            "statement_seconds", "Time of statements in Neo4j, by name.", SECONDS, "statement"
        )
        self._retries = self._counter(
            "statement_retries", "Statements that were tried again, by name.", "statement"
        )
        self._failures = self._counter(
            "statement_errors", "Statements that failed, by name and code.", "statement", "code"
        )
        self._fields = self._counter(
            "field_uses",
            "Operations that selected a field, by field; and if it is deprecated.",
            "field",
            "deprecated",
        )
        self._sockets = self._gauge("open_sockets", "Open WebSockets.")
        self._streams = self._gauge("open_streams", "Open event streams.")
        self._connections = self._gauge(
            "pool_connections", "Bolt connections, by state: `in_use` or `idle`.", "state"
        )
        self._statements = frozenset(names())
        self._uses = FieldUses(self._count_field)
        self._http: dict[tuple[object, object], Counter] = {}
        self._times: dict[str, Histogram] = {}
        self._hit, self._miss, self._not_modified = (
            self._cache.labels(result) for result in ("hit", "miss", "not_modified")
        )

    def ended(self, line: Facts, uses: FieldUse | None, *, cacheable: bool) -> None:
        """Counts an HTTP request that has ended, by its line of the access log."""
        path, status = line["path"], line.get("status", 0)
        http = self._http.get((path, status))
        if http is None:
            known = known_path(str(path))
            http = self._http[known, status] = self._requests.labels(known, status)
        http.inc()
        if "code" in line:
            self.error(str(line["code"]))
        if path != GRAPHQL:
            return
        if "kept" in line:
            (self._not_modified if status == 304 else self._hit).inc()
        elif cacheable:
            self._miss.inc()
        if "cost" in line and "stream" not in line:
            self._time(line).observe(line["ms"] / 1000)  # type: ignore[operator] # milliseconds
            self._cost.observe(line["cost"])  # type: ignore[arg-type] # a number
        if uses is not None:
            self.selected(uses)

    def error(self, code: str) -> None:
        """Counts an answer with an error."""
        self._errors.labels(code).inc()

    def selected(self, uses: FieldUse) -> None:
        """Counts the fields of an operation."""
        self._uses.count(uses)

    def socket(self, change: int) -> None:
        """One WebSocket more (1) or less (-1) is open."""
        self._sockets.inc(change)

    def stream(self, change: int) -> None:
        """One event stream more (1) or less (-1) is open."""
        self._streams.inc(change)

    @contextmanager
    def statement(self, name: str, attempt: int) -> Iterator[None]:
        """Times one attempt of a statement."""
        label, started = name if name in self._statements else PLANNED, perf_counter()
        if attempt > 1:
            self._retries.labels(label).inc()
        try:
            yield
        except GraphError as error:
            self._failures.labels(label, error.code).inc()
            raise
        finally:
            self._statement.labels(label).observe(perf_counter() - started)

    def sample(self, database: Database) -> None:
        """Notes what only its owner knows at the moment: connections, and the fields of the last second."""
        in_use, idle = database.connections
        self._connections.labels("in_use").set(in_use)
        self._connections.labels("idle").set(idle)
        self._uses.write()

    def add(self, collector: Collector) -> None:
        """Adds what is known only when it is asked for."""
        self._scraped.register(collector)

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """All metrics, those of other workers too, and the media type; `accept` may ask for OpenMetrics."""
        encode, media_type = choose_encoder(accept)
        return encode(self._scraped), media_type

    def families(self) -> Iterator[Metric]:
        """All metrics that are not part of prometheus-client, for the docs."""
        yield from (each for each in self._scraped.collect() if each.name.startswith(NAMESPACE))

    def _time(self, line: Facts) -> Histogram:
        label = self._labels.get(line.get("operation"), OTHER)
        found = self._times.get(label)
        if found is None:
            found = self._times[label] = self._latency.labels(label)
        return found

    def _count_field(self, field: str, deprecated: bool, times: int) -> None:
        self._fields.labels(field, str(deprecated).lower()).inc(times)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, namespace=NAMESPACE, registry=self._registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(
            name, meaning, labels, namespace=NAMESPACE, registry=self._registry, multiprocess_mode=SUM
        )

    def _histogram(self, name: str, meaning: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, meaning, labels, namespace=NAMESPACE, registry=self._registry, buckets=buckets)


def known_path(path: str) -> str:
    """The path itself, or `other` for one that a client has made up."""
    return path if path in PATHS else OTHER


def worker_ended(pid: int | None) -> None:
    """Forgets what was open in a worker that has ended; what it counted stays."""
    mark_process_dead(pid)
