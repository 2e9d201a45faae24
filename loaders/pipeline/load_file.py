"""Loads a file of a source: good rows are written, the others quarantined with their problems.

A batch's rows, the counters that follow from them, the step of the data version and the line in the ledger
commit in one transaction. So a run may be killed at any point: the next one finds what was written
unchanged, and with `resume` begins behind it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import Final

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.statements import statement
from loaders.pipeline import ledger
from loaders.pipeline.batch import BatchResult, write_batch
from loaders.pipeline.diff import changes, node_states
from loaders.pipeline.file_ingest import FileIngest, FileProgress, WriteBatch
from loaders.pipeline.labels import labels_of
from loaders.pipeline.ledger import Run
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.quarantine import BadRow, Quarantine
from loaders.pipeline.quarantine.unplaced import UnplacedNames
from loaders.pipeline.references import KnownReferences
from loaders.pipeline.row_checker import CheckedRow
from loaders.pipeline.source import Source
from loaders.pipeline.tombstones import FileOrigin, remember_batch, supersede_older, supersede_outdated
from loaders.pipeline.writer import BATCH_DEADLINE_S, change
from loaders.readers import ARCHIVE, kind_of
from loaders.readers.broken import cannot_open

KEYS: Final = statement("load/keys")


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
    run = Run(source=source.name, by=options.by, file=path.name, digest=digest, night=options.night)
    if options.resume:
        run.line = await ledger.line_reached(database, run.source, str(run.digest))
    # A line of a JSON array may hold more rows than those that were reached: it is read again.
    first = run.line if kind in (".json", ARCHIVE) else run.line + 1
    first_seen = await ledger.first_seen(database, run)
    run.is_new = options.night is not None and options.night.is_new(first_seen)
    origin = FileOrigin(path.name if options.in_order_of_names else None, first_seen, run.started_at)
    write = _graph_writer(database, source, run, options, origin)
    labels = await labels_of(database)
    ingest = FileIngest(source, path, options, run, write, labels=labels, first=first)
    if options.dry_run:
        return await ingest.run(progress)
    await ledger.save(database, run)
    async with ledger.recorded(database, run):
        report = await ingest.run(progress)
        if source.places and options.placement is not None:
            names = UnplacedNames(options.quarantine)
            names.record(run.key, source.name, path.name, options.placement.unplaced)
        return report


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
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise InvalidInput(
            f"{path}: is a FIFO, a socket or a device, which may never end; write its content into a file."
        )
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise cannot_open(path, error) from None


async def _reopen_lost(
    transaction: Transaction, source: Source, quarantine: Quarantine, bad: Sequence[BadRow]
) -> None:
    """Rows that had been fixed are new again where the graph has lost their nodes, as after a reset."""
    fixed = quarantine.fixed(bad) if source.label and bad else {}
    if fixed:
        found = await transaction.run(KEYS, {"label": source.label, "keys": list(fixed.values())})
        there = {record["key"] for record in found}
        quarantine.reopen([each for each, key in fixed.items() if key not in there])


def _graph_writer(
    database: Database, source: Source, run: Run, options: LoadOptions, origin: FileOrigin
) -> WriteBatch:
    known = KnownReferences()

    async def write(checked: list[CheckedRow], quarantine: Quarantine) -> BatchResult:
        remembered = set[str]()

        async def work(transaction: Transaction) -> BatchResult:
            nonlocal remembered
            remembered = set()
            if source.delete is not None and known.deletions:
                remembered = await supersede_older(transaction, checked, origin)
            await supersede_outdated(transaction, checked)
            keys = [each.row["key"] for each in checked if each.fresh and each.row is not None]
            before = await node_states(transaction, source.label, keys) if options.dry_run else {}
            result = await write_batch(
                transaction, source, checked, run=run.key, watched=quarantine.waiting, known=known
            )
            known.wrote(source.label)
            bad = quarantine.rows(result.bad)
            if options.dry_run:
                diff = changes(before, await node_states(transaction, source.label, keys))
                raise _RolledBack(replace(result, new=quarantine.count(bad), diff=diff))
            await _reopen_lost(transaction, source, quarantine, bad)
            # Before the commit: better a row that is quarantined twice than one that is lost.
            return replace(result, new=quarantine.add(bad))

        async def record(transaction: Transaction, result: BatchResult) -> None:
            await remember_batch(transaction, origin, checked, result.bad, remembered)
            await ledger.save_progress(transaction, run, run.counts + result.counts, checked[-1].line)

        try:
            deadline = Deadline.after(BATCH_DEADLINE_S)
            return await change(database, work, deadline, name="load_file", record=record, known=known)
        except _RolledBack as undone:
            return undone.result

    return write
