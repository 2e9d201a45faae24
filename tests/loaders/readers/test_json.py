"""JSON Lines and JSON arrays: the same rows, each as strict as the other."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, problem

from graph.errors import DataInvalid
from loaders.readers import Fault
from loaders.readers.json_object import MAX_DEPTH
from loaders.readers.text import MAX_ROW

VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)


@settings(deadline=None)
@given(st.lists(OBJECTS, max_size=4), st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_of_objects_are_read_as_they_were(
    read: Read, rows: list[dict[str, Any]], ascii_only: bool, end: str
) -> None:
    content = (end + " " + end).join(json.dumps(row, ensure_ascii=ascii_only) for row in rows)
    assert read("a.jsonl", content + end) == [(2 * index + 1, row) for index, row in enumerate(rows)]


@settings(deadline=None)
@given(st.lists(OBJECTS, max_size=4), st.sampled_from([None, 0, 3]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_an_array_is_read_element_by_element_with_its_lines(
    read: Read, rows: list[dict[str, Any]], indent: int | None, end: str
) -> None:
    document, starts = "[", list[int]()
    for row in rows:
        document += ("," if starts else "") + end
        starts.append(len(re.findall("\r\n|\r|\n", document)) + 1)
        document += json.dumps(row, indent=indent).replace("\n", end)
    assert read("a.json", f"\n{document}{end}]\n") == [
        (start + 1, row) for start, row in zip(starts, rows, strict=True)
    ]


@pytest.mark.parametrize("end", ['{"a": ', '{"a": "tex', '{"a": tr', '{"a": {"b": 1}', '{"a": 1, ', "{"])
def test_lines_that_end_within_an_object_were_cut_off(read: Read, end: str) -> None:
    with pytest.raises(
        DataInvalid, match=r"a\.jsonl, line 2: the file ends within an object; transfer it again"
    ):
        read("a.jsonl", '{"a": 1}\n' + end)


@pytest.mark.parametrize("last", ['{"a": 1} }', '{"a": x}', "a: 1", '{"a": \n', "{\n"])
def test_a_last_line_that_has_its_end_is_one_bad_row(read: Read, last: str) -> None:
    (_, first), (line, fault) = read("a.jsonl", '{"a": 1}\n' + last)
    assert (first, line) == ({"a": 1}, 2)
    assert isinstance(fault, Fault)


def test_a_null_is_an_empty_cell(read: Read) -> None:
    assert read("a.jsonl", '{"a": null, "b": [null], "c": ""}') == [(1, {"b": [None], "c": ""})]


def test_an_array_on_one_line_may_be_long(read: Read) -> None:
    rows = [{"a": "x" * 1000, "number": number} for number in range(3000)]
    content = json.dumps(rows)
    assert len(content) > 2 * MAX_ROW
    assert read("a.json", content) == [(1, row) for row in rows]


NO_ROWS = {
    '{"a": 1, "b": {"c": 2, "c": 2}}': "'c' is in an object twice; write it once",
    '{"a": NaN}': "NaN is not JSON; write null, or leave the field out",
    '{"a": [-Infinity]}': "-Infinity is not JSON",
    '{"a": 1e400}': "the number 1e400 does not fit in 64 bits; write it as a string",
    '{"a": 9223372036854775808}': "the number 9223372036854775808 does not fit",
    '{"a": -%s}' % ("9" * 100_000): "the number -999",
    r'{"a": "\ud800"}': r"a \\u escape is half a character",
    r'{"\udd00": 1}': r"a \\u escape is half a character",
    '{"a": %s}' % ("[" * MAX_DEPTH + "]" * MAX_DEPTH): "nested deeper than 32 levels; flatten it",
    '{"a": %s}' % ('{"a":' * 100_000): "nested deeper than 32 levels",
    "[1]": "not a JSON object; write an object for each row",
    "7": "not a JSON object",
    "{'a': 1}": r"not JSON \(Expecting property name",
    '{"a": 1,}': r"not JSON \(",
    '{"a": "\t"}': r"not JSON \(Invalid control character",
    '{"a": 01}': r"not JSON \(",
}
"""What is no row, and what is said of it."""


@pytest.mark.parametrize(("row", "said"), NO_ROWS.items())
def test_what_is_not_a_row_is_refused_in_both_formats(read: Read, row: str, said: str) -> None:
    assert re.match(
        rf"a\.jsonl, line 3: (character \d+: )?{said}", problem(read, "a.jsonl", f'{{"a": 1}}\n\n{row}\n')
    )
    assert re.match(rf"a\.json, line 3: {said}", problem(read, "a.json", f'[{{"a": 1}},\n\n{row}\n]'))


@pytest.mark.parametrize("row", NO_ROWS)
def test_a_line_that_is_not_a_row_does_not_end_the_file(read: Read, row: str) -> None:
    before, bad, after = read("a.jsonl", f'{{"b": 1}}\n{row}\n{{"b": 2}}\n')
    assert (before, after) == ((1, {"b": 1}), (3, {"b": 2}))
    assert bad[0] == 2


@pytest.mark.parametrize("row", [row for row, said in NO_ROWS.items() if "not JSON" not in said])
def test_an_element_that_is_not_a_row_does_not_end_the_array_if_its_end_is_known(
    read: Read, row: str
) -> None:
    if row.count("[") + row.count("{") > 1_000:
        return  # too deep to be taken apart
    found = read("a.json", f'[{{"b": 1}},\n{row},\n{{"b": 2}}]')
    assert (found[0], found[-1], len(found)) == ((1, {"b": 1}), (3, {"b": 2}), 3)


def test_a_field_that_cannot_be_read_leaves_the_others_of_its_row(read: Read) -> None:
    [(_, row)] = read("a.jsonl", '{"a": NaN, "b": 1, "c": [1e999], "d": {"e": 1, "e": 2}, "f": "\\ud800"}')
    assert isinstance(row, dict)
    assert {name for name, cell in row.items() if isinstance(cell, Fault)} == {"a", "c", "d", "f"}
    assert row["b"] == 1


def test_as_deep_as_is_allowed_is_read(read: Read) -> None:
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert len(read("a.jsonl", f'{{"a": {deep}}}')) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (" ", r"line 1: expected '\[', found the end; write one array of objects; a file"),
        ('{"a": 1}\n{"a": 2}', r"line 1: expected '\[', found '{'; .* a file with an object on each line"),
        ("[", "line 1: not a JSON object"),
        ('[{"a": 1},\n]', "line 2: not a JSON object"),
        ('[{"a": 1}\n{"a": 2}]', "line 2: expected ',', found '{'"),
        ('[\n{"a": 1}\n', "line 3: expected ',', found the end"),
        ("[]\n[]", r"line 2: expected the end, found '\['"),
        ('[{\n"a": 1,\n"b": x}]', r"line 3: not JSON \(Expecting value\); fix it"),
        ('[{\n"a": "x', r"line 2: not JSON \(Unterminated string"),
        ('[\n{"a": "%s"}]' % ("x" * MAX_ROW), "line 2: the row is longer than 1,048,576 characters"),
        ('[\n{"a": [%s0]}]' % ("1," * MAX_ROW), "line 2: the row is longer than 1,048,576 characters"),
    ],
)
def test_what_is_not_an_array_of_objects_is_refused_with_its_line(
    read: Read, content: str, said: str
) -> None:
    with pytest.raises(DataInvalid, match=rf"^a\.json, {said}"):
        read("a.json", content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"a": 1} {"a": 2}', "line 1: text follows after the object; write one object a line"),
        ('\n{"a":\n1}', r"line 2: character \d+: not JSON"),
        ('{"a": 1}\n{"a": "%s"}' % ("x" * MAX_ROW), "line 2: the row is longer than 1,048,576 characters"),
    ],
)
def test_a_line_that_is_not_an_object_is_refused(read: Read, content: str, said: str) -> None:
    assert re.match(rf"a\.jsonl, {said}", problem(read, "a.jsonl", content))
