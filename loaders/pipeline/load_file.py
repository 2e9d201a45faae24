"""Takes a file of a source in: good rows are written, the others set aside with why and what to do.

A batch's rows, the counters that follow from them, the step of the data version and the line in the ledger
commit in one transaction. So a run may be killed at any point: the next one finds what was written
unchanged, and with `resume` begins behind it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from domain.vocabulary import RunStatus
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid, GraphError, InvalidInput
from loaders.pipeline import ledger
from loaders.pipeline.batch import Written, write_batch
from loaders.pipeline.cells import Cells
from loaders.pipeline.check import Check, Checked, Read
from loaders.pipeline.duplicates import Seen, Standing
from loaders.pipeline.known_keys import Known
from loaders.pipeline.ledger import Run
from loaders.pipeline.placement import Placement
from loaders.pipeline.quarantine import Quarantine
from loaders.pipeline.read_ahead import ahead
from loaders.pipeline.source import Source
from loaders.pipeline.writer import BATCH_DEADLINE_S, Counts, change
from loaders.readers import ARCHIVE, kind_of

Numbered = tuple[int, Read]
Progress = Callable[[int, float | None], None]
"""Hears how many rows were dealt with since it was last called, and the share of the file that is read."""
Keep = Callable[[list[Checked], Quarantine], Awaitable[Written]]
"""Keeps what can be kept of a checked batch, sets the other rows aside, and tells what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is taken in.

    `quarantine` is the folder of rows set aside. Above a share of `most_bad` (None: the source's own) the
    rest of the file is not read. With `dry_run` every batch is written and rolled back, so that the report is
    true and nothing stays. `resume` begins behind what an unfinished run over the same content wrote. `stop`
    is asked between batches of `batch` rows (None: the source's own). `placement` finds the jurisdictions of
    rows without a key; `sheet`, `choose_sheet` and `encoding` are of the file, as of `raw_rows`. `seen` holds
    the rows of the files taken in before it in the same run, which count for more; `file` is the number of
    this one among them.
    """

    quarantine: Path
    by: str = "load"
    most_bad: float | None = None
    dry_run: bool = False
    resume: bool = False
    stop: Callable[[], bool] = lambda: False
    batch: int | None = None
    placement: Placement | None = None
    sheet: str | None = None
    choose_sheet: bool = False
    encoding: str | None = None
    seen: Seen = field(default_factory=Seen)
    file: int = 0


@dataclass(kw_only=True)
class Report:
    """What became of a file: counts of rows, and of problems by code and field; where bad rows wait.

    Rows `superseded` by a later file or a newer year are among the unchanged. `redacted` counts by field the
    texts that personal data were removed from. `ignored` are headings that mean no field.
    """

    source: str
    path: Path
    status: RunStatus
    counts: Counts = field(default_factory=Counts)
    run: str | None = None
    problem: str | None = None
    quarantine: str | None = None
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    superseded: int = 0
    redacted: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows checked by themselves; of the file so far the share, and how rows without a key were placed."""

    rows: list[Checked]
    share: float | None
    placed: Counter[str]


class _RolledBack(Exception):
    """Carries what a batch came to out of the transaction that it undoes."""

    def __init__(self, written: Written) -> None:
        self.written = written


async def take_in(
    database: Database, source: Source, path: Path, options: Options, progress: Progress = lambda *_: None
) -> Report:
    """Loads one file. One that cannot be read on ends as FAILED, with what was read before kept.

    Raises InvalidInput when the file is none that can be opened, HomeUnusable when rows cannot be set
    aside, and the errors of the database; the ledger then says FAILED.
    """
    kind, _ = kind_of(path, options.sheet, options.encoding)
    run = Run(source=source.name, by=options.by, file=path.name, digest=digest_of(path))
    if options.resume:
        run.line = await ledger.line_reached(database, run.source, str(run.digest))
    # A line of a JSON array may hold more rows than those that were reached; again is unchanged.
    first = run.line if kind in (".json", ARCHIVE) else run.line + 1
    intake = Intake(source, path, options, run, _into_graph(database, source, run, options), first=first)
    if options.dry_run:
        return await intake.all(progress)
    await ledger.put_down(database, run)
    async with ledger.entered(database, run):
        return await intake.all(progress)


def refuse_unreadable(paths: Iterable[Path], options: Options) -> None:
    """Raises InvalidInput for the first file that cannot be opened, or not by these options."""
    for path in paths:
        kind_of(path, options.sheet, options.encoding)
        with _opened(path):
            pass


def digest_of(path: Path) -> str:
    """A hash of the file's bytes. Raises InvalidInput when it cannot be read."""
    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror}); check path and rights") from None


