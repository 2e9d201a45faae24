"""The sweep after a complete source: what its files no longer name is deleted."""

from __future__ import annotations

from typing import Final

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid
from loaders.pipeline import ledger
from loaders.pipeline.batch import delete
from loaders.pipeline.duplicates import Seen
from loaders.pipeline.ledger import Run
from loaders.pipeline.source import Source
from loaders.pipeline.writer import BATCH_DEADLINE_S, Counts, change

PAGE: Final = 10_000
"""Keys of the graph that are looked at together."""
MOST_SWEPT: Final = 0.5
"""Above this share of what the graph has, the files are probably not the whole source."""


async def sweep(
    database: Database, source: Source, seen: Seen, *, by: str, dry_run: bool, most: float = MOST_SWEPT
) -> Counts:
    """Deletes the nodes of a source that no row of a run named; those that others name stay, as unchanged.

    With `dry_run` nothing is deleted and the counts are of what would be tried. Raises DataInvalid, with
    nothing deleted, when that is a larger share than `most`, and the errors of the database.
    """
    doomed, there = await _unnamed(database, source, seen)
    if len(doomed) > most * there:
        raise DataInvalid(
            f"{source.name}: {len(doomed):,} of {there:,} in the graph are in none of these files, more than "
            f"{most:.0%}; are they the whole source? Nothing was deleted. Allow more with --most-deleted."
        )
    if dry_run:
        return Counts(deleted=len(doomed))
    run = Run(source=source.name, by=by)
    async with ledger.entered(database, run):
        for start in range(0, len(doomed), source.target.batch):
            run.counts = await _delete(database, source, run, doomed[start : start + source.target.batch])
    return run.counts


async def _delete(database: Database, source: Source, run: Run, keys: list[str]) -> Counts:
    async def work(transaction: Transaction) -> Counts:
        uses = await delete(transaction, source, keys)
        deleted = sum(not number for number in uses.values())
        return run.counts + Counts(deleted=deleted, unchanged=len(keys) - deleted)

    async def note(transaction: Transaction, counts: Counts) -> None:
        await ledger.note(transaction, run, counts, 0)

    return await change(database, work, Deadline.after(BATCH_DEADLINE_S), name="sweep", note=note)


async def _unnamed(database: Database, source: Source, seen: Seen) -> tuple[list[str], int]:
    """Keys in the graph that no file had, and how many keys there are."""
    assert source.every is not None
    doomed, there, after = list[str](), 0, ""
    while True:
        page = {"after": after, "page": PAGE}
        found = await database.read(source.every, page, Deadline.after(BATCH_DEADLINE_S))
        keys = [str(record["key"]) for record in found]
        if not keys:
            return doomed, there
        doomed += seen.without(keys)
        there, after = there + len(keys), keys[-1]
