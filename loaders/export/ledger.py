"""The ledger and the version of the data: load/run.cypher and graph/data_version_raise.cypher."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from loaders.export.table import Line, Table
from loaders.pipeline.ledger import Run

LOAD_RUNS = Table.of_nodes(
    "LoadRun",
    *("source", "by", "file", "digest", "status", "problem", "version", "seconds:double", "line:long"),
    *("read:long", "created:long", "updated:long", "deleted:long", "unchanged:long", "quarantined:long"),
    "redacted:long",
    *("startedAt:datetime", "notedAt:datetime"),
)
GRAPH = Table.of_nodes("Graph", "dataVersion:long", "changedAt:datetime", "ledgerAt:datetime")


def noted(run: Run) -> Iterator[Line]:
    """A run that has just ended."""
    times = {"startedAt": run.started_at, "notedAt": datetime.now(UTC)}
    yield LOAD_RUNS.line({"key": run.key} | times | run.facts())


def first_version() -> Iterator[Line]:
    """An export is the first version of its graph."""
    now = datetime.now(UTC)
    yield GRAPH.line({"key": "graph", "dataVersion": 1, "changedAt": now, "ledgerAt": now})
