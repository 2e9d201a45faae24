"""Takes a request log in: good rows are written, the others set aside with why and what to do.

A batch's rows, the counters that follow from them, the step of the data version and the line in the ledger
commit in one transaction. So a run may be killed at any point: the next one finds what was written
unchanged, and with `resume` begins behind it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid, GraphError, InvalidInput
from graph.recorded import Outcome, Recorded
from graph.vocabulary import RunStatus
from loaders import ledger
from loaders.ledger import Run
from loaders.placement import Placement
from loaders.quarantine import Quarantine
from loaders.readers import kind_of
from loaders.record import checked_row, write_checked
from loaders.request_log import request_cells
from loaders.requests import RequestRow
from loaders.sources import REQUESTS
from loaders.writer import BATCH_DEADLINE_S, Counts, Progress, change

BATCH: Final = REQUESTS.target.batch
FEWEST_TO_JUDGE: Final = 200
"""Rows of a file that are read before the share of bad ones may stop it."""

Cells = Mapping[str, Any]
Numbered = tuple[int, Cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a log is taken in.

    `quarantine` is the folder of rows set aside. Above a share of `most_bad` the rest of the file is not
    read. With `dry_run` every batch is written and rolled back, so that the report is true and nothing
    stays. `resume` begins behind what an unfinished run over the same content wrote. `stop` is asked
    between batches of `batch` rows. `placement` finds the jurisdictions of rows without a key;
    `sheet` and `encoding` are of the file.
    """

    quarantine: Path
    by: str = "load"
    most_bad: float = 0.5
    dry_run: bool = False
    resume: bool = False
    stop: Callable[[], bool] = lambda: False
    batch: int = BATCH
    placement: Placement | None = None
    sheet: str | None = None
    encoding: str | None = None


@dataclass(kw_only=True)
class Report:
    """What became of a log: counts of rows, and of problems by code and field; where bad rows wait."""

    file: str
    status: RunStatus
    counts: Counts
    run: str | None = None
    problem: str | None = None
    quarantine: str | None = None
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)


class _RolledBack(Exception):
    """Carries what a batch came to out of the transaction that it undoes."""

    def __init__(self, outcomes: list[Recorded]) -> None:
        self.outcomes = outcomes


async def take_in(
    database: Database, path: Path, options: Options, progress: Progress = lambda _: None
) -> Report:
    """Loads one request log. A file that cannot be read on ends as FAILED, with what was read before kept.

    Raises InvalidInput when the file is none that can be opened, HomeUnusable when rows cannot be set
    aside, and the errors of the database; the ledger then says FAILED.
    """
    kind_of(path, options.sheet, options.encoding)
    run = Run(source=REQUESTS.name, by=options.by, file=path.name, digest=digest_of(path))
    if options.resume:
        run.line = await ledger.line_reached(database, run.source, str(run.digest))
    intake = _Intake(database, path, options, run)
    if options.dry_run:
        return await intake.all(progress)
    await ledger.put_down(database, run)
    async with ledger.entered(database, run):
        return await intake.all(progress)


def digest_of(path: Path) -> str:
    """A hash of the file's bytes. Raises InvalidInput when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror}); check path and rights") from None


class _Intake:
    """One file on its way into the graph."""

    def __init__(self, database: Database, path: Path, options: Options, run: Run) -> None:
        self._database, self._path, self._options, self._run = database, path, options, run
        self._problems: Counter[tuple[str, str]] = Counter()

    async def all(self, progress: Progress) -> Report:
        run, options = self._run, self._options
        name = f"{run.key.removeprefix('run:').replace(':', '')}-{self._path.name}"
        with Quarantine(options.quarantine, name) as quarantine:
            try:
                for batch in batches(self._unread(), options.batch):
                    if options.stop():
                        run.status, run.problem = RunStatus.STOPPED, "told to stop between two batches"
                        break
                    await self._batch(batch, quarantine)
                    progress(len(batch))
                    self._judge()
                else:
                    run.status = RunStatus.DONE
            except DataInvalid as error:
                run.status, run.problem = RunStatus.FAILED, str(error)
            aside = run.counts.quarantined and not options.dry_run
            return Report(
                file=self._path.name,
                status=run.status,
                counts=run.counts,
                run=None if options.dry_run else run.key,
                problem=run.problem,
                quarantine=str(quarantine.path) if aside else None,
                problems=self._problems,
                placed=options.placement.counts if options.placement else Counter(),
            )

    def _unread(self) -> Iterator[Numbered]:
        """The rows behind those that an earlier run has dealt with."""
        for line, cells in request_cells(self._path, self._options.sheet, self._options.encoding):
            if line > self._run.line:
                yield line, cells

    async def _batch(self, batch: list[Numbered], quarantine: Quarantine) -> None:
        run = self._run
        checked = [self._checked(cells) for _, cells in batch]
        line = batch[-1][0]

        def after(outcomes: list[Recorded]) -> Counts:
            return run.counts + _counts(outcomes)

        async def work(transaction: Transaction) -> list[Recorded]:
            outcomes = await write_checked(transaction, checked)
            if self._options.dry_run:
                raise _RolledBack(outcomes)
            bad = [
                (number, cells, outcome.problems)
                for (number, cells), outcome in zip(batch, outcomes, strict=True)
                if outcome.outcome is Outcome.REJECTED
            ]
            quarantine.put(bad)  # before the commit: a row is set aside twice rather than lost
            return outcomes

        async def note(transaction: Transaction, outcomes: list[Recorded]) -> None:
            await ledger.note(transaction, run, after(outcomes), line)

        try:
            deadline = Deadline.after(BATCH_DEADLINE_S)
            outcomes = await change(self._database, work, deadline, name="take_in", note=note)
        except _RolledBack as undone:
            outcomes = undone.outcomes
        run.counts, run.line = after(outcomes), line
        self._problems.update((p.code.name, p.field) for each in outcomes for p in each.problems)

    def _checked(self, cells: Cells) -> RequestRow | Recorded:
        row, placement = checked_row(RequestRow, cells), self._options.placement
        if placement is None or isinstance(row, Recorded):
            return row
        placed = placement.place(row)
        return placed if isinstance(placed, RequestRow) else Recorded(row.key, Outcome.REJECTED, (placed,))

    def _judge(self) -> None:
        counts, most = self._run.counts, self._options.most_bad
        if counts.read >= FEWEST_TO_JUDGE and counts.quarantined > most * counts.read:
            raise DataInvalid(
                f"{self._path.name}: {counts.quarantined:,} of the first {counts.read:,} rows are bad, more "
                f"than {most:.0%}; is it the right file? Mend it, or allow more with --most-bad."
            )


def batches(rows: Iterable[Numbered], size: int) -> Iterator[list[Numbered]]:
    """The rows in lists of `size`. What was read before the file failed comes out before its error."""
    batch: list[Numbered] = []
    failed: GraphError | None = None
    source = iter(rows)
    while failed is None:
        try:
            batch.append(next(source))
        except StopIteration:
            break
        except GraphError as error:
            failed = error
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
    if failed is not None:
        raise failed


def _counts(outcomes: list[Recorded]) -> Counts:
    found = Counter(each.outcome for each in outcomes)
    return Counts(
        found[Outcome.CREATED], found[Outcome.UPDATED], found[Outcome.UNCHANGED], found[Outcome.REJECTED]
    )
