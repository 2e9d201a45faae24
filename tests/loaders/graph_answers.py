"""What the graph answers, and what a report tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from domain.vocabulary import RunStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.load_report import LoadReport


async def asked(graph: Database, query: str, **parameters: Any) -> list[Any]:
    """A value for each row of a query of one column, else a tuple."""
    records = await graph.read(Statement("asked", f"CYPHER 25 {query}"), parameters, Deadline.after(60))
    return [record.values()[0] if len(record) == 1 else tuple(record.values()) for record in records]


def row_counts(report: LoadReport) -> tuple[int, int, int, int, int]:
    """Rows created, updated, deleted, unchanged, quarantined, of a file that was read to its end."""
    counts = report.counts
    assert report.status is RunStatus.DONE, report.problem
    return counts.created, counts.updated, counts.deleted, counts.unchanged, counts.quarantined


def quarantined(report: LoadReport) -> list[dict[str, Any]]:
    """The rows that wait to be fixed."""
    assert report.quarantine is not None
    return [json.loads(line) for line in Path(report.quarantine).read_text().splitlines()]
