"""Loads entries of the quarantine again as they are: an alias or a jurisdiction may have come since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.write_result import RowProblem
from graph.database import Database, Transaction
from graph.deadline import Deadline
from loaders.pipeline import ledger
from loaders.pipeline.batch import BatchResult, write_batch
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.labels import labels_of
from loaders.pipeline.ledger import Run
from loaders.pipeline.placement import Placement
from loaders.pipeline.quarantine import QuarantineEntry, QuarantineStore
from loaders.pipeline.row_checker import CheckedRow, RowChecker
from loaders.pipeline.source import Source
from loaders.pipeline.tombstones import FileOrigin, remember_batch, supersede_outdated
from loaders.pipeline.writer import BATCH_DEADLINE_S, change

BY: Final = "quarantine retry"


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of an entry: it is in the graph, or has these `problems`.

    `newer` is the entry of the same key that was tried in its place.
    """

    entry: QuarantineEntry
    problems: tuple[RowProblem, ...] = ()
    newer: QuarantineEntry | None = None


async def retry(
    database: Database,
    source: Source,
    entries: Sequence[QuarantineEntry],
    store: QuarantineStore,
    placement: Placement,
) -> list[Retried]:
    """Loads entries of one source that have cells; of several with one key the newest.

    Marks those that are in the graph as fixed. Raises the errors of the database, and HomeUnusable.
    """
    run = Run(source=source.name, by=BY)
    checker = RowChecker(source, placement, DuplicateIndex(), 0, await labels_of(database))
    found = list[Retried]()
    await ledger.save(database, run)
    async with ledger.recorded(database, run):
        for groups in _batches(entries, source.target.batch):
            checked = checker.check((group[-1].line, group[-1].cells) for group in groups)
            checker.find_duplicates(checked)
            result = await _write(database, source, run, checked)
            run.counts += result.counts
            for row, group in zip(checked, groups, strict=True):
                problems = result.bad.get(row, ())
                if problems:
                    store.note_problems(group[-1].id, problems)
                else:
                    store.fix([each.id for each in group])
                found += [Retried(each, problems, group[-1]) for each in group[:-1]]
                found.append(Retried(group[-1], problems))
    return found


async def _write(database: Database, source: Source, run: Run, checked: Sequence[CheckedRow]) -> BatchResult:
    origin = FileOrigin(None, run.started_at, run.started_at)  # by hand, so newer than any deletion
    keys = [each.row["key"] for each in checked if each.row is not None and not each.tombstone]

    async def work(transaction: Transaction) -> BatchResult:
        await supersede_outdated(transaction, checked)
        return await write_batch(transaction, source, checked, run=run.key)

    async def record(transaction: Transaction, result: BatchResult) -> None:
        await remember_batch(transaction, origin, checked, result.bad, keys)
        await ledger.save_progress(transaction, run, run.counts + result.counts, 0)

    return await change(database, work, Deadline.after(BATCH_DEADLINE_S), name="retry", record=record)


def _batches(entries: Iterable[QuarantineEntry], size: int) -> Iterator[list[list[QuarantineEntry]]]:
    """The entries of each key, the newest last, in lists of `size` keys."""
    groups = dict[str, list[QuarantineEntry]]()
    for entry in sorted(entries, key=lambda each: (each.last_seen, each.first_seen)):
        groups.setdefault(entry.key or entry.id, []).append(entry)
    listed = list(groups.values())
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
