"""A synthetic request log: as rows, or as a file."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TextIO, cast, get_origin

import numpy as np
import orjson

from graph.errors import InvalidInput
from loaders.generate.arguments import GenerateArguments
from loaders.generate.block import Block, draw_blocks
from loaders.generate.reference import Reference
from loaders.generate.wording import COLUMNS, Wording
from loaders.sources.requests.contract import RequestRow

LISTS: Final = frozenset(
    name for name, field in RequestRow.model_fields.items() if get_origin(field.annotation) is list
)
TRUTHS: Final = frozenset({"grantee", "synthetic"})

SUFFIXES: Final = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz")
"""Formats that are written; more can be read."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written. A requester is a jurisdiction, or a set of them, that asked at least once."""

    rows: int
    states: int
    requesters: int
    sha256: str


def generate(arguments: GenerateArguments, reference: Reference | None = None) -> Iterator[RequestRow]:
    """The rows of a log, checked, in month order.

    `reference` spares reading `data/` again; without it, raises DataInvalid when a file there is broken.
    """
    for _, rows in _worded_blocks(arguments, reference or Reference.read()):
        yield from map(RequestRow.model_validate, map(_document, rows))


def write(
    path: Path,
    arguments: GenerateArguments,
    progress: Callable[[int], None] = lambda rows: None,
    reference: Reference | None = None,
) -> Summary:
    """Writes a log in the format that the suffix of `path` names (SUFFIXES); same arguments, same bytes.

    Constant memory. `progress` is called with the number of rows of every finished block. The file
    appears once it is complete, and replaces an earlier one. Raises InvalidInput for an unknown suffix or a
    file that cannot be made, DataInvalid when a reference file is broken, OSError when the disk fails.
    """
    if not path.name.endswith(SUFFIXES):
        raise InvalidInput(f"{path.name}: unknown suffix for a request log; use {', '.join(SUFFIXES)}")
    states, requesters = set[int](), set[int]()
    with _replaced(path) as text:
        put = _csv_writer(text) if path.name.endswith((".csv", ".csv.gz")) else _json_writer(text)
        for block, rows in _worded_blocks(arguments, reference or Reference.read()):
            put(rows)
            states.update(np.unique(block.requesters.state).tolist())
            requesters.update(np.unique(block.requesters.identity()).tolist())
            progress(len(block.number))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Summary(arguments.requests, len(states), len(requesters), sha256)


def _worded_blocks(
    arguments: GenerateArguments, reference: Reference
) -> Iterator[tuple[Block, Iterable[Row]]]:
    wording: Wording | None = None
    for world, block in draw_blocks(arguments, reference):
        wording = wording or Wording(world)
        yield block, zip(*wording.columns(block), strict=True)


def _document(row: Row) -> dict[str, object]:
    """A row as a JSON object: lists and truth values as such, unknown fields left out."""
    return {
        name: cell.split(";") if name in LISTS else cell == "true" if name in TRUTHS else cell
        for name, cell in zip(COLUMNS, row, strict=True)
        if cell
    }


def _csv_writer(text: TextIO) -> Callable[[Iterable[Row]], None]:
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    return writer.writerows


def _json_writer(text: TextIO) -> Callable[[Iterable[Row]], None]:
    def put(rows: Iterable[Row]) -> None:
        text.writelines(
            orjson.dumps(_document(row), option=orjson.OPT_APPEND_NEWLINE).decode() for row in rows
        )

    return put


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text beside `path` that takes its place when the block ends well, and is removed when not."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        raw = unfinished.open("wb")
    except OSError as error:
        raise InvalidInput(
            f"{path}: cannot be made ({error.strerror}); check the folder and its permissions"
        ) from None
    try:
        with raw as file:
            # No name and no time in the gzip header: they would differ from one run to the next.
            inner = gzip.GzipFile("", "wb", 6, file, mtime=0) if path.suffix == ".gz" else file
            with io.TextIOWrapper(cast(IO[bytes], inner), "utf-8", newline="") as text:
                yield text
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
