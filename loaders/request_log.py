"""Reading a request log strictly: the first row that breaks its contract ends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from loaders.cells import Cells
from loaders.checking import faults_of
from loaders.contract import problems
from loaders.readers.broken import broken
from loaders.requests import RequestRow
from loaders.sources.requests import REQUESTS


def read_requests(path: Path, sheet: str | None = None, encoding: str | None = None) -> Iterator[RequestRow]:
    """The rows of a request log, checked, in the file's order; `sheet` and `encoding` as of `raw_rows`.

    Raises InvalidInput and DataInvalid as `Cells`, and DataInvalid for the first row that breaks its
    contract; the message names file, line, field, value and remedy.
    """
    for line, cells in Cells(REQUESTS, path, sheet, encoding):
        if faults := faults_of(cells):
            raise broken(path, line, " | ".join(map(str, faults)))
        try:
            row = RequestRow.model_validate(cells)
        except ValidationError as error:
            told = " | ".join(map(str, problems(error, RequestRow)))
            raise broken(path, line, told) from None
        yield row
