"""Reading a request log: CSV or JSON Lines, plain or gzip, row by row."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO, cast

import orjson
from pydantic import ValidationError

from graph.errors import DataInvalid, InvalidInput
from loaders.requests import RequestRow, problems

SUFFIXES: Final = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz")


def raw_rows(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Line number and cells of every row of a CSV or JSON Lines file (plain or gzip), unchecked.

    Empty CSV cells are left out. Constant memory. Raises InvalidInput when the file cannot be opened or its
    suffix is none of SUFFIXES, DataInvalid when a line is no CSV, JSON, UTF-8 or gzip.
    """
    name = path.name.lower()
    if not name.endswith(SUFFIXES):
        raise InvalidInput(f"{path.name}: a request log ends in {', '.join(SUFFIXES)}; rename or convert it")
    rows = _csv_rows if name.removesuffix(".gz").endswith(".csv") else _json_rows
    line = 0
    try:
        opened = gzip.open if name.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            for line, row in rows(cast(TextIO, file), path):
                yield line, row
    except UnicodeDecodeError:
        raise _unreadable(path, line, "is not UTF-8; save it as UTF-8") from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise _unreadable(path, line, "is damaged or cut off gzip; make it again") from None
    except csv.Error as error:
        raise _unreadable(path, line, f"is not CSV ({error}); mend or quote the line") from None
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror}); check path and rights") from None


def read_requests(path: Path) -> Iterator[RequestRow]:
    """The rows of a request log, checked, in the file's order.

    Raises InvalidInput and DataInvalid as `raw_rows`, and DataInvalid for the first row that breaks its
    contract; the message names file, line, field, value and remedy.
    """
    for line, cells in raw_rows(path):
        try:
            row = RequestRow.model_validate(cells)
        except ValidationError as error:
            raise _broken(path, line, " | ".join(map(str, problems(error)))) from None
        yield row


def _csv_rows(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    reader = csv.DictReader(text, strict=True)
    names = reader.fieldnames or []
    missing = [
        name for name, field in RequestRow.model_fields.items() if field.is_required() and name not in names
    ]
    if missing:
        raise _broken(path, 1, f"no column {', '.join(missing)}; add it to the header")
    for row in reader:
        if None in row:
            raise _broken(
                path, reader.line_num, f"more than {len(names)} cells; quote cells that hold commas"
            )
        yield reader.line_num, {name: cell for name, cell in row.items() if cell and cell.strip()}


def _json_rows(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    for line, document in enumerate(text, start=1):
        if not document.strip():
            continue
        try:
            row = orjson.loads(document)
        except orjson.JSONDecodeError as error:
            raise _broken(path, line, f"no JSON ({error}); write one object a line") from None
        if not isinstance(row, dict):
            raise _broken(path, line, "not a JSON object; write one object a line")
        yield line, row


def _broken(path: Path, line: int, what: str) -> DataInvalid:
    return DataInvalid(f"{path.name}, line {line}: {what}")


def _unreadable(path: Path, line: int, what: str) -> DataInvalid:
    """For failures that buffering reports some lines early: only the last good line is known."""
    return DataInvalid(f"{path.name}: the file {what}; it was read up to line {line}")
