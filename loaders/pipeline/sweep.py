"""The sweep after a complete source: what is in none of its files any more is deleted."""

from __future__ import annotations

from typing import Final

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid
from loaders.pipeline import ledger
from loaders.pipeline.deletion import delete_nodes
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.ledger import Run
from loaders.pipeline.source import Source
from loaders.pipeline.tombstones import FileOrigin, remember_deletions
from loaders.pipeline.writer import BATCH_DEADLINE_S, Counts, change

PAGE: Final = 10_000
"""Keys of the graph that are looked at together."""
MAX_DELETED: Final = 0.5
"""Above this share of what the graph has, the files are probably not the complete source."""


async def sweep(
    database: Database,
    source: Source,
    seen: DuplicateIndex,
    *,
    by: str,
    dry_run: bool,
    max_share: float = MAX_DELETED,
) -> Counts:
    """Deletes the nodes of a source that are in no file of a run; those with uses stay, as unchanged.

    With `dry_run` nothing is deleted and the counts are of what would be tried. Raises DataInvalid, with
    nothing deleted, when that is a larger share than `max_share`, and the errors of the database.
    """
    unseen, total = await _unseen(database, source, seen)
    if len(unseen) > max_share * total:
        raise DataInvalid(
            f"{source.name}: {len(unseen):,} of {total:,} in the graph are in none of these files, more than "
            f"{max_share:.0%}; check that the files are the complete source. Nothing was deleted. "
            "To delete more, raise --most-deleted."
        )
    if dry_run:
        return Counts(deleted=len(unseen))
    run = Run(source=source.name, by=by)
    async with ledger.recorded(database, run):
        for start in range(0, len(unseen), source.target.batch):
            run.counts = await _delete(database, source, run, unseen[start : start + source.target.batch])
    return run.counts


async def _delete(database: Database, source: Source, run: Run, keys: list[str]) -> Counts:
    async def work(transaction: Transaction) -> list[str]:
        uses = await delete_nodes(transaction, source, keys)
        return [key for key, number in uses.items() if not number]

    def counts(deleted: list[str]) -> Counts:
        return run.counts + Counts(deleted=len(deleted), unchanged=len(keys) - len(deleted))

    async def record(transaction: Transaction, deleted: list[str]) -> None:
        await remember_deletions(transaction, FileOrigin(None, run.started_at, run.started_at), deleted)
        await ledger.save_progress(transaction, run, counts(deleted), 0)

    deadline = Deadline.after(BATCH_DEADLINE_S)
    return counts(await change(database, work, deadline, name="sweep", record=record))


async def _unseen(database: Database, source: Source, seen: DuplicateIndex) -> tuple[list[str], int]:
    """The keys of the graph that no file had, and how many keys there are."""
    assert source.list_keys is not None
    unseen, total, after = list[str](), 0, ""
    while True:
        page = {"after": after, "page": PAGE}
        found = await database.read(source.list_keys, page, Deadline.after(BATCH_DEADLINE_S))
        keys = [str(record["key"]) for record in found]
        if not keys:
            return unseen, total
        unseen += seen.unseen(keys)
        total, after = total + len(keys), keys[-1]
