"""The door: names, options, and what becomes of any bytes at all."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read
from test_workbook import table, workbook

from graph.errors import DataInvalid, InvalidInput
from loaders.readers import SUFFIXES, raw_rows

CSV = 'a,b\n1,"x\n""y"\nä,3\n'
LINES = '{"a": [1, 2.5e3, "\\u00e4"]}\n{"b": "ä"}\n'
ARRAY = '[{"a": [1, -2]},\n{"b": "ä\\n"}]'
CONTENTS = {
    ".csv": CSV.encode(),
    ".tsv": CSV.replace(",", "\t").encode(),
    ".jsonl": LINES.encode(),
    ".ndjson": LINES.encode(),
    ".json": ARRAY.encode(),
    ".xlsx": workbook(table(["a", "b"], ["x", 1.5], ["y", True])),
}


def compressed(suffix: str, content: bytes) -> bytes:
    if suffix.endswith(".gz"):
        return gzip.compress(content)
    if suffix.endswith(".zip"):
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", content)
        return whole.getvalue()
    return content


def content_of(suffix: str) -> bytes:
    return CONTENTS[".csv" if suffix == ".zip" else f".{suffix.split('.')[1]}"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_has_a_reader(read: Read, suffix: str) -> None:
    assert read(f"a{suffix}", compressed(suffix, content_of(suffix))) == [(ANY, ANY), (ANY, ANY)]


@settings(deadline=None)
@given(st.sampled_from(SUFFIXES), st.binary(), st.booleans())
def test_bytes_at_random_are_rows_or_are_refused(read: Read, suffix: str, noise: bytes, pack: bool) -> None:
    assert_rows_or_refusal(read, suffix, compressed(suffix, noise) if pack else noise)


@settings(deadline=None)
@given(st.sampled_from(SUFFIXES), st.booleans(), st.randoms(use_true_random=False))
def test_a_damaged_file_is_rows_or_is_refused(
    read: Read, suffix: str, pack_first: bool, chance: random.Random
) -> None:
    content = content_of(suffix)
    content = (
        damaged(compressed(suffix, content), chance)
        if pack_first
        else compressed(suffix, damaged(content, chance))
    )
    assert_rows_or_refusal(read, suffix, content)


def assert_rows_or_refusal(read: Read, suffix: str, content: bytes) -> None:
    said = f"a{suffix}"
    try:
        read(f"a{suffix}", content)
    except (DataInvalid, InvalidInput) as refusal:
        said = str(refusal)
    assert said.startswith(f"a{suffix}")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """With a few bytes changed, taken out or put in; those of a workbook's parts where it has any."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        archive = zipfile.ZipFile(io.BytesIO(content))
        victim, whole = chance.choice(archive.namelist()), io.BytesIO()
        with zipfile.ZipFile(whole, "w") as copy:
            for name in archive.namelist():
                part = archive.read(name)
                copy.writestr(name, damaged(part, chance) if name == victim else part)
        return whole.getvalue()
    some = bytearray(content)
    for _ in range(chance.choice([1, 2, 9])):
        at = chance.randrange(len(some) + 1)
        much = chance.choice([b'"', b"<", b"-1", b"9" * 9, b"\0", b"\r", b"[{", b",", b"\xff", b""])
        some[at : at + chance.randrange(4)] = much
    return bytes(some)


@pytest.mark.parametrize(
    ("name", "how", "said"),
    [
        ("absent.csv", {}, "No such file"),
        ("absent.csv.gz", {}, "No such file"),
        ("absent.xlsx", {}, "No such file"),
        ("log.txt", {}, r"^log\.txt: unknown suffix, known are \.csv, .*, \.xlsx; rename or convert it"),
        ("log.xlsx.gz", {}, "unknown suffix, known are"),
        (
            "log.csv",
            {"sheet": "A"},
            r"^log\.csv: sheet: only a workbook \(\.xlsx\) has sheets; leave --sheet out",
        ),
        (
            "log.xlsx",
            {"encoding": "cp1252"},
            r"^log\.xlsx: encoding: a workbook has its own; leave --encoding out",
        ),
    ],
)
def test_what_cannot_be_opened_is_the_callers_mistake(
    tmp_path: Path, name: str, how: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        next(raw_rows(tmp_path / name, **how), None)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(InvalidInput, match="Is a directory"):
        next(raw_rows(tmp_path / "a.csv"), None)


def test_a_file_is_closed_when_its_rows_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = list[io.IOBase]()
    real = Path.open

    def spy(self: Path, *arguments: Any, **more: Any) -> Any:
        opened.append(real(self, *arguments, **more))
        return opened[-1]

    monkeypatch.setattr(Path, "open", spy)
    for suffix in SUFFIXES:
        (tmp_path / f"a{suffix}").write_bytes(compressed(suffix, content_of(suffix)))
        rows: Iterator[object] = raw_rows(tmp_path / f"a{suffix}")
        next(rows)
        rows.close()  # type: ignore[attr-defined]
        assert opened[-1].closed, suffix
