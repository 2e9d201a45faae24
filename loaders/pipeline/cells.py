"""The rows of a source's file as cells by field, unchecked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from loaders.pipeline.headings import MOST_HEADING
from loaders.pipeline.privacy import redacted
from loaders.pipeline.source import Source
from loaders.readers import Fault, raw_rows

MOST_KNOWN: Final = 10_000
MOST_IGNORED: Final = 50


class Cells:
    """Line and cells by field of each row of a file; columns that mean no field are left out.

    A cell that cannot be read is a Fault, and so is such a row. `ignored` are the headings of columns that
    are left out, as far as the file was read; `share` is how far, from 0 to 1, None where that is not known.
    `sheet`, `choose_sheet` and `encoding` as of `raw_rows`.
    Of several columns for one field, the one with the field's own name counts, or what all say; where they
    differ, their cells stand under their headings (`Headings.clashes`). Reading raises as `raw_rows`.
    """

    def __init__(
        self,
        source: Source,
        path: Path,
        sheet: str | None = None,
        encoding: str | None = None,
        *,
        choose_sheet: bool = False,
    ) -> None:
        self._source, self._path, self._sheet, self._encoding = source, path, sheet, encoding
        self._choose_sheet = choose_sheet
        self._headings = source.known_headings()
        self.ignored: dict[str, None] = {}
        self.share: float | None = None

    def __iter__(self) -> Iterator[tuple[int, dict[str, object] | Fault]]:
        known = dict[tuple[str, ...], tuple[dict[str, str], dict[str, tuple[str, ...]]]]()
        rows = raw_rows(
            self._path,
            missing=self._source.missing,
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
            headings = tuple(cells)
            if headings not in known:
                if len(known) == MOST_KNOWN:
                    known.clear()  # rows of JSON may differ in what they name
                fields = self._headings.fields_of(headings)
                read = set().union(*fields.values())
                self._ignore(heading for heading in headings if heading not in read)
                known[headings] = (
                    {field: each[0] for field, each in fields.items() if len(each) == 1},
                    {field: each for field, each in fields.items() if len(each) > 1},
                )
            one, several = known[headings]
            row = {field: cells[heading] for field, heading in one.items()}
            yield line, row | _agreed(cells, several) if several else row

    def _reach(self, share: float) -> None:
        self.share = share

    def _ignore(self, headings: Iterator[str]) -> None:
        for heading in headings:
            if len(self.ignored) < MOST_IGNORED:
                text = heading[:MOST_HEADING].encode(errors="replace").decode()
                self.ignored[redacted(text)] = None


def _agreed(cells: dict[str, object], several: dict[str, tuple[str, ...]]) -> dict[str, object]:
    """What the columns of each field agree on, by field; cells that differ by their headings."""
    found = dict[str, object]()
    for field, headings in several.items():
        first, *others = (cells[heading] for heading in headings)
        agree = all(other == first for other in others)
        found |= {field: first} if agree else {heading: cells[heading] for heading in headings}
    return found
