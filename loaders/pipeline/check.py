"""A row of a source on its way in: is it good, a tombstone, or bad, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, Field

from domain.write_result import ProblemCode, RowProblem
from loaders.pipeline.contract import checked
from loaders.pipeline.duplicates import Met, Seen, Standing
from loaders.pipeline.placement import Placement
from loaders.pipeline.privacy.screening import Screened, screened
from loaders.pipeline.row import Row, stamped
from loaders.pipeline.source import DELETED, Source
from loaders.pipeline.writer import Named
from loaders.readers import Fault

Cells = Mapping[str, Any]
Read = Cells | Fault
"""A row as it was read: its cells by field, or why it could not be."""
Problems = tuple[RowProblem, ...]

EARLIER: Final = (
    "an earlier row of the file has the same key and says something else",
    "leave one of the two, or put the later one into a file of its own that comes later",
)
WHOLE_ROW: Final = "row"
"""Stands for a field where the row as a whole cannot be read."""


class Mark(BaseModel):
    """What makes a row a tombstone."""

    deleted: bool = Field(description="true or false")


@dataclass(slots=True, eq=False)  # a row is itself: two may share their line
class Checked:
    """A row and what is known of it: `row` for the graph, of a tombstone its key alone; or `problems`.

    `names` is what the row names in the graph, `met` what is remembered of it, `standing` how it stands to
    those before it in the run. `redacted` has a field for each text that was cut.
    """

    line: int
    cells: Cells
    row: Row | None = None
    tombstone: bool = False
    problems: Problems = ()
    names: tuple[Named, ...] = ()
    met: Met | None = None
    standing: Standing = Standing.NEW
    redacted: tuple[str, ...] = ()

    @property
    def fresh(self) -> bool:
        """Nothing is wrong with it so far, and no row of its key counts for more."""
        return not self.problems and self.standing is Standing.NEW


def faults_of(cells: Read) -> Problems:
    """What could not be read of a row, or not of its cells."""
    if isinstance(cells, Fault):
        return (RowProblem(ProblemCode.UNREADABLE, WHOLE_ROW, cells.what, cells.remedy),)
    faults = {field: cell for field, cell in cells.items() if isinstance(cell, Fault)}
    return tuple(
        RowProblem(ProblemCode.INVALID, field, each.what, each.remedy) for field, each in faults.items()
    )


class Check:
    """Checks the rows of one file of a source, the file with this number among those of a run.

    `rows` may run ahead of what is written, in a thread; the others follow it.
    """

    def __init__(self, source: Source, placement: Placement | None, seen: Seen, file: int) -> None:
        self._source, self._seen, self._file = source, seen, file
        self._headings = source.known_headings()
        self._placement = placement if source.places else None

    def rows(self, rows: Iterable[tuple[int, Read]]) -> list[Checked]:
        """Each row, checked by itself."""
        found, facts = [], list[Any]()
        for line, cells in rows:
            each, good = self._one(line, cells)
            found.append(each)
            if good is not None:
                facts.append(good)
        made = iter(self._source.rows(facts))
        for each in found:
            if not each.problems and not each.tombstone:
                each.row = next(made)
                each.names = self._source.target.named(each.row)
            if each.row is not None:
                each.met = Met.of(each.row, self._file)
        return found

    def compare(self, rows: Iterable[Checked]) -> None:
        """Each row against those that are remembered, and those before it."""
        told = [(each, each.met) for each in rows if each.met is not None]
        for (each, _), standing in zip(told, self._seen.standings([met for _, met in told]), strict=True):
            each.standing = standing
            if standing is Standing.OTHER:
                each.problems = (RowProblem(ProblemCode.DUPLICATE, self._source.key, *EARLIER),)

    def remember(self, rows: Iterable[Checked]) -> None:
        """Rows that stand: what says something else of their keys is no longer taken."""
        self._seen.add(each.met for each in rows if each.fresh and each.met is not None)

    def _one(self, line: int, cells: Read) -> tuple[Checked, Any]:
        if isinstance(cells, Fault):
            # Nothing of it is shown: which of its cells belong to columns that are never read is open.
            return Checked(line, {}, problems=faults_of(cells)), None
        if faults := faults_of(cells):
            shown = {name: cell.shown if isinstance(cell, Fault) else cell for name, cell in cells.items()}
            return Checked(line, shown, problems=faults), None
        if clashes := self._headings.clashes(cells):
            return Checked(line, cells, problems=clashes), None
        safe = screened(cells, self._source.names) if self._source.keeps_text else Screened(cells)
        checked_row, facts = self._against_contract(line, safe.cells)
        checked_row.redacted = safe.redacted
        if safe.problems and not checked_row.tombstone:
            checked_row.problems = (*safe.problems, *checked_row.problems)
            return checked_row, None
        return checked_row, facts

    def _against_contract(self, line: int, cells: Cells) -> tuple[Checked, Any]:
        if DELETED in cells:
            mark = checked(Mark, cells)
            if isinstance(mark, tuple):
                return Checked(line, cells, problems=mark), None
            if mark.deleted:
                return self._tombstone(line, cells), None
        facts: Any = checked(self._source.contract, cells)
        if isinstance(facts, tuple):
            return Checked(line, cells, problems=facts), None
        if self._placement is not None:
            placed = self._placement.place(facts, needed=self._source.needs_place)
            if isinstance(placed, RowProblem):
                return Checked(line, cells, problems=(placed,)), None
            return Checked(line, cells), placed
        return Checked(line, cells), facts

    def _tombstone(self, line: int, cells: Cells) -> Checked:
        key = self._source.key_of(cells)
        if isinstance(key, tuple):
            return Checked(line, cells, problems=key)
        return Checked(line, cells, stamped({"key": key}), tombstone=True)
