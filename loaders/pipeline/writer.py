"""Writes the rows of a source in batches; a batch and its change of the data version commit together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Final, NamedTuple, TypeVar

from neo4j import Record

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid
from graph.statements import Statement, statement
from loaders.pipeline.known_keys import Known, LabelAndKey
from loaders.pipeline.row import Row

TURN = statement("graph/turn")
RAISE_VERSION = statement("graph/data_version_raise")
UNKNOWN = statement("load/unknown_keys")

BATCH_DEADLINE_S = 120.0
# More would be no more help to the one who mends the file.
MOST_TOLD: Final = 10

T = TypeVar("T")

Progress = Callable[[int], None]
"""Hears how many rows were written since it was last called."""


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


class Named(NamedTuple):
    """A node that a row names: by which field of it, its label and its key."""

    field: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Target:
    """How rows reach the graph: `statement` takes `$rows` and returns `outcome, rows` for each outcome.

    `names` tells what else of the graph a row names: without that it is not written. Where there is a
    `follow_up`, `statement` also returns `touched`, and these keys are handed to it. All of it is one
    transaction.
    """

    statement: Statement
    batch: int = 1000
    names: Callable[[Row], Iterable[Named]] | None = None
    follow_up: Statement | None = None

    def named(self, row: Row) -> tuple[Named, ...]:
        """What a row names."""
        return tuple(self.names(row)) if self.names else ()


async def change(
    database: Database,
    work: Callable[[Transaction], Awaitable[T]],
    deadline: Deadline,
    *,
    name: str,
    note: Callable[[Transaction, T], Awaitable[None]] | None = None,
    known: Known | None = None,
) -> T:
    """Runs `work` in one transaction, after other changes of data; raises the version if it changed any.

    What a row makes of the graph depends on what stands there (counters, first answers, fingerprints), so
    writers take turns. `note` writes down in the same transaction what came of it; that is no change of
    data. As with `Database.transact`, both may run again. `known` is of the writer whose turn it is.
    """
    known = known or Known()

    async def whole(transaction: Transaction) -> tuple[T, int | None]:
        version = _version(await transaction.run(TURN, {}))
        known.begin(version)
        result = await work(transaction)
        if transaction.changed:
            version = _version(await transaction.run(RAISE_VERSION, {}))
        if note is not None:
            await note(transaction, result)
        return result, version

    result, version = await database.transact(whole, deadline, name=name)
    known.end(version)
    return result


async def unknown_keys(
    transaction: Transaction, named: Sequence[tuple[Named, ...]], known: Known | None = None
) -> list[tuple[Named, ...]]:
    """Of what each row names what the graph does not have; what is `known` is not looked for."""
    known = known or Known()
    asked = known.without(_distinct(named))
    if not asked:
        return [()] * len(named)
    unknown = _unknown(await transaction.run(UNKNOWN, _parameters(asked)))
    known.add(asked - unknown)
    return _lacking(named, unknown)


async def check(database: Database, target: Target, rows: Iterable[Row]) -> None:
    """Writes nothing. Raises DataInvalid when a row names something that the graph does not have."""
    for batch in batches(rows, target.batch):
        named = [target.named(row) for row in batch]
        asked = _parameters(_distinct(named))
        found = await database.read(UNKNOWN, asked, Deadline.after(BATCH_DEADLINE_S))
        _refuse(batch, _lacking(named, _unknown(found)))


async def put(
    transaction: Transaction, target: Target, rows: Iterable[Row]
) -> list[tuple[list[Row], list[Record]]]:
    """Writes rows that were checked, in batches, and what follows from them; each batch with its answer."""
    answers = [
        (batch, await transaction.run(target.statement, {"rows": batch}))
        for batch in batches(rows, target.batch)
    ]
    await follow(transaction, target, [record for _, answer in answers for record in answer])
    return answers


async def follow(transaction: Transaction, target: Target, answer: Iterable[Record]) -> None:
    """What follows from a change: what its records name as `touched` is handed to the target's follow-up."""
    if target.follow_up is None:
        return
    touched = {key for record in answer for key in record["touched"]}
    if touched:
        await transaction.run(target.follow_up, {"keys": sorted(touched)})


async def write(
    database: Database, target: Target, rows: Iterable[Row], progress: Progress = lambda _: None
) -> Counts:
    """Writes all rows and returns what became of them.

    A row whose fingerprint stands in the graph already changes nothing. Raises DataInvalid when a row
    names something that the graph does not have, then nothing of its batch is written; Unavailable and the
    other errors of the database. Batches that were committed before stay.
    """
    total = Counts()
    for batch in batches(rows, target.batch):
        total += await _write_batch(database, target, batch)
        progress(len(batch))
    return total


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
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
        _refuse(rows, await unknown_keys(transaction, [target.named(row) for row in rows]))
        answers = await put(transaction, target, rows)
        return Counts(**{r["outcome"]: r["rows"] for _, answer in answers for r in answer})

    return await change(database, work, Deadline.after(BATCH_DEADLINE_S), name=target.statement.name)


def _refuse(rows: list[Row], unknown: list[tuple[Named, ...]]) -> None:
    strange = [(row["key"], each) for row, names in zip(rows, unknown, strict=True) for each in names]
    if strange:
        named = "; ".join(f"{key}, field {each.field}: {each.key}" for key, each in strange[:MOST_TOLD])
        raise DataInvalid(
            f"{named}: nothing in the graph has this key. Mend the row, or load what it names first."
        )


def _version(answer: Sequence[Record]) -> int | None:
    return answer[0]["version"] if answer else None


def _distinct(named: Iterable[tuple[Named, ...]]) -> set[LabelAndKey]:
    return {(each.label, each.key) for names in named for each in names}


def _parameters(asked: set[LabelAndKey]) -> dict[str, list[list[str]]]:
    return {"named": [list(each) for each in sorted(asked)]}


def _unknown(records: Iterable[Record]) -> set[LabelAndKey]:
    return {(record["label"], record["key"]) for record in records}


def _lacking(named: Iterable[tuple[Named, ...]], unknown: set[LabelAndKey]) -> list[tuple[Named, ...]]:
    return [tuple(each for each in names if (each.label, each.key) in unknown) for names in named]
