"""Writes the rows of a source in batches; a batch and its change of the data version commit together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import TypeVar

from neo4j import Record

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.lease import require_leases
from graph.statements import Statement, statement
from loaders.pipeline.references import KnownReferences, require_references
from loaders.pipeline.row import Row
from loaders.pipeline.target import Target

TURN = statement("graph/turn")
RAISE_VERSION = statement("graph/data_version_raise")

BATCH_DEADLINE_S = 120.0

T = TypeVar("T")

Progress = Callable[[int], None]
"""Called with the number of rows that were written since the last call."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows that were read: written (the first three) + unchanged + quarantined = read."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    quarantined: int = 0

    @property
    def read(self) -> int:
        """All rows."""
        return self.changed + self.unchanged + self.quarantined

    @property
    def changed(self) -> int:
        """Rows that changed the graph."""
        return self.created + self.updated + self.deleted

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


async def change(
    database: Database,
    work: Callable[[Transaction], Awaitable[T]],
    deadline: Deadline,
    *,
    name: str,
    record: Callable[[Transaction, T], Awaitable[None]] | None = None,
    known: KnownReferences | None = None,
) -> T:
    """Runs `work` in one transaction, after other changes of data; raises the version if it changed any.

    What a row changes depends on what the graph holds (counters, first answers, fingerprints), so writers
    take turns; one that has lost its lease raises LeaseLost. `record` writes the result into the ledger in
    the same transaction; that is no change of data. `known` follows the version of the data.
    As with `Database.transact`, `work` and `record` may run again.
    """

    version: int | None = None

    async def turn(transaction: Transaction) -> T:
        nonlocal version
        found = await transaction.run(TURN, {})
        version = _version(found)
        if known is not None:
            known.begin(version, deletions=not found or found[0]["deletions"])
        await require_leases(transaction)
        result = await work(transaction)
        if transaction.changed:
            version = _version(await transaction.run(RAISE_VERSION, {}))
        if record is not None:
            await record(transaction, result)
        return result

    result = await database.transact(turn, deadline, name=name)
    if known is not None:
        known.committed(version)
    return result


def _version(records: list[Record]) -> int | None:
    return records[0]["version"] if records else None


async def check_references(database: Database, target: Target, rows: Iterable[Row]) -> None:
    """Writes nothing. Raises DataInvalid when a row refers to a node that the graph lacks."""

    async def read(statement: Statement, parameters: Mapping[str, object]) -> list[Record]:
        return await database.read(statement, parameters, Deadline.after(BATCH_DEADLINE_S))

    for batch in distinct_key_batches(rows, target.batch):
        await require_references(read, batch, target)


async def write_rows(
    transaction: Transaction, target: Target, rows: Iterable[Row], *, run: str | None = None
) -> list[tuple[list[Row], list[Record]]]:
    """Writes rows whose references are known to exist, then runs the follow-up.

    `run` is the key of the run that has read them from a file, of which each has its `line`. Returns each
    batch with the records that the statement returned for it.
    """
    answers = [
        (batch, await transaction.run(target.statement, {"rows": batch, "run": run}))
        for batch in distinct_key_batches(rows, target.batch)
    ]
    await run_follow_up(transaction, target, [record for _, answer in answers for record in answer])
    return answers


async def run_follow_up(transaction: Transaction, target: Target, records: Iterable[Record]) -> None:
    """Runs the target's follow-up, if it has one, over the keys that the records name as `touched`."""
    if target.follow_up is None:
        return
    touched = {key for record in records for key in record["touched"]}
    if touched:
        await transaction.run(target.follow_up, {"keys": sorted(touched)})


async def write(
    database: Database, target: Target, rows: Iterable[Row], progress: Progress = lambda _: None
) -> Counts:
    """Writes all rows, which have their fingerprints, and returns what became of them.

    A row whose fingerprint the graph has already changes nothing. Raises DataInvalid when a row refers to a
    node that the graph lacks: nothing of its batch is written; Unavailable and the other errors of the
    database. Batches that were committed before stay.
    """
    total = Counts()
    for batch in distinct_key_batches(rows, target.batch):
        total += await _write_batch(database, target, batch)
        progress(len(batch))
    return total


def distinct_key_batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Batches without a key twice: the second row of a key must see what the first one wrote."""
    batch: dict[str, Row] = {}
    for row in rows:
        if len(batch) == size or row["key"] in batch:
            yield list(batch.values())
            batch = {}
        batch[row["key"]] = row
    if batch:
        yield list(batch.values())


async def _write_batch(database: Database, target: Target, rows: list[Row]) -> Counts:
    async def work(transaction: Transaction) -> Counts:
        await require_references(transaction.run, rows, target)
        answers = await write_rows(transaction, target, rows)
        return Counts(**{r["outcome"]: r["rows"] for _, answer in answers for r in answer})

    return await change(database, work, Deadline.after(BATCH_DEADLINE_S), name=target.statement.name)
