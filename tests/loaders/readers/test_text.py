"""Bytes as text: encodings, and where they are broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read

from graph.errors import DataInvalid, InvalidInput
from loaders.readers.packed import BLOCK
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
    with pytest.raises(
        DataInvalid, match=r"^a.csv, line 2: byte 5 \(0xf1\) is no utf-8; save the file as UTF-8, or name"
    ):
        read("a.csv", content)


@pytest.mark.parametrize(
    ("content", "how", "said"),
    [
        (b"a\n\x81\n", {"encoding": "cp1252"}, r"line 2: byte 3 \(0x81\) is no cp1252"),
        (b"\xef\xbb\xbfa\n\xff\n", {}, r"line 2: byte 6 \(0xff\) is no utf-8"),
        (b"a\n\xc3", {}, r"line 2: byte 3 \(0xc3\) is no utf-8"),
        (b"\xff\xfea\0\n\0\0\xd8", {}, r"line 2: byte 7 \(0x00\) is no utf-16-le"),
        (b"\xff\xfea\0\n", {}, r"line 1: byte 5 \(0x0a\) is no utf-16-le"),
        (b"a\r\nb\r" + b"x" * BLOCK + b"\xff", {}, rf"line 3: byte {BLOCK + 6:,} \(0xff\)"),
        ("a\nb\n".encode("utf-16-le"), {}, "line 1: has a zero byte, as UTF-16 without a mark has; save"),
        (b"a,b\n1,2\n3,\0\n", {}, "line 3: has a zero byte"),
        (
            "\ufeffa".encode("utf-16-le"),
            {"encoding": "utf-8"},
            "line 1: begins with the mark of utf-16-le; do",
        ),
    ],
)
def test_a_byte_that_is_no_text_is_named(read: Read, content: bytes, how: dict[str, str], said: str) -> None:
    with pytest.raises(DataInvalid, match=rf"^a\.csv, {said}"):
        read("a.csv", content, **how)


def test_rows_before_a_broken_byte_are_read() -> None:
    found = lines(PATH, pieces(PATH, [b"a\n1\n2\xff\n"]))
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
    assert list(lines(PATH, pieces(PATH, blocks))) == re.findall("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def test_an_encoding_that_is_not_known_is_the_callers_mistake(read: Read) -> None:
    with pytest.raises(InvalidInput, match=r"encoding: utf-8 or cp1252 can be read \(got 'rot13'\)"):
        read("a.csv", "a\n", encoding="rot13")
