"""Reading a request log strictly: the first row that breaks its contract ends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loaders.pipeline.cells import Cells
from loaders.pipeline.check import Problems, faults_of
from loaders.pipeline.contract import checked
from loaders.readers import Fault
from loaders.readers.broken import broken
from loaders.sources.requests.contract import RequestRow
from loaders.sources.requests.source import REQUESTS


def read_requests(path: Path, sheet: str | None = None, encoding: str | None = None) -> Iterator[RequestRow]:
    """The rows of a request log, checked, in the file's order; `sheet` and `encoding` as of `raw_rows`.

    Raises InvalidInput and DataInvalid as `Cells`, and DataInvalid for the first row that breaks its
    contract; the message names file, line, field, value and remedy.
    """
    headings = REQUESTS.known_headings()
    for line, cells in Cells(REQUESTS, path, sheet, encoding):
        found: RequestRow | Problems = faults_of(cells)
        if not isinstance(cells, Fault):
            found = found or headings.clashes(cells) or checked(RequestRow, cells)
        if isinstance(found, tuple):
            raise broken(path, line, " | ".join(map(str, found)))
        yield found
