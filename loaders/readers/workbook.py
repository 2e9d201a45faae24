"""An Excel workbook (.xlsx): one sheet, its cells as text."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from graph.errors import GraphError, InvalidInput
from loaders.readers.broken import broken, unreadable
from loaders.readers.compressed import mark_of, opened

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SUFFIX: Final = ".xlsx"
MAX_DECOMPRESSED: Final = 32 << 20
"""Maximum number of bytes of a workbook's parts, decompressed: some 25,000 rows of 20 cells.

Rows are read one by one, but a malicious part takes some 75 times its size.
"""
MAX_ROWS: Final = 1 << 20
"""Maximum number of rows of a sheet of Excel."""

STRICT: Final = b"http://purl.oclc.org/ooxml/"
"""Begins the namespaces of Strict Office Open XML (ISO/IEC 29500-1); openpyxl reads the transitional."""
ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")

Fits = Callable[[list[str]], bool]
"""Whether these cells are the header that is wanted."""

# The literal parts of a number format: quoted text, an escaped character, a colour or a locale.
LITERALS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def workbook_rows(
    path: Path, sheet: str | None = None, compression: str = "", fits: Fits | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row of a sheet that is not blank, without the empty cells at its end.

    Dates are ISO text, the month alone where the cell shows no day; numbers have no `.0`; a formula is its
    value when the workbook was saved, merged cells are the first. `sheet` may be left out where only one is
    visible, or `fits` accepts the first row of only one. `compression` as of
    `compressed.opened`. Memory grows with the distinct texts, not with the rows. Raises DataInvalid
    when the file is not a workbook or larger than MAX_DECOMPRESSED, InvalidInput when several sheets are
    possible, OSError when the file cannot be read.
    """
    with opened(path, compression, MAX_DECOMPRESSED) as file, _workbook(path, file) as book:
        yield from _rows(path, _sheet(path, book, sheet, fits))


@contextmanager
def _workbook(path: Path, file: IO[bytes]) -> Iterator[Workbook]:
    # Takes a sixth of a second, which the service and most commands need not spend.
    from openpyxl import load_workbook

    # It warns of parts that hold no cells, such as rules for what may be typed in.
    warnings.filterwarnings("ignore", module="openpyxl")
    start = file.read(4)
    if (mark := mark_of(start)) and not start.startswith(b"PK"):
        raise unreadable(path, f"holds {mark}; save it as {SUFFIX} without a password")
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > MAX_DECOMPRESSED:
                raise unreadable(
                    path,
                    f"decompresses to {size:,} bytes (limit: {MAX_DECOMPRESSED:,}); save the sheet as CSV",
                )
            if STRICT in archive.read("_rels/.rels"):
                raise unreadable(
                    path, f'is a "Strict Open XML" workbook; save it as "Excel Workbook ({SUFFIX})"'
                )
        yield load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except GraphError:
        raise
    # For a broken part openpyxl raises whatever its code runs into.
    except Exception:
        raise unreadable(path, f"is not a readable workbook; save it as {SUFFIX} again") from None


def _sheet(path: Path, book: Workbook, name: str | None, fits: Fits | None) -> Any:
    sheets = {each.title: each for each in book.worksheets}
    for sheet in sheets.values():
        # The size that a file gives for a sheet may be wrong, and rows beyond it would be lost.
        sheet.reset_dimensions()
    visible = [title for title, each in sheets.items() if each.sheet_state == "visible"]
    if not visible:
        raise unreadable(path, "has no visible sheet; make one visible and save it again")
    fitting = visible
    if name is None and fits is not None and len(visible) > 1:
        heads = {title: next(_rows(path, sheets[title]), (0, []))[1] for title in visible}
        fitting = [title for title in visible if fits(heads[title])]
    if name is None and len(fitting) == 1:
        [name] = fitting
    if name not in sheets:
        what = f"unknown sheet {name!r}" if name else "none was given"
        if name is None and fits is not None:
            what = (
                f"{len(fitting)} have the required columns; name one in loader.toml, or load the file with "
                "`load` and --sheet"
            )
        raise InvalidInput(f"{path.name}: sheet: {what}; the workbook has {', '.join(map(repr, visible))}")
    return sheets[name]


def _rows(path: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS:
            raise broken(path, number, f"a sheet has at most {MAX_ROWS:,} rows; save the workbook again")
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _unescaped(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        value = value if value.time() != datetime.min.time() else value.date()
    if isinstance(value, date):
        code = LITERALS.sub("", cell.number_format).lower()
        return value.isoformat() if "d" in code or "y" not in code else value.isoformat()[:7]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _unescaped(text: str) -> str:
    """Decodes the characters that XML cannot hold: `_x000D_` is a carriage return (ECMA-376, ST_Xstring)."""
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may be the halves of one character.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
