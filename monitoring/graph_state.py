"""What the graph says of its data and of its last loads, read at most once a second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import Any, Final

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.statements import statement
from monitoring.metrics import NAMESPACE

STATE: Final = statement("graph/monitoring")
READ_S: Final = 1.0
"""Seconds between two reads."""
DEADLINE_S: Final = 2.0
NIGHT_FILES: Final = {
    "loaded": "nightLoaded",
    "failed": "nightFailed",
    "not_taken": "nightNotTaken",
    "waiting": "nightWaiting",
}
NIGHT_ROWS: Final = {"new": "nightNewRows", "waiting": "nightWaitingRows"}
"""Labels of metrics, each with its property of the graph's node."""
OUTCOMES: Final = ("created", "updated", "deleted", "unchanged", "quarantined")


class GraphState(Collector):
    """Gauges of the graph as it was at the last `refresh`; only `database_up` where it did not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: Mapping[str, Any] | None = None
        self._read_at = -READ_S
        self._reading = asyncio.Lock()

    async def refresh(self) -> None:
        """Reads the graph, unless that has just been done."""
        async with self._reading:
            if monotonic() - self._read_at < READ_S:
                return
            try:
                records = await self._database.read(STATE, {}, Deadline.after(DEADLINE_S))
                self._state = records[0]["state"]
            except GraphError:
                self._state = None
            self._read_at = monotonic()

    def collect(self) -> Iterable[Metric]:
        """The gauges, with one sample for each source of the ledger."""
        state = self._state
        yield _gauge("database_up", "1 while Neo4j answers within two seconds, else 0.", state is not None)
        known: Mapping[str, Any] = state or {"runs": []}
        yield _gauge("data_version", "Version of the data; it rises with each change.", known.get("version"))
        yield _gauge(
            "data_changed_timestamp_seconds", "When the data last changed, Unix time.", known.get("changedAt")
        )
        yield from _night(known.get("night") or {})
        yield from _runs(known["runs"])


def _night(night: Mapping[str, Any]) -> Iterable[Metric]:
    yield _gauge(
        "night_ended_timestamp_seconds", "When the last night ended, Unix time.", night.get("nightEndedAt")
    )
    yield _gauge("night_exit_code", "Exit code of the last night.", night.get("nightExitCode"))
    yield _gauge("night_seconds", "How long the last night took.", night.get("nightSeconds"))
    files = GaugeMetricFamily(
        f"{NAMESPACE}_night_files",
        "Files of the last night, by `status`: `loaded`, `failed` or not fetched, `not_taken`, `waiting`.",
        labels=["status"],
    )
    rows = GaugeMetricFamily(
        f"{NAMESPACE}_quarantined_rows",
        "Rows in quarantine after the last night, by `state`: all that are `waiting`; those that were `new`.",
        labels=["state"],
    )
    for family, labels in ((files, NIGHT_FILES), (rows, NIGHT_ROWS)):
        for label, name in labels.items():
            if name in night:
                family.add_metric([label], night[name])
    yield files
    yield rows
    yield _gauge(
        "unplaced_names",
        "Names in logs that no jurisdiction has, after the last night.",
        night.get("nightUnplacedNames"),
    )


def _runs(runs: Sequence[Mapping[str, Any]]) -> Iterable[Metric]:
    status = GaugeMetricFamily(
        f"{NAMESPACE}_load_run_status",
        "1 for the `status` of the last load of a `source`.",
        labels=["source", "status"],
    )
    rows = GaugeMetricFamily(
        f"{NAMESPACE}_load_run_rows",
        "Rows of the last load of a `source`, by `outcome`, `quarantined` among them.",
        labels=["source", "outcome"],
    )
    ended = GaugeMetricFamily(
        f"{NAMESPACE}_load_run_noted_timestamp_seconds",
        "When the last load of a `source` ended, or last wrote into the ledger; Unix time.",
        labels=["source"],
    )
    seconds = GaugeMetricFamily(
        f"{NAMESPACE}_load_run_seconds", "How long the last load of a `source` took.", labels=["source"]
    )
    for run in runs:
        source = run["source"]
        status.add_metric([source, run["status"]], 1)
        ended.add_metric([source], run["notedAt"])
        seconds.add_metric([source], run["seconds"])
        for outcome in OUTCOMES:
            rows.add_metric([source, outcome], run[outcome])
    return status, rows, ended, seconds


def _gauge(name: str, meaning: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(f"{NAMESPACE}_{name}", meaning)
    if value is not None:
        family.add_metric([], value)
    return family
