"""Reads a source's file: each row as cells by field, unchecked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from loaders.pipeline.dates import DateOrder, in_order
from loaders.pipeline.headings import MAX_HEADING
from loaders.pipeline.privacy import redacted
from loaders.pipeline.source import Source
from loaders.pipeline.value_maps import ValueMaps
from loaders.readers import Fault, raw_rows

MAX_HEADERS: Final = 10_000
"""Sets of headings that are remembered: rows of JSON may differ in theirs."""
TABLES: Final = (".csv", ".tsv", ".xlsx")
MAX_IGNORED: Final = 50
"""Headings without a field that a report lists."""

Fields = tuple[dict[str, str], dict[str, tuple[str, ...]]]
"""Field → its only heading, and field → its headings where a row has several."""


def without_blanks(row: Mapping[str, object]) -> dict[str, object]:
    """A row without blank texts and nulls, which JSON may have where a table has empty cells; inside too."""
    return {
        name: _inside(value) if isinstance(value, (list, dict)) else value
        for name, value in row.items()
        if value is not None and not _is_blank(value)
    }


def _inside(value: object) -> object:
    if isinstance(value, dict):
        return without_blanks(value)
    return [_inside(each) for each in value if not _is_blank(each)] if isinstance(value, list) else value


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


class SourceReader:
    """Line and cells by field of each row of a file; columns without a field are left out.

    A cell that cannot be read is a Fault, and so is such a row. `columns` are the fields that the header
    names, or the rows of JSON so far. `ignored` are the headings of columns that
    are left out, as far as the file was read; `share` is how far, from 0 to 1, None where that is not known.
    `sheet`, `choose_sheet` and `encoding` as of `raw_rows`, `date_order`, `headings` and `values` as of
    `LoadOptions`.
    Where several columns mean one field, the one with the field's own name counts, or the value that all
    share; where they differ, their cells stay under their headings (`Headings.clashes`). Reading raises as
    `raw_rows`.
    """

    def __init__(
        self,
        source: Source,
        path: Path,
        sheet: str | None = None,
        encoding: str | None = None,
        *,
        choose_sheet: bool = False,
        date_order: DateOrder | None = None,
        headings: Mapping[str, str] | None = None,
        values: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._source, self._path, self._sheet, self._encoding = source, path, sheet, encoding
        self._choose_sheet = choose_sheet
        # Readers of tables leave empty cells out.
        self._is_table = path.name.lower().removesuffix(".gz").removesuffix(".zip").endswith(TABLES)
        self._headings = source.known_headings(headings)
        self._values = ValueMaps(values or {})
        self._date_order = date_order
        self._fields: dict[tuple[str, ...], Fields] = {}
        self.ignored: dict[str, None] = {}
        self.columns: set[str] = set()
        self.share: float | None = None

    def __iter__(self) -> Iterator[tuple[int, dict[str, object] | Fault]]:
        rows = raw_rows(
            self._path,
            missing=self._missing,
            heading=self._headings.field_or_itself,
            sheet=self._sheet,
            choose_sheet=self._choose_sheet,
            encoding=self._encoding,
            reached=self._reach,
        )
        for line, cells in rows:
            if isinstance(cells, Fault):
                yield line, cells
                continue
            cells = cells if self._is_table else without_blanks(cells)
            one, several = self._fields_of(tuple(cells))
            row = {field: cells[heading] for field, heading in one.items()}
            row = row | _agreed(cells, several) if several else row
            yield line, self._translated(row)

    def _translated(self, row: dict[str, object]) -> dict[str, object]:
        row = self._values.applied(row) if self._values else row
        if self._date_order is None:
            return row
        return {
            field: in_order(cell, self._date_order)
            if field in self._source.dates and isinstance(cell, str)
            else cell
            for field, cell in row.items()
        }

    def _fields_of(self, headings: tuple[str, ...]) -> Fields:
        if (known := self._fields.get(headings)) is not None:
            return known
        if len(self._fields) == MAX_HEADERS:
            self._fields.clear()
        fields = self._headings.fields_of(headings)
        self.columns |= fields.keys()
        read = set().union(*fields.values())
        self._ignore(heading for heading in headings if heading not in read)
        found = self._fields[headings] = (
            {field: each[0] for field, each in fields.items() if len(each) == 1},
            {field: each for field, each in fields.items() if len(each) > 1},
        )
        return found

    def _missing(self, columns: Collection[str]) -> list[str]:
        # The last header that is asked about is that of the table: others are of other sheets.
        self.columns = {*self._source.fields().intersection(columns)}
        return self._source.missing(columns)

    def _reach(self, share: float) -> None:
        self.share = share

    def _ignore(self, headings: Iterator[str]) -> None:
        for heading in headings:
            if len(self.ignored) < MAX_IGNORED:
                text = heading[:MAX_HEADING].encode(errors="replace").decode()
                self.ignored[redacted(text)] = None


def _agreed(cells: Mapping[str, object], several: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    """By field the value that all of its columns share; cells that differ by their headings."""
    found = dict[str, object]()
    for field, headings in several.items():
        first, *others = (cells[heading] for heading in headings)
        agree = all(other == first for other in others)
        found |= {field: first} if agree else {heading: cells[heading] for heading in headings}
    return found
