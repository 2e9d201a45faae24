"""An Excel workbook (.xlsx): one sheet, its cells as the text that they show."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.errors import GraphError, InvalidInput
from loaders.readers.broken import broken, unreadable
from loaders.readers.packed import mark_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SUFFIX: Final = ".xlsx"
MOST_UNPACKED: Final = 32 << 20
"""Bytes that the parts of a workbook unpack to at most, some 25,000 rows of 20 cells.

Rows are read one by one, but a part that is made to do harm takes some 75 times its size.
"""
MOST_ROWS: Final = 1 << 20
"""Rows that a sheet of Excel has."""

# What of a number format is no code: quoted text, an escaped character, a colour or a locale.
NO_CODE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def workbook_rows(path: Path, sheet: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row of a sheet that is not blank, no row with fewer cells than the first.

    Dates are ISO text, of the month alone where the cell shows no day; numbers have no `.0`; of a formula
    comes what it showed when the workbook was saved, of merged cells the first. `sheet` may be left out
    where only one is visible. Memory grows with the distinct texts, not with the rows. Raises DataInvalid
    when the file is no workbook, larger than MOST_UNPACKED or has an error in a cell, InvalidInput when it
    is open which sheet is meant, OSError when the file cannot be read.
    """
    width = 0
    with _opened(path) as book:
        for number, row in enumerate(_sheet(path, book, sheet).iter_rows(), start=1):
            if number > MOST_ROWS:
                raise broken(path, number, f"a sheet has at most {MOST_ROWS:,} rows; save the workbook anew")
            cells = [_text(path, number, cell) for cell in row]
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if any(cell.strip() for cell in cells):
                width = width or len(cells)
                yield number, cells + [""] * (width - len(cells))


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    # Takes a sixth of a second, which the service and most commands need not spend.
    from openpyxl import load_workbook

    # It warns of parts that hold no cells, such as rules for what may be typed in.
    warnings.filterwarnings("ignore", module="openpyxl")
    with path.open("rb") as file:
        start = file.read(4)
        if (mark := mark_of(start)) and not start.startswith(b"PK"):
            raise unreadable(path, f"holds {mark}; save it as {SUFFIX} without a password")
        try:
            with zipfile.ZipFile(file) as archive:
                size = sum(part.file_size for part in archive.infolist())
            if size > MOST_UNPACKED:
                raise unreadable(
                    path, f"unpacks to {size:,} bytes (limit: {MOST_UNPACKED:,}); save the sheet as CSV"
                )
            yield load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except GraphError:
            raise
        # openpyxl answers a broken part with whatever its code runs into.
        except Exception:
            raise unreadable(path, f"is no workbook that can be read; save it as {SUFFIX} anew") from None


def _sheet(path: Path, book: Workbook, name: str | None) -> Any:
    sheets = {each.title: each for each in book.worksheets}
    visible = [title for title, each in sheets.items() if each.sheet_state == "visible"]
    if not visible:
        raise unreadable(path, f"has no sheet that is visible; save it as {SUFFIX} anew")
    if name is None and len(visible) == 1:
        name = visible[0]
    if name not in sheets:
        what = "none was named" if name is None else f"there is no {name!r}"
        raise InvalidInput(
            f"{path.name}: sheet: {what}, the workbook has {', '.join(map(repr, visible))}; name one of them"
        )
    sheet = sheets[name]
    # What a file says of a sheet's size may be wrong, and rows beyond it would be lost.
    sheet.reset_dimensions()
    return sheet


def _text(path: Path, number: int, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            raise broken(path, number, f"cell {cell.coordinate} shows {value}; mend its formula, or empty it")
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        value = value if value.time() != datetime.min.time() else value.date()
    if isinstance(value, date):
        code = NO_CODE.sub("", cell.number_format).lower()
        return value.isoformat() if "d" in code or "y" not in code else value.isoformat()[:7]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
