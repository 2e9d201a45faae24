"""A file may be larger than the memory."""

from __future__ import annotations

import gzip
import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.readers import raw_rows

pytestmark = pytest.mark.slow

ROWS, CELLS = 6_000, 4
MOST = 3 << 20
"""Bytes that reading takes at most; the files unpack to more than six times that."""

LETTERS = random.Random(3).choices("abcdefghijklmnop", k=50_000)
NAMES = [f"column_{number}" for number in range(CELLS)]


def cells(row: int) -> list[str]:
    return ["".join(LETTERS[row * 7 + cell : row * 7 + cell + 900]) for cell in range(CELLS)]


def documents(suffix: str) -> Iterator[str]:
    """The file, row by row."""
    if suffix.startswith(".csv"):
        yield ",".join(NAMES) + "\n"
        yield from (",".join(f'"{cell}"' for cell in cells(row)) + "\n" for row in range(ROWS))
        return
    objects = (json.dumps(dict(zip(NAMES, cells(row), strict=True))) for row in range(ROWS))
    if suffix.startswith(".jsonl"):
        yield from (each + "\n" for each in objects)
        return
    yield "[" + next(objects)
    yield from ("," + each for each in objects)
    yield "]"


@pytest.mark.parametrize(
    "suffix", [".csv", ".csv.gz", ".csv.zip", ".jsonl", ".jsonl.gz", ".json", ".json.zip"]
)
def test_reading_takes_the_same_memory_however_long_the_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as member:
            size = write(member, suffix)
    else:
        with gzip.open(path, "wb", 1) if suffix.endswith(".gz") else path.open("wb") as file:
            size = write(file, suffix)
    assert size > 6 * MOST
    tracemalloc.start()
    try:
        assert sum(1 for _ in raw_rows(path)) == ROWS
        assert tracemalloc.get_traced_memory()[1] < MOST
    finally:
        tracemalloc.stop()


def write(file: io.BufferedIOBase, suffix: str) -> int:
    return sum(file.write(document.encode()) for document in documents(suffix))
