"""Writes the rows of a source in batches; a batch and its change of the data version commit together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Final, TypeVar

from neo4j import Record

from domain.spellings import nearest_key
from domain.write_result import ProblemCode, RowProblem
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid
from graph.lease import require_leases
from graph.statements import statement
from loaders.pipeline.contract import shortened
from loaders.pipeline.row import Row
from loaders.pipeline.target import NodeReference, Target

TURN = statement("graph/turn")
RAISE_VERSION = statement("graph/data_version_raise")
UNKNOWN_KEYS = statement("load/unknown_keys")
STATES = statement("load/jurisdiction_states")

BATCH_DEADLINE_S = 120.0
MAX_LISTED: Final = 10
"""Rows that one message lists."""

T = TypeVar("T")
LabelAndKey = tuple[str, str]

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
) -> T:
    """Runs `work` in one transaction, after other changes of data; raises the version if it changed any.

    What a row changes depends on what the graph holds (counters, first answers, fingerprints), so writers
    take turns; one that has lost its lease raises LeaseLost. `record` writes the result into the ledger in
    the same transaction; that is no change of data.
    As with `Database.transact`, both may run again.
    """

    async def turn(transaction: Transaction) -> T:
        await transaction.run(TURN, {})
        await require_leases(transaction)
        result = await work(transaction)
        if transaction.changed:
            await transaction.run(RAISE_VERSION, {})
        if record is not None:
            await record(transaction, result)
        return result

    return await database.transact(turn, deadline, name=name)


async def unknown_references(
    transaction: Transaction, references: Sequence[tuple[NodeReference, ...]]
) -> list[tuple[NodeReference, ...]]:
    """For each row, those of its references that the graph lacks."""
    wanted = _distinct(references)
    if not wanted:
        return [()] * len(references)
    return _lacking(references, _unknown(await transaction.run(UNKNOWN_KEYS, _parameters(wanted))))


async def reference_problems(
    transaction: Transaction, references: Sequence[tuple[NodeReference, ...]]
) -> list[tuple[RowProblem, ...]]:
    """For each row: what it refers to and the graph lacks, or has in another state than the row says."""
    unknown = await unknown_references(transaction, references)
    named = {(each.key, each.state) for of_row in references for each in of_row if each.state}
    found = await transaction.run(STATES, {"named": [list(each) for each in named]}) if named else []
    states = {record["key"]: record["state"] for record in found}
    return [
        (*map(unknown_key, lacking), *wrong_states(of_row, states))
        for of_row, lacking in zip(references, unknown, strict=True)
    ]


def wrong_states(references: Iterable[NodeReference], states: Mapping[str, str]) -> Iterator[RowProblem]:
    """The problems of references to jurisdictions in another state than their row says; `states` by key."""
    for each in references:
        if each.state and states.get(each.key, each.state) != each.state:
            what = f"{shortened(each.key)} is in {states[each.key]}, state is {each.state}"
            yield RowProblem(ProblemCode.INCONSISTENT, "state", what, "fix one of them")


def unknown_key(reference: NodeReference) -> RowProblem:
    """The problem of a row that refers to a node that the graph lacks."""
    meant = f", did you mean {reference.near}?" if reference.near else ""
    return RowProblem(
        ProblemCode.UNKNOWN_KEY,
        reference.field,
        f"the graph has no node with the key {shortened(reference.key)}{meant}",
        "use a key of the graph, or load that node first",
    )


async def check_references(database: Database, target: Target, rows: Iterable[Row]) -> None:
    """Writes nothing. Raises DataInvalid when a row refers to a node that the graph lacks."""
    for batch in distinct_key_batches(rows, target.batch):
        references = [target.references_of(row) for row in batch]
        wanted = _parameters(_distinct(references))
        found = await database.read(UNKNOWN_KEYS, wanted, Deadline.after(BATCH_DEADLINE_S))
        _raise_if_any(batch, _lacking(references, _unknown(found)))


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
        references = [target.references_of(row) for row in rows]
        _raise_if_any(rows, await unknown_references(transaction, references))
        answers = await write_rows(transaction, target, rows)
        return Counts(**{r["outcome"]: r["rows"] for _, answer in answers for r in answer})

    return await change(database, work, Deadline.after(BATCH_DEADLINE_S), name=target.statement.name)


def _raise_if_any(rows: list[Row], unknown: list[tuple[NodeReference, ...]]) -> None:
    found = [(row["key"], each) for row, lacking in zip(rows, unknown, strict=True) for each in lacking]
    if found:
        listed = "; ".join(f"{key}, field {each.field}: {each.key}" for key, each in found[:MAX_LISTED])
        raise DataInvalid(
            f"{listed}: the graph has no node with this key. Fix the row, or load that node first."
        )


def _distinct(references: Iterable[tuple[NodeReference, ...]]) -> set[LabelAndKey]:
    return {(each.label, each.key) for of_row in references for each in of_row}


def _parameters(wanted: set[LabelAndKey]) -> dict[str, list[list[str]]]:
    return {"named": [list(each) for each in sorted(wanted)]}


def _unknown(records: Iterable[Record]) -> dict[LabelAndKey, str | None]:
    """What the graph lacks, with the most similar key that it has."""
    return {
        (record["label"], record["key"]): nearest_key(record["key"], record["known"]) for record in records
    }


def _lacking(
    references: Iterable[tuple[NodeReference, ...]], unknown: Mapping[LabelAndKey, str | None]
) -> list[tuple[NodeReference, ...]]:
    return [
        tuple(
            each._replace(near=unknown[each.label, each.key])
            for each in of_row
            if (each.label, each.key) in unknown
        )
        for of_row in references
    ]
