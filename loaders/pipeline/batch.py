"""Writes the checked rows of a batch: those that the graph can take, all in one transaction."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from domain.write_result import ProblemCode, RowProblem
from graph.database import Transaction
from loaders.pipeline.deletion import delete_nodes
from loaders.pipeline.diff import Change
from loaders.pipeline.references import KnownReferences, reference_problems
from loaders.pipeline.row import Row
from loaders.pipeline.row_checker import CheckedRow, Problems
from loaders.pipeline.source import DELETED, Source
from loaders.pipeline.writer import Counts, write_rows


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch; `bad` are its rows that are to be quarantined, in its order, with why.

    `changed` are the keys of nodes that changed, of those that were watched; `new` bad rows have not been
    reported before. `diff` is what a dry run would change.
    """

    counts: Counts
    bad: dict[CheckedRow, Problems]
    changed: frozenset[str] = frozenset()
    new: int = 0
    diff: Sequence[Change] = ()


async def write_batch(
    transaction: Transaction,
    source: Source,
    batch: Sequence[CheckedRow],
    *,
    run: str | None,
    watched: Container[str] = (),
    known: KnownReferences | None = None,
) -> BatchResult:
    """Writes rows and tombstones, as read by a run. Raises the errors of the database."""
    written = rows_to_write(batch)
    references = [each.references for each, _ in written]
    bad = bad_rows(batch, written, await reference_problems(transaction.run, references, known))
    counts = Counts(unchanged=sum(not each.problems and not each.fresh for each in batch))
    rows = [row | {"line": each.line} for each, row in written if each not in bad]
    counts += await _write(transaction, source, [row for row in rows if row["key"] not in watched], run)
    changed = set[str]()
    for row in rows:
        if row["key"] in watched:  # few: alone, so that its outcome is known
            outcome = await _write(transaction, source, [row], run)
            counts += outcome
            changed |= {row["key"]} if outcome.changed else set()
    tombstones = [each for each in batch if each.fresh and each.tombstone]
    deletion, used = await _delete(transaction, source, tombstones)
    bad |= used
    bad = {each: bad[each] for each in batch if each in bad}
    changed |= {each.row["key"] for each in tombstones if each.row is not None and each not in used}
    return BatchResult(counts + deletion + Counts(quarantined=len(bad)), bad, frozenset(changed))


def rows_to_write(batch: Iterable[CheckedRow]) -> list[tuple[CheckedRow, Row]]:
    """The rows of a batch that are good so far, without tombstones."""
    return [(each, each.row) for each in batch if each.fresh and each.row is not None and not each.tombstone]


def bad_rows(
    batch: Iterable[CheckedRow],
    written: Iterable[tuple[CheckedRow, Row]],
    found: Iterable[Problems],
) -> dict[CheckedRow, Problems]:
    """Rows with problems, in the order of the batch; `found` are those of the references of `written`."""
    referring = {each: problems for (each, _), problems in zip(written, found, strict=True)}
    problems = {each: each.problems or referring.get(each, ()) for each in batch}
    return {each: some for each, some in problems.items() if some}


async def _write(transaction: Transaction, source: Source, rows: Sequence[Row], run: str | None) -> Counts:
    counts = Counts()
    for _, answer in await write_rows(transaction, source.target, rows, run=run):
        for record in answer:
            counts += Counts(**{record["outcome"]: record["rows"]})
    return counts


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
