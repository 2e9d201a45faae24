"""The metrics of one process: what it counts and times, in the formats of Prometheus and OpenMetrics.

No label has values that a client chooses: operations that nobody has named are `other`, statements of the
planner are `operation`, and fields are those of the schema. docs/monitoring.md lists them all.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter as Counted
from collections.abc import Collection, Iterator, Sequence
from time import perf_counter
from types import TracebackType
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
from monitoring.processes import process_collectors
from monitoring.request_tally import FieldUse, Kind, RequestTally

NAMESPACE: Final = "learning_sites"
WORKERS: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where the workers of one service share their metrics, as prometheus-client knows it; unset: one process."""
SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
COSTS: Final = (1, 10, 100, 1_000, 10_000, 50_000)
PATHS: Final = ("/graphql", "/livez", "/readyz", "/metrics", "/schema.graphql")
"""Paths that are counted apart; all others are `other`."""
GRAPHQL: Final = PATHS[0]
NOT_MODIFIED: Final = 304
OTHER: Final = "other"
ANONYMOUS: Final = "anonymous"
PLANNED: Final = "operation"
"""The label of statements that the planner writes."""
SUM: Final = "livesum"
"""What is reported of a gauge of several workers."""

disable_created_metrics()  # a second series beside each counter, which nobody reads


class StatementTimer:
    """Times its block, one attempt of a statement. A class, for it is entered by each request."""

    __slots__ = ("_label", "_metrics", "_started")

    def __init__(self, metrics: Metrics, label: str) -> None:
        self._metrics, self._label = metrics, label

    def __enter__(self) -> None:
        self._started = perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        failure = error if isinstance(error, GraphError) else None
        self._metrics.statement_ended(self._label, perf_counter() - self._started, failure)


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
            "http_requests", "HTTP requests, by `path` and `status`.", "path", "status"
        )
        self._latency = self._histogram(
            "operation_seconds", "Time of GraphQL operations over HTTP, by `operation`.", SECONDS, "operation"
        )
        self._cost = self._histogram("operation_cost", "Cost of GraphQL operations over HTTP.", COSTS)
        self._cache = self._counter(
            "response_cache_requests",
            "Cacheable requests, by `result`: `hit` (from memory), `not_modified` (304) or `miss`.",
            "result",
        )
        self._errors = self._counter(
            "errors",
            "Answers with an error, refusals and limits among them, by the `code` of the first.",
            "code",
        )
        self._statement = self._histogram(
            "statement_seconds",
            "Time of statements in Neo4j, by `statement`: the file in `cypher/`, or `operation`.",
            SECONDS,
            "statement",
        )
        self._retries = self._counter(
            "statement_retries", "Statements that were tried again, by `statement`.", "statement"
        )
        self._failures = self._counter(
            "statement_errors",
            "Attempts of statements that failed, by `statement` and `code`.",
            "statement",
            "code",
        )
        self._fields = self._counter(
            "field_uses",
            "Operations that selected a field, by `field` and whether it is `deprecated`.",
            "field",
            "deprecated",
        )
        self._sockets = self._gauge("open_sockets", "Open WebSockets.")
        self._streams = self._gauge("open_streams", "Open event streams.")
        self._connections = self._gauge(
            "pool_connections", "Bolt connections, by `state`: `in_use` or `idle`.", "state"
        )
        self._statements = frozenset(names())
        self._tally = RequestTally(self._count_requests, self._count_statements, self._count_fields)

    def ended(self, line: Facts, use: FieldUse | None, *, cacheable: bool) -> None:
        """Counts an HTTP request that has ended, by its line of the access log."""
        get = line.get
        stored, timed = "kept" in line, "cost" in line and "stream" not in line
        operation, cost = (get("operation"), line["cost"]) if timed else (None, None)
        kind = line["path"], get("status"), get("code"), operation, cost, stored, cacheable
        self._tally.request(kind, line["ms"])  # type: ignore[arg-type] # milliseconds
        if use is not None:
            self._tally.use(use)

    def error(self, code: str) -> None:
        """Counts an answer with an error."""
        self._errors.labels(code).inc()

    def selected(self, use: FieldUse) -> None:
        """Counts the fields of an operation that is no HTTP request of its own."""
        self._tally.use(use)

    def socket(self, change: int) -> None:
        """One WebSocket more (1) or less (-1) is open."""
        self._sockets.inc(change)

    def stream(self, change: int) -> None:
        """One event stream more (1) or less (-1) is open."""
        self._streams.inc(change)

    def statement(self, name: str, attempt: int) -> StatementTimer:
        """Times one attempt of a statement."""
        label = name if name in self._statements else PLANNED
        if attempt > 1:
            self._retries.labels(label).inc()
        return StatementTimer(self, label)

    def statement_ended(self, label: str, seconds: float, failure: GraphError | None) -> None:
        """Counts one attempt of a statement that has ended."""
        self._tally.statement(label, seconds)
        if failure is not None:
            self._failures.labels(label, failure.code).inc()

    def sample(self, database: Database) -> None:
        """Notes what only its owner knows at the moment: connections, and the tally of the last second."""
        in_use, idle = database.connections
        self._connections.labels("in_use").set(in_use)
        self._connections.labels("idle").set(idle)
        self._tally.write()

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

    def _count_requests(self, kind: Kind, milliseconds: Sequence[float]) -> None:
        path, status, code, operation, cost, stored, cacheable = kind
        times = len(milliseconds)
        self._requests.labels(known_path(path), status or 0).inc(times)
        if code is not None:
            self._errors.labels(code).inc(times)
        if path == GRAPHQL and (stored or cacheable):
            result = "miss" if not stored else "not_modified" if status == NOT_MODIFIED else "hit"
            self._cache.labels(result).inc(times)
        if cost is not None:
            label = self._labels.get(operation, OTHER)
            _observe(self._latency.labels(label), SECONDS, [each / 1000 for each in milliseconds])
            _observe(self._cost, COSTS, [cost] * times)

    def _count_statements(self, label: str, seconds: Sequence[float]) -> None:
        _observe(self._statement.labels(label), SECONDS, seconds)

    def _count_fields(self, use: FieldUse, times: int) -> None:
        for field, deprecated in use.fields:
            self._fields.labels(field, str(deprecated).lower()).inc(times)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, namespace=NAMESPACE, registry=self._registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(
            name, meaning, labels, namespace=NAMESPACE, registry=self._registry, multiprocess_mode=SUM
        )

    def _histogram(self, name: str, meaning: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, meaning, labels, namespace=NAMESPACE, registry=self._registry, buckets=buckets)


def _observe(histogram: Histogram, buckets: Sequence[float], values: Sequence[float]) -> None:
    """As `histogram.observe` for each value, which prometheus-client has no call for."""
    for bucket, times in Counted(bisect_left(buckets, value) for value in values).items():
        histogram._buckets[bucket].inc(times)
    histogram._sum.inc(sum(values))


def known_path(path: str) -> str:
    """The path itself, or `other` for one that a client has made up."""
    return path if path in PATHS else OTHER


def worker_ended(pid: int | None) -> None:
    """Forgets what was open in a worker that has ended; what it counted stays."""
    mark_process_dead(pid)
