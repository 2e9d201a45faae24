"""Writes the checked rows of a batch: those that the graph can take, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.write_result import ProblemCode, RowProblem
from graph.database import Transaction
from loaders.pipeline.deletion import delete_nodes
from loaders.pipeline.row import Row
from loaders.pipeline.row_checker import CheckedRow, Problems
from loaders.pipeline.source import DELETED, Source
from loaders.pipeline.target import NodeReference
from loaders.pipeline.writer import Counts, unknown_key, unknown_references, write_rows


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch; `bad` are its rows that are to be quarantined, in its order, with why."""

    counts: Counts
    bad: dict[CheckedRow, Problems]


async def write_batch(transaction: Transaction, source: Source, batch: Sequence[CheckedRow]) -> BatchResult:
    """Writes rows and tombstones. Raises the errors of the database."""
    written = rows_to_write(batch)
    references = [each.references for each, _ in written]
    bad = bad_rows(batch, written, await unknown_references(transaction, references))
    counts = Counts(unchanged=sum(not each.problems and not each.fresh for each in batch))
    rows = [row for each, row in written if each not in bad]
    for _, answer in await write_rows(transaction, source.target, rows):
        for record in answer:
            counts += Counts(**{record["outcome"]: record["rows"]})
    tombstones = [each for each in batch if each.fresh and each.tombstone]
    deletion, used = await _delete(transaction, source, tombstones)
    bad |= used
    bad = {each: bad[each] for each in batch if each in bad}
    return BatchResult(counts + deletion + Counts(quarantined=len(bad)), bad)


def rows_to_write(batch: Iterable[CheckedRow]) -> list[tuple[CheckedRow, Row]]:
    """The rows of a batch that are good so far, without tombstones."""
    return [(each, each.row) for each in batch if each.fresh and each.row is not None and not each.tombstone]


def bad_rows(
    batch: Iterable[CheckedRow],
    written: Iterable[tuple[CheckedRow, Row]],
    unknown: Iterable[Sequence[NodeReference]],
) -> dict[CheckedRow, Problems]:
    """Rows with problems, in the order of the batch; `unknown` are the unknown references of `written`."""
    lacking = {each: references for (each, _), references in zip(written, unknown, strict=True)}
    problems = {each: each.problems or tuple(map(unknown_key, lacking.get(each, ()))) for each in batch}
    return {each: found for each, found in problems.items() if found}


async def _delete(
    transaction: Transaction, source: Source, tombstones: Sequence[CheckedRow]
) -> tuple[Counts, dict[CheckedRow, Problems]]:
    keyed = {each.row["key"]: each for each in tombstones if each.row is not None}
    if not keyed:
        return Counts(), {}
    uses = await delete_nodes(transaction, source, list(keyed))
    used: dict[CheckedRow, Problems] = {
        keyed[key]: (_in_use(number),) for key, number in uses.items() if number
    }
    deleted = len(uses) - len(used)
    return Counts(deleted=deleted, unchanged=len(keyed) - len(uses)), used


def _in_use(uses: int) -> RowProblem:
    reason = f"other nodes refer to it, or it came with the program ({uses} uses)"
    return RowProblem(
        ProblemCode.IN_USE, DELETED, reason, "delete what refers to it first, or leave the row out"
    )
