"""The ledger: one node for each run of a loader over a source, written while it goes on.

It is the checkpoint too: what a batch did and how far the source was read commit together.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

from domain.vocabulary import RunStatus
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import PACKAGE
from graph.statements import statement
from loaders.pipeline.writer import Counts

NOTE: Final = statement("load/run")
REACHED: Final = statement("load/run_reached")
ABANDON: Final = statement("load/run_abandon")

DEADLINE_S: Final = 60.0
VERSION: Final = version(PACKAGE)


@dataclass(kw_only=True)
class Run:
    """One run: `by` which command, over which source and file; `line` is how far the file was read.

    `digest` is a hash of the file's content: the same file is known again under another name. `redacted` is
    how many texts personal data were removed from.
    """

    source: str
    by: str
    file: str | None = None
    digest: str | None = None
    line: int = 0
    counts: Counts = field(default_factory=Counts)
    redacted: int = 0
    status: RunStatus = RunStatus.RUNNING
    problem: str | None = None
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    key: str = ""

    def __post_init__(self) -> None:
        moment = self.started_at.isoformat(timespec="milliseconds")
        self.key = self.key or f"run:{moment}-{self.source}-{uuid4().hex[:6]}"
        self._clock = perf_counter()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return round(perf_counter() - self._clock, 3)

    def facts(self) -> dict[str, Any]:
        """The properties of its node, but for the moment when it began; null where there is none."""
        return {
            "source": self.source,
            "by": self.by,
            "file": self.file,
            "digest": self.digest,
            "line": self.line,
            "status": self.status.name,
            "problem": self.problem,
            "seconds": self.seconds,
            "version": VERSION,
            "read": self.counts.read,
            "redacted": self.redacted,
            **asdict(self.counts),
        }


async def note(transaction: Transaction, run: Run, counts: Counts, line: int) -> None:
    """Writes into the ledger that a run came so far. Part of the transaction of a batch."""
    facts = run.facts() | asdict(counts) | {"read": counts.read, "line": line}
    await transaction.run(NOTE, _parameters(run, facts))


async def put_down(database: Database, run: Run) -> None:
    """Writes a run into the ledger as it stands. Raises the errors of the database."""
    await database.write(NOTE, _parameters(run, run.facts()), Deadline.after(DEADLINE_S))


@asynccontextmanager
async def entered(database: Database, run: Run) -> AsyncIterator[None]:
    """Puts a run down when the block ends: as DONE unless it says otherwise, as FAILED with an error's code.

    Raises what the block raises, and the errors of the database.
    """
    try:
        yield
        if run.status is RunStatus.RUNNING:
            run.status = RunStatus.DONE
    except BaseException as error:
        run.status = RunStatus.FAILED
        run.problem = error.code if isinstance(error, GraphError) else type(error).__name__
        raise
    finally:
        await put_down(database, run)


async def line_reached(database: Database, source: str, digest: str) -> int:
    """The line that the last run over the same content came to; 0 where it was done, or there is none."""
    found = await database.read(REACHED, {"source": source, "digest": digest}, Deadline.after(DEADLINE_S))
    return int(found[0]["line"]) if found else 0


async def abandon(database: Database, *, quiet_s: float) -> int:
    """Calls runs stopped that nobody has written into for so many seconds; returns how many."""
    found = await database.write(ABANDON, {"seconds": quiet_s}, Deadline.after(DEADLINE_S))
    return int(found[0]["runs"])


def _parameters(run: Run, facts: dict[str, Any]) -> dict[str, Any]:
    return {"key": run.key, "facts": facts, "startedAt": run.started_at.isoformat(timespec="milliseconds")}
