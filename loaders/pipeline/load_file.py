"""Loads a file of a source: good rows are written, the others quarantined with their problems.

A batch's rows, the counters that follow from them, the step of the data version and the line in the ledger
commit in one transaction. So a run may be killed at any point: the next one finds what was written
unchanged, and with `resume` begins behind it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from graph.database import Database, Transaction
from graph.deadline import Deadline
from loaders.pipeline import ledger
from loaders.pipeline.batch import BatchResult, write_batch
from loaders.pipeline.file_ingest import FileIngest, FileProgress, WriteBatch
from loaders.pipeline.ledger import Run
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.quarantine import Quarantine
from loaders.pipeline.row_checker import CheckedRow
from loaders.pipeline.source import Source
from loaders.pipeline.writer import BATCH_DEADLINE_S, change
from loaders.readers import ARCHIVE, kind_of
from loaders.readers.broken import cannot_open


class _RolledBack(Exception):
    """Carries the result of a batch out of the transaction that it undoes."""

    def __init__(self, result: BatchResult) -> None:
        self.result = result


async def load_file(
    database: Database,
    source: Source,
    path: Path,
    options: LoadOptions,
    progress: FileProgress = lambda *_: None,
) -> LoadReport:
    """Loads one file. If it cannot be read to its end it is FAILED, and what was read before stays.

    Raises InvalidInput when the file cannot be opened, HomeUnusable when rows cannot be quarantined, and the
    errors of the database; the ledger then says FAILED.
    """
    kind, _ = kind_of(path, options.sheet, options.encoding)
    digest = await asyncio.to_thread(digest_of, path)
    run = Run(source=source.name, by=options.by, file=path.name, digest=digest)
    if options.resume:
        run.line = await ledger.line_reached(database, run.source, str(run.digest))
    # A line of a JSON array may hold more rows than those that were reached: it is read again.
    first = run.line if kind in (".json", ARCHIVE) else run.line + 1
    ingest = FileIngest(
        source, path, options, run, _graph_writer(database, source, run, options), first=first
    )
    if options.dry_run:
        return await ingest.run(progress)
    await ledger.save(database, run)
    async with ledger.recorded(database, run):
        return await ingest.run(progress)


def check_readable(paths: Iterable[Path], options: LoadOptions) -> None:
    """Raises InvalidInput for the first file that cannot be opened, or not with these options."""
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
        raise cannot_open(path, error) from None


def quarantine_rows(quarantine: Quarantine, result: BatchResult) -> None:
    """Quarantines the bad rows of a batch. Raises HomeUnusable."""
    quarantine.add((each.line, each.cells, problems) for each, problems in result.bad.items())


def _graph_writer(database: Database, source: Source, run: Run, options: LoadOptions) -> WriteBatch:
    async def write(checked: list[CheckedRow], quarantine: Quarantine) -> BatchResult:
        async def work(transaction: Transaction) -> BatchResult:
            result = await write_batch(transaction, source, checked)
            if options.dry_run:
                raise _RolledBack(result)
            # Before the commit: better a row that is quarantined twice than one that is lost.
            quarantine_rows(quarantine, result)
            return result

        async def record(transaction: Transaction, result: BatchResult) -> None:
            await ledger.save_progress(transaction, run, run.counts + result.counts, checked[-1].line)

        try:
            deadline = Deadline.after(BATCH_DEADLINE_S)
            return await change(database, work, deadline, name="load_file", record=record)
        except _RolledBack as undone:
            return undone.result

    return write
