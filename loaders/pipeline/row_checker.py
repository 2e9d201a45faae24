"""Checks the rows of a file: each is good, a tombstone, or has problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, Field

from domain.write_result import ProblemCode, RowProblem
from loaders.pipeline.contract import validated
from loaders.pipeline.duplicates import DuplicateIndex, DuplicateStatus, RowDigest
from loaders.pipeline.labels import Labels
from loaders.pipeline.placement import Placement
from loaders.pipeline.privacy.screening import Screened, screened
from loaders.pipeline.row import Cells, Row
from loaders.pipeline.source import DELETED, UPDATED, Source
from loaders.pipeline.target import NodeReference
from loaders.readers import Fault

RawRow = Cells | Fault
"""A row as it was read: its cells by field, or why it could not be."""
Problems = tuple[RowProblem, ...]

CONFLICTING: Final = (
    "an earlier row of the file has the same key and different content",
    "remove one of the two, or put the one that counts into a file of its own that is loaded later",
)
ENTIRE_ROW: Final = "row"
"""The field of a problem where nothing of the row can be read."""


class TombstoneMark(BaseModel):
    """The column that makes a row a tombstone."""

    deleted: bool = Field(description="true or false")


@dataclass(slots=True, eq=False)  # compared by identity: two rows may be on one line
class CheckedRow:
    """A row and its check: `row` is for the graph (the key alone in a tombstone), else there are `problems`.

    `references` are the nodes that it refers to, `digest` is what is remembered of it, `status` what it is
    beside the rows before it in the run. `redacted` has a field for each text that was cut, `text_digest` is
    that of a row that cannot be read.
    """

    line: int
    cells: Cells
    row: Row | None = None
    tombstone: bool = False
    problems: Problems = ()
    references: tuple[NodeReference, ...] = ()
    digest: RowDigest | None = None
    status: DuplicateStatus = DuplicateStatus.NEW
    redacted: tuple[str, ...] = ()
    text_digest: str = ""

    @property
    def fresh(self) -> bool:
        """It has no problems so far, and no row of its key takes precedence."""
        return not self.problems and self.status is DuplicateStatus.NEW


def fault_problems(row: RawRow) -> Problems:
    """The problems of a row that cannot be read, or of its cells that cannot."""
    if isinstance(row, Fault):
        return (RowProblem(ProblemCode.UNREADABLE, ENTIRE_ROW, row.what, row.remedy),)
    faults = {field: cell for field, cell in row.items() if isinstance(cell, Fault)}
    return tuple(
        RowProblem(ProblemCode.INVALID, field, each.what, each.remedy) for field, each in faults.items()
    )


class RowChecker:
    """Checks the rows of one file of a source; `file` is its number among those of a run."""

    def __init__(
        self,
        source: Source,
        placement: Placement | None,
        seen: DuplicateIndex,
        file: int,
        labels: Labels | None = None,
    ) -> None:
        self._source, self._seen, self._file = source, seen, file
        self._labels = labels
        self._headings = source.known_headings()
        self._placement = placement if source.places else None

    def check(self, rows: Iterable[tuple[int, RawRow]]) -> list[CheckedRow]:
        """Each row, checked by itself."""
        checked, facts = [], list[Any]()
        for line, row in rows:
            each, good = self._check_row(line, row)
            checked.append(each)
            if good is not None:
                facts.append(good)
        built = iter(self._source.rows(facts))
        target = self._source.target
        for each in checked:
            if not each.problems and not each.tombstone:
                each.row = target.fingerprinted(next(built))
                each.references = target.references_of(each.row)
            if each.row is not None:
                each.digest = RowDigest.of(each.row, self._file)
        return checked

    def find_duplicates(self, rows: Iterable[CheckedRow]) -> None:
        """Compares each row with those that are remembered, and with those before it."""
        found = [(each, each.digest) for each in rows if each.digest is not None]
        statuses = self._seen.statuses([digest for _, digest in found])
        for (each, _), status in zip(found, statuses, strict=True):
            each.status = status
            if status is DuplicateStatus.CONFLICTING:
                each.problems = (RowProblem(ProblemCode.DUPLICATE, self._source.key, *CONFLICTING),)

    def remember(self, rows: Iterable[CheckedRow]) -> None:
        """Remembers rows that were accepted: later rows of their keys are duplicates."""
        self._seen.add(each.digest for each in rows if each.fresh and each.digest is not None)

    def _check_row(self, line: int, row: RawRow) -> tuple[CheckedRow, Any]:
        if isinstance(row, Fault):
            # Nothing of it is shown: we cannot tell which of its cells belong to columns that are never read.
            return CheckedRow(line, {}, problems=fault_problems(row), text_digest=row.digest), None
        if faults := fault_problems(row):
            shown = {name: cell.shown if isinstance(cell, Fault) else cell for name, cell in row.items()}
            return CheckedRow(line, shown, problems=faults), None
        if clashes := self._headings.clashes(row):
            return CheckedRow(line, row, problems=clashes), None
        safe = screened(row, self._source.name_fields) if self._source.stores_text else Screened(row)
        checked, facts = self._against_contract(line, safe.cells)
        checked.redacted = safe.redacted
        if safe.problems and not checked.tombstone:
            checked.problems = (*safe.problems, *checked.problems)
            return checked, None
        return checked, facts

    def _against_contract(self, line: int, cells: Cells) -> tuple[CheckedRow, Any]:
        if DELETED in cells:
            mark = validated(TombstoneMark, cells)
            if isinstance(mark, tuple):
                return CheckedRow(line, cells, problems=mark), None
            if mark.deleted:
                return self._tombstone(line, cells), None
        facts: Any = validated(self._source.contract, cells, self._labels)
        if isinstance(facts, tuple):
            return CheckedRow(line, cells, problems=facts), None
        if self._placement is not None:
            placed = self._placement.place(facts, needed=self._source.needs_place)
            if isinstance(placed, RowProblem):
                return CheckedRow(line, cells, problems=(placed,)), None
            return CheckedRow(line, cells), placed
        return CheckedRow(line, cells), facts

    def _tombstone(self, line: int, cells: Cells) -> CheckedRow:
        key = self._source.key_of(cells)
        if isinstance(key, tuple):
            return CheckedRow(line, cells, problems=key)
        row: Row = {"key": key}
        if UPDATED in cells and UPDATED in self._source.fields():
            updated = self._source.value_of(UPDATED, cells)
            if isinstance(updated, tuple):
                return CheckedRow(line, cells, problems=updated)
            row["updatedAt"] = updated
        return CheckedRow(line, cells, self._source.target.fingerprinted(row), tombstone=True)
