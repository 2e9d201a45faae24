"""Bytes as text: encodings, and where they are broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, problem

from graph.errors import DataInvalid, InvalidInput
from loaders.readers import Fault
from loaders.readers.compressed import BLOCK
from loaders.readers.text import lines, pieces

PATH = Path("a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json"])
def test_a_mark_says_which_encoding_it_is(read: Read, encoding: str, suffix: str) -> None:
    content = {".csv": "a\nDoña Ana\n", ".jsonl": '{"a": "Doña Ana"}\n', ".json": '[{"a": "Doña Ana"}]'}
    assert [row for _, row in read(f"a{suffix}", content[suffix].encode(encoding))] == [{"a": "Doña Ana"}]


def test_utf_16_is_read_in_both_orders(read: Read) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read("a.csv", "\ufeffa\n😀\n".encode(encoding)) == [(2, {"a": "😀"})]


def test_windows_text_is_read_only_where_the_caller_says_so(read: Read) -> None:
    content = "a\nDoña Ana – “x”\n".encode("cp1252")
    assert read("a.csv", content, encoding="cp1252") == [(2, {"a": "Doña Ana – “x”"})]
    assert problem(read, "a.csv", content) == (
        "a.csv, line 2: has the byte 0xf1, which is not text in the encoding of the file; "
        "save the file as UTF-8, or give its encoding"
    )


@pytest.mark.parametrize(
    ("content", "how", "said"),
    [
        (
            b"a\n\x81\n",
            {"encoding": "cp1252"},
            "line 2: has the byte 0x81, which is not text in the encoding",
        ),
        (b"\xef\xbb\xbfa\n\xff\n", {}, "line 2: has the byte 0xff, which"),
        (b"a\n\xc3", {}, "line 2: has the byte 0xc3, which"),
        (b"a,\xff\n1,2", {}, "line 1: the header has the byte 0xff, which"),
        (b"\xff\xfea\0\n\0\0\xd8", {}, r"line 2: byte 7 \(0x00\) is not utf-16-le"),
        (b"\xff\xfea\0\n", {}, r"line 1: byte 5 \(0x0a\) is not utf-16-le"),
        (b"a\r\nb\r" + b"x" * BLOCK + b"\xff", {}, "line 3: has the byte 0xff"),
        (
            "a\nb\n".encode("utf-16-le"),
            {},
            "line 1: has a zero byte, as UTF-16 without a byte order",
        ),
        (b"a,b\n1,2\n3,\0\n", {}, "line 3: has a zero byte"),
        (
            "\ufeffa".encode("utf-16-le"),
            {"encoding": "utf-8"},
            "line 1: begins with the byte order mark of utf-16-le, not utf-8; leave",
        ),
    ],
)
def test_an_invalid_byte_is_named(read: Read, content: bytes, how: dict[str, str], said: str) -> None:
    assert re.match(rf"a\.csv, {said}", problem(read, "a.csv", content, **how))


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".csv", b"a,b\n1,x\n2,\xffx\n3,\0x\n4,x\n"),
        (".jsonl", b'{"a":"1","b":"x"}\n{"a":"2","b":"\xffx"}\n{"a":"3","b":"\0x"}\n{"a":"4","b":"x"}'),
        (".json", b'[{"a":"1","b":"x"},{"a":"2","b":"\xffx"},{"a":"3","b":"\0x"},{"a":"4","b":"x"}]'),
    ],
)
def test_an_invalid_byte_costs_its_cell_alone(read: Read, suffix: str, content: bytes) -> None:
    rows = [row for _, row in read(f"a{suffix}", content)]
    cells = [(row["a"], row["b"]) for row in rows if isinstance(row, dict)]
    assert [a for a, _ in cells] == ["1", "2", "3", "4"]
    assert [b for _, b in cells if not isinstance(b, Fault)] == ["x", "x"]
    assert [b.shown for _, b in cells if isinstance(b, Fault)] == ["\ufffdx", "\ufffdx"]


def test_rows_before_broken_utf_16_are_read() -> None:
    found = lines(pieces(PATH, ["\ufeffa\n1\n2".encode("utf-16-le") + b"\0\xd8\n\0"]))
    assert [next(found), next(found)] == ["a\n", "1\n"]
    with pytest.raises(DataInvalid, match="line 3"):
        next(found)


@settings(deadline=None)
@given(st.text(st.sampled_from("a\r\n\u2028\x0b\x85ä😀")), st.data())
def test_lines_do_not_depend_on_where_blocks_end(text: str, data: st.DataObject) -> None:
    content, blocks = text.encode(), list[bytes]()
    while content:
        size = data.draw(st.integers(1, len(content)))
        blocks.append(content[:size])
        content = content[size:]
    if not blocks:
        return  # an empty file is refused
    assert list(lines(pieces(PATH, blocks))) == re.findall("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def test_an_encoding_that_is_not_known_is_the_callers_mistake(read: Read) -> None:
    with pytest.raises(InvalidInput, match=r"encoding: unknown encoding 'rot13'; use utf-8 or cp1252"):
        read("a.csv", "a\n", encoding="rot13")
