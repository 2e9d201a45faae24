"""The ledger: one node for each run of a loader over a source, written while it goes on.

It is the checkpoint too: what a batch did and how far the source was read commit together.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

from domain.vocabulary import RunStatus
from graph.activity import activity
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import PACKAGE
from graph.statements import statement
from loaders.pipeline.night import Night
from loaders.pipeline.writer import Counts

SAVE: Final = statement("load/run")
REACHED: Final = statement("load/run_reached")
FIRST: Final = statement("load/run_first")
ABANDON: Final = statement("load/run_abandon")

DEADLINE_S: Final = 60.0
VERSION: Final = version(PACKAGE)


@dataclass(kw_only=True)
class Run:
    """One run: `by` which command, over which source and file; `line` is how far the file was read.

    `digest` is a hash of the file's content: the same file is recognized under another name. `redacted`
    counts the texts that personal data were removed from. Of a `night` it has what later ones are compared
    with: whether the file is new in it, rows that name unknown places, and columns with a value.
    """

    source: str
    by: str
    file: str | None = None
    digest: str | None = None
    line: int = 0
    counts: Counts = field(default_factory=Counts)
    redacted: int = 0
    night: Night | None = None
    is_new: bool = False
    unknown_names: int = 0
    columns: Sequence[str] = ()
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
        """The properties of its node, except the moment when it began; unknown ones are null."""
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


def _of_night(run: Run) -> dict[str, Any]:
    if run.night is None:
        return {}
    return {
        "night": run.night.began,
        "folder": run.night.folder,
        "isNew": run.is_new,
        "unknownNames": run.unknown_names,
        "columns": list(run.columns),
    }


async def save_progress(transaction: Transaction, run: Run, counts: Counts, line: int) -> None:
    """Writes how far a run has come into the ledger. Part of the transaction of a batch."""
    facts = run.facts() | asdict(counts) | {"read": counts.read, "line": line}
    await transaction.run(SAVE, _parameters(run, facts))


async def save(database: Database, run: Run) -> None:
    """Writes a run into the ledger as it is now. Raises the errors of the database."""
    await database.write(SAVE, _parameters(run, run.facts()), Deadline.after(DEADLINE_S), from_reserve=True)


@asynccontextmanager
async def recorded(database: Database, run: Run) -> AsyncIterator[None]:
    """Saves a run when the block ends: as DONE unless it has another status, as FAILED with an error's code.

    Neo4j shows its key beside its transactions. Raises what the block raises, and the errors of the database.
    """
    try:
        span = database.observer.span("load", source=run.source, run=run.key)
        with activity(run=run.key), span:
            yield
        if run.status is RunStatus.RUNNING:
            run.status = RunStatus.DONE
    except BaseException as error:
        run.status = RunStatus.FAILED
        run.problem = error.code if isinstance(error, GraphError) else type(error).__name__
        raise
    finally:
        await save(database, run)


async def line_reached(database: Database, source: str, digest: str) -> int:
    """The line that the last run over the same content came to; 0 if it was done, or there was none."""
    found = await database.read(REACHED, {"source": source, "digest": digest}, Deadline.after(DEADLINE_S))
    return int(found[0]["line"]) if found else 0


async def first_seen(database: Database, run: Run) -> datetime:
    """When a file of the run's content came for the first time: in an earlier run, or in this one."""
    parameters = {"source": run.source, "digest": run.digest}
    [found] = await database.read(FIRST, parameters, Deadline.after(DEADLINE_S))
    return run.started_at if found["at"] is None else min(run.started_at, found["at"].to_native())


async def stop_abandoned(database: Database, *, quiet_s: float) -> int:
    """Marks running runs STOPPED that wrote nothing for so many seconds; returns how many."""
    found = await database.write(ABANDON, {"seconds": quiet_s}, Deadline.after(DEADLINE_S))
    return int(found[0]["runs"])


def _parameters(run: Run, facts: dict[str, Any]) -> dict[str, Any]:
    facts = facts | _of_night(run)
    return {"key": run.key, "facts": facts, "startedAt": run.started_at.isoformat(timespec="milliseconds")}
