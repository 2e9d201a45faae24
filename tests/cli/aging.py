"""Nights are a day apart, and a test has no day to wait: what the ledger has becomes a day older instead."""

from __future__ import annotations

from pathlib import Path

from cli.session import connected
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement

A_DAY = Statement(
    "a-day",
    """CYPHER 25 MATCH (r:LoadRun)
    SET r.startedAt = r.startedAt - duration('P1D'), r.notedAt = r.notedAt - duration('P1D'),
      r.night = r.night - duration('P1D')""",
)


def a_day_passes(home: Path) -> None:
    """All runs of a home, whose database runs, began a day earlier."""
    with connected(Settings(home=home)) as session:
        session.run(session.database.write(A_DAY, {}, Deadline.after(60)))
