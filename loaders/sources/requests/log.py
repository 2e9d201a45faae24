"""Reads a request log strictly: the first row that breaks its contract ends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.write_result import RowProblem
from loaders.pipeline.contract import validated
from loaders.pipeline.row_checker import fault_problems
from loaders.pipeline.source_reader import SourceReader
from loaders.readers import Fault
from loaders.readers.broken import broken
from loaders.sources.requests.contract import RequestRow
from loaders.sources.requests.source import REQUESTS


def read_requests(path: Path, sheet: str | None = None, encoding: str | None = None) -> Iterator[RequestRow]:
    """The rows of a request log, checked, in the file's order; `sheet` and `encoding` as of `raw_rows`.

    Raises InvalidInput and DataInvalid as `SourceReader`, and DataInvalid for the first row that breaks its
    contract; the message names file, line, field, value and remedy.
    """
    headings = REQUESTS.known_headings()
    for line, cells in SourceReader(REQUESTS, path, sheet, encoding):
        found: RequestRow | tuple[RowProblem, ...] = fault_problems(cells)
        if not isinstance(cells, Fault):
            found = found or headings.clashes(cells) or validated(RequestRow, cells)
        if isinstance(found, tuple):
            raise broken(path, line, " | ".join(map(str, found)))
        yield found