def set_aside(quarantine: Quarantine, written: Written) -> None:
    """Puts the bad rows of a batch into quarantine. Raises HomeUnusable."""
    quarantine.put((each.line, each.cells, problems) for each, problems in written.bad.items())


def _into_graph(database: Database, source: Source, run: Run, options: Options) -> Keep:
    known = Known()

    async def keep(checked: list[Checked], quarantine: Quarantine) -> Written:
        async def work(transaction: Transaction) -> Written:
            written = await write_batch(transaction, source, checked, known)
            if options.dry_run:
                raise _RolledBack(written)
            # Before the commit: a row is set aside twice rather than lost.
            set_aside(quarantine, written)
            return written

        async def note(transaction: Transaction, written: Written) -> None:
            await ledger.note(transaction, run, run.counts + written.counts, checked[-1].line)

        try:
            deadline = Deadline.after(BATCH_DEADLINE_S)
            return await change(database, work, deadline, name="take_in", note=note, known=known)
        except _RolledBack as undone:
            return undone.written

    return keep


class Intake:
    """One file on its way, from line `first` on, to what keeps its rows; `run` tells how far it came."""

    def __init__(
        self, source: Source, path: Path, options: Options, run: Run, keep: Keep, *, first: int = 0
    ) -> None:
        self._keep, self._source, self._path = keep, source, path
        self._options, self._run = options, run
        self._batch_size = options.batch or source.target.batch
        self._first = first
        self._check = Check(source, options.placement, options.seen, options.file)
        self._cells = Cells(source, path, options.sheet, options.encoding, choose_sheet=options.choose_sheet)
        self._report = Report(source=source.name, path=path, status=RunStatus.RUNNING)

    async def all(self, progress: Progress) -> Report:
        """Reads to the end; a file that cannot be read on is FAILED. Raises as `take_in`."""
        run, options = self._run, self._options
        name = f"{run.key.removeprefix('run:').replace(':', '')}-{self._path.name}"
        with Quarantine(options.quarantine, name, self._source.names) as quarantine:
            try:
                async with aclosing(ahead(self._read())) as coming:
                    async for batch in coming:
                        if options.stop():
                            run.status, run.problem = RunStatus.STOPPED, "told to stop between two batches"
                            break
                        await self._batch(batch, quarantine)
                        progress(len(batch.rows), batch.share)
                        self._judge()
                    else:
                        run.status = RunStatus.DONE
            except DataInvalid as error:
                run.status, run.problem = RunStatus.FAILED, str(error)
            report = self._report
            report.status, report.problem, report.counts = run.status, run.problem, run.counts
            report.run = None if options.dry_run else run.key
            report.quarantine = (
                str(quarantine.path) if run.counts.quarantined and not options.dry_run else None
            )
            report.ignored = list(self._cells.ignored)
            return report

    def _read(self) -> Iterator[_Batch]:
        placement = self._options.placement
        for rows in batches(self._cells, self._batch_size):
            checked = self._check.rows(rows)
            yield _Batch(checked, self._cells.share, Counter(placement.counts if placement else ()))

    async def _batch(self, batch: _Batch, quarantine: Quarantine) -> None:
        run, self._report.placed = self._run, batch.placed
        # Of rows that a run before has dealt with only what they are counts.
        before = [each for each in batch.rows if each.line < self._first]
        self._check.compare(before)
        self._check.remember(before)
        checked = batch.rows[len(before) :]
        self._check.compare(checked)
        if not checked:
            return
        self._report.redacted.update(field for each in checked for field in each.redacted)
        run.redacted = self._report.redacted.total()
        written = await self._keep(checked, quarantine)
        run.counts, run.line = run.counts + written.counts, checked[-1].line
        self._check.remember(each for each in checked if each not in written.bad)
        self._report.superseded += sum(each.standing is Standing.SUPERSEDED for each in checked)
        problems = (each for found in written.bad.values() for each in found)
        self._report.problems.update((each.code.name, each.field) for each in problems)

    def _judge(self) -> None:
        counts, most = self._run.counts, self._options.most_bad
        most = self._source.most_bad if most is None else most
        if counts.read >= self._source.judge_after and counts.quarantined > most * counts.read:
            raise DataInvalid(
                f"{self._path.name}: {counts.quarantined:,} of the first {counts.read:,} rows are bad, more "
                f"than {most:.0%}; does it hold {self._source.name}? Mend it, or allow more with --most-bad."
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
