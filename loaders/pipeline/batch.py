"""Writes the checked rows of a batch: what the graph can hold of them, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.write_result import ProblemCode, RowProblem
from graph.database import Transaction
from loaders.pipeline.check import Checked, Problems
from loaders.pipeline.contract import shortened
from loaders.pipeline.known_keys import Known
from loaders.pipeline.row import Row
from loaders.pipeline.source import DELETED, Source
from loaders.pipeline.writer import Counts, Named, follow, put, unknown_keys


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch; `bad` are its rows that are to be set aside, in its order, with why."""

    counts: Counts
    bad: dict[Checked, Problems]


async def write_batch(
    transaction: Transaction, source: Source, batch: Sequence[Checked], known: Known
) -> Written:
    """Writes rows and tombstones. Raises the errors of the database."""
    told = to_write(batch)
    found = refused(batch, told, await unknown_keys(transaction, [each.names for each, _ in told], known))
    counts = Counts(unchanged=sum(not each.problems and not each.fresh for each in batch))
    for _, answer in await put(transaction, source.target, [row for each, row in told if each not in found]):
        for record in answer:
            counts += Counts(**{record["outcome"]: record["rows"]})
    gone, used = await _delete(transaction, source, [each for each in batch if each.fresh and each.tombstone])
    if gone.deleted:
        known.clear()
    found |= used
    bad = {each: found[each] for each in batch if each in found}
    return Written(counts + gone + Counts(quarantined=len(bad)), bad)


def to_write(batch: Iterable[Checked]) -> list[tuple[Checked, Row]]:
    """Rows of a batch that are to be written, if what they name is there; tombstones are not among them."""
    return [(each, each.row) for each in batch if each.fresh and each.row is not None and not each.tombstone]


def refused(
    batch: Iterable[Checked], told: Iterable[tuple[Checked, Row]], unknown: Iterable[Sequence[Named]]
) -> dict[Checked, Problems]:
    """Rows with problems, in the order of the batch; `unknown` is of each row that is told what it lacks."""
    lacking = {each: names for (each, _), names in zip(told, unknown, strict=True)}
    why = {each: each.problems or tuple(map(unknown_key, lacking.get(each, ()))) for each in batch}
    return {each: problems for each, problems in why.items() if problems}


def unknown_key(named: Named) -> RowProblem:
    """A row names what the graph does not have."""
    return RowProblem(
        ProblemCode.UNKNOWN_KEY,
        named.field,
        f"nothing in the graph has the key {shortened(named.key)}",
        "use a key that it has, or load what is named first",
    )


async def delete(transaction: Transaction, source: Source, keys: Sequence[str]) -> dict[str, int]:
    """Deletes nodes that nothing else uses; by key of those that were there, how much used them."""
    assert source.remove is not None
    found = await transaction.run(source.remove, {"keys": list(keys)})
    await follow(transaction, source.target, found)
    return {record["key"]: record["uses"] for record in found}


async def _delete(
    transaction: Transaction, source: Source, tombstones: Sequence[Checked]
) -> tuple[Counts, dict[Checked, Problems]]:
    keyed = {each.row["key"]: each for each in tombstones if each.row is not None}
    if not keyed:
        return Counts(), {}
    uses = await delete(transaction, source, list(keyed))
    used: dict[Checked, Problems] = {keyed[key]: (_in_use(number),) for key, number in uses.items() if number}
    deleted = len(uses) - len(used)
    return Counts(deleted=deleted, unchanged=len(keyed) - len(uses)), used


def _in_use(uses: int) -> RowProblem:
    reason = f"others name it, or it came with the program ({uses} ties)"
    return RowProblem(
        ProblemCode.IN_USE, DELETED, reason, "take away what names it first, or leave the row out"
    )
