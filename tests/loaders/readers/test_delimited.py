"""CSV, whatever parts its cells and ends its lines."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read

from graph.errors import DataInvalid
from loaders.readers.header import Missing
from loaders.readers.text import MOST_ROW

DELIMITERS = ",;\t|"
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")
PLAIN = st.characters(exclude_categories=["Cs"], exclude_characters='\0\ufeff\r\n"' + DELIMITERS)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], dict[str, object]]:
    """A table that starts with its header, and how to write it so that it is well-formed."""
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    # Without quotes a name with a delimiter in it leaves open which one parts the columns.
    letters = PLAIN if quoting == csv.QUOTE_MINIMAL else ANY
    names = draw(st.lists(st.text(letters).map(str.strip).filter(bool), min_size=2, max_size=5, unique=True))
    # Python 3.11 writes a carriage return without quotes.
    cells = st.text(ANY if quoting == csv.QUOTE_ALL else st.one_of(PLAIN, st.sampled_from(DELIMITERS)))
    rows = draw(st.lists(st.lists(cells, min_size=len(names), max_size=len(names)), max_size=5))
    how = {
        "quoting": quoting,
        "delimiter": draw(st.sampled_from(DELIMITERS)),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"])),
    }
    return [names, *rows], how


@settings(deadline=None)
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_the_csv_module_writes_is_read_as_it_was_with_its_lines(
    read: Read, table: tuple[list[list[str]], dict[str, object]], encoding: str
) -> None:
    (names, *rows), how = table
    text, expected = io.StringIO(newline=""), []
    writer = csv.writer(text, **how)  # type: ignore[arg-type]
    writer.writerow(names)
    for row in rows:
        line = len(re.findall("\r\n|\r|\n", text.getvalue())) + 1
        writer.writerow(row)
        if given_cells := {name: cell for name, cell in zip(names, row, strict=True) if cell.strip()}:
            expected.append((line, given_cells))
    assert read("table.csv", text.getvalue().encode(encoding)) == expected


def test_rows_have_the_line_on_which_they_begin(read: Read) -> None:
    assert read("a.csv", 'a,b\r\n1,"x\r\ny"\r\n\r\n , \r\n3,4') == [
        (2, {"a": "1", "b": "x\r\ny"}),
        (6, {"a": "3", "b": "4"}),
    ]


def test_a_cell_that_looks_like_a_formula_is_text(read: Read) -> None:
    assert read("a.csv", "a,b\n=1+1,@SUM(A1)\n") == [(2, {"a": "=1+1", "b": "@SUM(A1)"})]


def test_the_suffix_tsv_means_tabs_whatever_else_the_header_holds(read: Read) -> None:
    assert read("a.tsv", "a,b\tc;d\n1\t2\n") == [(2, {"a,b": "1", "c;d": "2"})]


def test_quotes_in_a_header_hide_delimiters_and_line_ends(read: Read) -> None:
    assert read("a.csv", '"a,\n""x""";b\n1;2\n') == [(3, {'a,\n"x"': "1", "b": "2"})]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: no header; name the columns"),
        ("\n \n", "line 1: no header"),
        ("a,b;c\n", "line 1: the header holds comma and semicolon, .*; quote the names"),
        ("\n\na|b\tc\n", "line 3: the header holds tab and pipe"),
        ("a,b,a\n", "line 1: column 'a' stands twice; leave one"),
        ("a, ,b\n", "line 1: column 2 has no name; name it"),
        ("a,b\n1,2,3\n", "line 2: 3 cells where the header has 2; quote"),
        ('a,b\n"1\n\n",2\n1\n', "line 5: 1 cells where the header has 2"),
        ('a,b\n1,2\n3,"x\ny\n', r"line 3: is not CSV \(unexpected end of data\); close each quote"),
        ('a,b\n"1"2,3\n', "line 2: is not CSV"),
        ("a,b\n1," + "x" * 131_073, r"line 2: is not CSV \(field larger than field limit \(131072\)\)"),
        ("a,b\n1,2\n" + "x," * MOST_ROW, "line 3: the row is longer than 1,048,576 characters; shorten"),
        ('a,b\n1,2\n3,"' + "x\n" * 100 + '","x\n' * MOST_ROW, "line 3: the row is longer than 1,048,576"),
        ('a,"b' + "\n" * (MOST_ROW + 1), "line 1: the row is longer than 1,048,576 characters"),
        ('[{"a": 1, "b": 2}]', r"line 1: looks like JSON; name the file \.jsonl"),
        ('{"a": 1, "b": 2}\n', "line 1: looks like JSON"),
    ],
)
def test_what_is_no_table_is_refused_with_line_and_remedy(read: Read, content: str, said: str) -> None:
    with pytest.raises(DataInvalid, match=rf"^a\.csv, {said}"):
        read("a.csv", content)


def lacking(*needed: str) -> Missing:
    return lambda given: [name for name in needed if name not in given]


def test_columns_that_are_needed_are_asked_of_the_header(read: Read) -> None:
    assert read("a.csv", "b,a\n", missing=lacking("a", "b")) == []
    with pytest.raises(DataInvalid, match=r"line 1: no column c, d; add it to the header"):
        read("a.csv", "b,a\n", missing=lacking("a", "c", "d"))
