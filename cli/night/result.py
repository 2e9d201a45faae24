"""What a night came to: the reports of its files, what is new in quarantine, how it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cli.exits import FAILED, QUARANTINED, exit_code_of
from cli.ingest import as_json, exit_code
from cli.night.dropped import DroppedFiles
from domain.moments import moment_text
from domain.vocabulary import RunStatus
from graph.errors import GraphError
from graph.settings import PACKAGE
from loaders.pipeline.ledger import VERSION
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.quarantine import EntryState, QuarantineEntry

SCHEMA: Final = 1
"""Version of the fields of a report; it rises when one changes its meaning or goes."""
MAX_ENTRIES: Final = 100
"""New entries of the quarantine that a report lists."""
NOT_FETCHED, NOT_TAKEN, WAITING, WARNING = "NOT_FETCHED", "NOT_TAKEN", "WAITING", "WARNING"
"""Statuses of files that were not loaded, and of what is not as usual, beside those of runs."""


@dataclass(slots=True)
class NightResult:
    """One night over a folder, as far as it has come.

    `new` are the entries of the quarantine that no command has reported before, `quarantine` how many there
    are of each state, `warnings` what is not as usual, `unplaced` how many names no jurisdiction has, in how
    many rows, `not_fetched` why a file did not come from its address. `error` has ended it.
    """

    folder: Path
    report: Path | None = None
    dry_run: bool = False
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    reports: list[LoadReport] = field(default_factory=list)
    dropped: DroppedFiles | None = None
    not_fetched: dict[str, str] = field(default_factory=dict)
    not_moved: dict[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    new: Sequence[QuarantineEntry] = ()
    quarantine: dict[EntryState, int] = field(default_factory=dict)
    unplaced: tuple[int, int] = (0, 0)
    error: BaseException | None = None

    @property
    def exit_code(self) -> int:
        """1: failed; 2: wrong use; 3: something new waits for a person; 0: nothing to do."""
        if self.error is not None:
            return exit_code_of(self.error)
        code = FAILED if self.not_fetched else exit_code(self.reports)
        if code == 0 and (self.new or self.warnings or self.not_taken or self.waiting or self.not_moved):
            return QUARANTINED
        return code

    @property
    def failed(self) -> list[LoadReport]:
        """Files that were not read to their end."""
        return [report for report in self.reports if report.status is not RunStatus.DONE]

    @property
    def new_rows(self) -> int:
        """How many rows are new in quarantine, or would be."""
        return sum(report.new for report in self.reports) if self.dry_run else len(self.new)

    @property
    def not_taken(self) -> dict[str, str]:
        """Names of files that cannot be loaded, each with why."""
        return dict(self.dropped.not_taken) if self.dropped else {}

    @property
    def waiting(self) -> dict[str, str]:
        """Names of files that the next night loads, each with why."""
        return dict(self.dropped.waiting) if self.dropped else {}

    def files(self) -> Iterator[dict[str, Any]]:
        """The reports of all files, also of those that were not loaded."""
        yield from map(as_json, self.reports)
        apart = ((NOT_FETCHED, self.not_fetched), (NOT_TAKEN, self.not_taken), (WAITING, self.waiting))
        for status, files in apart:
            for name, why in files.items():
                report = LoadReport(source="", path=Path(name), status=RunStatus.FAILED, problem=why)
                yield as_json(report) | {"source": None, "status": status}
        for text in self.warnings:
            yield {"source": None, "file": None, "status": WARNING, "problem": text}

    def facts(self) -> dict[str, Any]:
        """The machine's report: docs/operations.md describes its fields."""
        names, rows = self.unplaced
        return {
            "schema": SCHEMA,
            "program": {"name": PACKAGE, "version": VERSION},
            "folder": str(self.folder),
            "dry_run": self.dry_run,
            "started_at": moment_text(self.started_at),
            "ended_at": moment_text(datetime.now(UTC)),
            "seconds": self.seconds,
            "exit_code": self.exit_code,
            "error": self._error(),
            "counts": self.counts(),
            "files": list(self.files()),
            "left_out": {kind: list(names) for kind, names in self.dropped.left_out.items()}
            if self.dropped
            else {},
            "quarantine": {
                "new": self.new_rows,
                **{state.value: rows for state, rows in self.quarantine.items()},
                "entries": [_named(entry) for entry in self.new[:MAX_ENTRIES]],
            },
            "unplaced": {"names": names, "rows": rows},
            "not_moved": self.not_moved,
            "warnings": list(self.warnings),
        }

    @property
    def seconds(self) -> float:
        """Since it began."""
        return round((datetime.now(UTC) - self.started_at).total_seconds(), 3)

    def counts(self) -> dict[str, int]:
        """How many files were loaded, failed, did not come and wait; how many rows became what."""
        rows = Counter[str]()
        for each in map(as_json, self.reports):
            rows.update({name: each[name] for name in ROWS})
        return {
            "loaded": len(self.reports) - len(self.failed),
            "failed": len(self.failed),
            "not_fetched": len(self.not_fetched),
            "not_taken": len(self.not_taken),
            "waiting": len(self.waiting),
            **{name: rows[name] for name in ROWS},
        }

    @property
    def error_code(self) -> str | None:
        """The code of what ended the night early; None if nothing did."""
        if self.error is None:
            return None
        return self.error.code if isinstance(self.error, GraphError) else GraphError.code

    def _error(self) -> dict[str, str] | None:
        if (code := self.error_code) is None:
            return None
        return {"code": code, "message": str(self.error) or type(self.error).__name__}


ROWS: Final = ("read", "created", "updated", "deleted", "unchanged", "quarantined", "new")


def _named(entry: QuarantineEntry) -> dict[str, Any]:
    """Where an entry is and what is wrong, without any value of its row."""
    problems = [{"code": each["code"], "field": each["field"]} for each in entry.problems]
    return {
        "id": entry.id,
        "source": entry.source,
        "file": entry.file,
        "line": entry.line,
        "problems": problems,
    }
