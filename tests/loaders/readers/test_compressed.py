"""Gzip and zip: what is inside, and what is only made to do harm."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from reading import Read
from test_workbook import table, workbook

from graph.errors import DataInvalid
from loaders.readers.compressed import COMPRESSIONS, RATIO_FROM, blocks

TEXT = b"a,b\n1,2\n"
ROWS = [(2, {"a": "1", "b": "2"})]
NOISE = random.Random(5).randbytes(3000).hex().encode()


SIDE_FILES = (
    ("__MACOSX/logs/._log.csv", b"\0"),
    (".DS_Store", b"\0"),
    ("logs/.DS_Store", b"\0"),
    ("Thumbs.db", b"\0"),
    ("logs/desktop.ini", b"\0"),
)
"""What macOS and Windows put beside the files that they pack."""


def gzipped(content: bytes) -> bytes:
    """Of no time, so that a test has the same name in every worker."""
    return gzip.compress(content, mtime=0)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return whole.getvalue()


def encrypted() -> bytes:
    content = bytearray(zipped(("log.csv", TEXT)))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv.gz", gzipped(TEXT)),
        ("A.CSV.GZ", gzipped(TEXT[:4]) + gzipped(TEXT[4:])),
        ("a.csv.zip", zipped(("log.csv", TEXT))),
        ("a.csv.zip", zipped(("log.csv", TEXT), method=zipfile.ZIP_STORED)),
        ("a.csv.zip", zipped(("../../etc/passwd", TEXT))),
        ("a.csv.zip", zipped(("logs/", b""), ("logs/log.csv", TEXT), ("__MACOSX/logs/._log.csv", b"\0"))),
        ("a.csv.zip", zipped(("log.csv", TEXT), *SIDE_FILES)),
        ("a.zip", zipped(*SIDE_FILES, ("logs/LOG.CSV", TEXT))),
        ("a.zip", zipped(("../log.csv", TEXT))),
        ("A.ZIP", zipped(("logs\\log.csv", TEXT))),
        ("a.zip", zipped(("log.jsonl", b'\n{"a": "1", "b": "2"}'))),
        ("a.zip", zipped(("log.json", b'[\n{"a": "1", "b": "2"}]'))),
        ("a.zip", zipped(("log.xlsx", workbook(table(["a", "b"], [1, 2]))))),
        ("a.jsonl.zip", zipped(("log.jsonl", b'\n{"a": "1", "b": "2"}'))),
        ("a.json.gz", gzipped(b'[\n{"a": "1", "b": "2"}]')),
    ],
)
def test_a_compressed_file_is_read_like_a_plain_one(read: Read, name: str, content: bytes) -> None:
    assert read(name, content) == ROWS


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", r"is empty; transfer it again, or remove it"),
        ("a.jsonl", b"", "is empty"),
        ("a.json", b"", "is empty"),
        ("a.xlsx", b"", "is empty"),
        ("a.csv.gz", b"", "is empty"),
        ("a.csv.gz", gzipped(b""), "is empty"),
        ("a.zip", b"", "is empty"),
        ("a.zip", zipped(("log.csv", b"")), "is empty"),
        ("a.zip", zipped(("log.xlsx", b"")), "is not a readable workbook"),
        ("a.zip", TEXT, "is not a zip file, or damaged"),
        ("a.zip", zipped(*SIDE_FILES), "holds 0 files; zip one file alone"),
        ("a.zip", zipped(("a.csv", TEXT), ("b.csv", TEXT), *SIDE_FILES), "holds 2 files: a.csv, b.csv; zip"),
        ("a.zip", zipped(("a.pdf", TEXT)), r"holds 'a.pdf'; zip a file that ends in \.csv, .*, \.xlsx"),
        ("a.zip", zipped(("a.csv.gz", gzipped(TEXT))), r"holds 'a.csv.gz'; zip a file"),
        ("a.zip", workbook(table(["a"])), r"is an Excel workbook; name it \.xlsx"),
        ("a.csv.gz", b"x", "is not a gzip file; compress it again, or remove .gz from its name"),
        ("a.csv.gz", TEXT, "is not a gzip file"),
        ("a.csv.gz", gzipped(NOISE)[:-9], "is damaged or truncated gzip; create it again"),
        ("a.csv.gz", gzipped(NOISE)[:-1], "is damaged or truncated gzip"),
        ("a.csv.gz", gzipped(TEXT) + b"junk", "is damaged or truncated gzip"),
        ("a.csv.gz", gzipped(gzipped(TEXT)), r"holds gzip \(.gz\); give it that suffix"),
        ("a.csv.zip", TEXT, "is not a zip file, or damaged; zip it again, or remove .zip from its name"),
        ("a.csv.zip", zipped(("a", NOISE))[:-9], "is not a zip file, or damaged"),
        (
            "a.csv.zip",
            zipped(("a", NOISE)).replace(b"PK\x03\x04", b"PK\x03\x05"),
            "is not a zip file, or damaged",
        ),
        ("a.csv.zip", zipped(), "holds 0 files; zip one file alone"),
        ("a.csv.zip", zipped(("a.csv", TEXT), ("b.csv", TEXT)), "holds 2 files"),
        ("a.csv.zip", encrypted(), "is encrypted; zip it without a password"),
        ("a.csv.zip", zipped(("a", TEXT), method=zipfile.ZIP_LZMA), "is compressed by a method other than"),
        ("a.csv", gzipped(TEXT), r"holds gzip \(.gz\); give it that suffix"),
        ("a.jsonl", zipped(("a", TEXT)), "holds a zip file or an Excel workbook"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "holds an old or encrypted Office file"),
    ],
)
def test_content_that_is_not_what_the_suffix_says_is_refused(
    read: Read, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(DataInvalid, match=rf"^{name}: the file {said}"):
        read(name, content)


@pytest.mark.parametrize("compression", [".gz", ".zip"])
def test_a_small_file_that_decompresses_to_a_huge_one_is_refused(read: Read, compression: str) -> None:
    blank = b"[" + b" " * RATIO_FROM
    content = gzipped(blank) if compression == ".gz" else zipped(("a", blank))
    with pytest.raises(DataInvalid, match=r"decompresses to more than 16,777,216 bytes \(limit: 200 times"):
        read(f"a.json{compression}", content)


def test_what_is_read_ends_where_the_zip_says_it_does(read: Read) -> None:
    """A size that lies is found by the checksum, before more than it says is decompressed."""
    content = zipped(("a", TEXT + b"3,4\n"))
    lying = content.replace((len(TEXT) + 4).to_bytes(4, "little"), len(TEXT).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(DataInvalid, match="damaged"):
        read("a.csv.zip", lying)


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_the_share_that_was_read_grows_to_one(tmp_path: Path, compression: str) -> None:
    text = random.Random(7).randbytes(250_000).hex().encode()
    content = {"": text, ".gz": gzipped(text), ".zip": zipped(("a.csv", text))}[compression]
    path = tmp_path / f"a.csv{compression}"
    path.write_bytes(content)
    shares: list[float] = []
    assert b"".join(blocks(path, compression, shares.append)) == text
    assert len(shares) > 4
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert 0.9 < shares[-1] <= 1


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\x1a\x1a", b"\x1a\r\n", b"\r\n\x1a", b"\x1a" * 128])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", TEXT),
        ("a.csv", TEXT.strip()),
        ("a.jsonl", b'\n{"a": "1", "b": "2"}'),
        ("a.json", b'[\n{"a": "1", "b": "2"}]'),
    ],
)
def test_the_end_of_file_character_of_dos_is_not_a_text(
    read: Read, name: str, content: bytes, end: bytes
) -> None:
    assert read(name, content + end) == ROWS
    if name == "a.csv":
        assert read(name, (content + end).decode().encode("utf-16")) == ROWS
        assert next(row for _, row in read(name, content + b"\n3," + b"x" * 70_000 + end)) == ROWS[0][1]


def test_that_character_elsewhere_is_text(read: Read) -> None:
    assert read("a.csv", b"a,b\n1,\x1a2\n") == [(2, {"a": "1", "b": "\x1a2"})]
