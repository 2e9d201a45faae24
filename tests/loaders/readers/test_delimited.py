"""CSV, whatever parts its cells and ends its lines."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from reading import Read, problem

from graph.errors import DataInvalid
from loaders.readers import Fault
from loaders.readers.header import Missing
from loaders.readers.text import END_OF_FILE, MAX_ROW

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
    assume(not END_OF_FILE.search(text.getvalue()))  # Ctrl-Z at the end is no cell, as `pieces` says
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
        ("\n", "line 1: the header is missing; name the columns"),
        ("\n \n", "line 1: the header is missing"),
        ("a,b;c\n", "line 1: the header contains comma and semicolon, .*; quote the names"),
        ("\n\na|b\tc\n", "line 3: the header contains tab and pipe"),
        ("a,b,a\n", "line 1: column 'a' is there twice; leave one"),
        ("a, ,b\n1,2,3\n", "line 2: column 2 has a cell and no name; name it"),
        ("a,b\n1,2,3\n", "line 2: 3 cells where the header has 2; quote"),
        ('a,b\n"1\n\n",2\n1,2,3\n', "line 5: 3 cells where the header has 2"),
        ('a,b\n1,2\n3,"x\ny\n', r"line 3: is not CSV \(unexpected end of data\); close each quote"),
        ('a,b\n"1"2,3\n', "line 2: is not CSV"),
        ("a,b\n1," + "x" * 131_073, r"line 2: is not CSV \(field larger than field limit \(131072\)\)"),
        ("a,b\n1,2\n" + "x," * MAX_ROW, "line 3: the row is longer than 1,048,576 characters; shorten"),
        (
            'a,b\n1,2\n3,"' + "x\n" * 100 + '","x\n' * (MAX_ROW // 4),
            "line 3: the row is longer than 1,048,576",
        ),
        ("a," + "b" * MAX_ROW, "line 1: the header: the row is longer than 1,048,576 characters"),
        (
            "sep=:\na:b\n1:2\n",
            "line 1: unknown separator sep=:; separate the cells by one of comma,",
        ),
        ('[{"a": 1, "b": 2}]', r"line 1: looks like JSON; rename the file to \.jsonl"),
        ('{"a": 1, "b": 2}\n', "line 1: looks like JSON"),
    ],
)
def test_what_is_not_a_table_is_refused_with_line_and_remedy(read: Read, content: str, said: str) -> None:
    assert re.match(rf"a\.csv, {said}", problem(read, "a.csv", content))


@pytest.mark.parametrize(
    ("bad", "faults"),
    [
        ("x,y,z", 1),
        ('"x" y,z', 1),
        ('"x"y"z",z', 1),
        ('"x,y', 1),
        ('x,"y', 1),
        ('"x,y\nz,"w', 2),
        ('x,"y\n""z', 2),
        ("x," + "y" * 200_000, 1),
        ("x," * MAX_ROW, 1),
        ("x,y" * MAX_ROW, 1),
    ],
)
@pytest.mark.parametrize("more", ["", '3,"u\nv"\n', '3,"u, v"\n', '3,""\n', '3,"u ""v"""\n'])
def test_a_row_that_cannot_be_read_costs_itself_alone(read: Read, bad: str, faults: int, more: str) -> None:
    good = read("a.csv", f"a,b\n1,2\n{more}4,5\n")
    found = read("a.csv", f"a,b\n1,2\n{bad}\n{more}4,5\n")
    assert [row for _, row in found if not isinstance(row, Fault)] == [row for _, row in good]
    assert [line for line, row in found if isinstance(row, Fault)] == list(range(3, 3 + faults))


@example(2, [(0, 0, "start"), (0, 0, "start"), (0, 0, "start"), (2, 0, "end")], False)
@example(2, [(0, 0, "start"), (2, 0, "end"), (2, 1, "start"), (2, 1, "end")], False)
@settings(deadline=None, max_examples=300)
@given(
    st.integers(2, 4),
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 4), st.sampled_from(["start", "end", "inside"])),
        max_size=4,
    ),
    st.booleans(),
)
def test_stray_quotes_take_no_other_row_with_them(
    read: Read, width: int, strays: list[tuple[int, int, str]], quoted: bool
) -> None:
    names = "abcd"[:width]
    table = [[f"{name}{number}" for name in names] for number in range(6)]
    lines = [
        [f'"{cell}, {cell}"' if quoted and at == 1 else cell for at, cell in enumerate(row)] for row in table
    ]
    for number, at, where in strays:
        cell = lines[number][at % width]
        lines[number][at % width] = {
            "start": '"' + cell,
            "end": cell + '"',
            "inside": cell[:1] + '"' + cell[1:],
        }[where]
    found = dict(read("a.csv", "\n".join(map(",".join, [[*names], *lines, ["z"] * width]))))
    struck = {number for number, _, _ in strays}
    for number, row in enumerate(table):
        if number not in struck:
            cells = [f"{cell}, {cell}" if quoted and at == 1 else cell for at, cell in enumerate(row)]
            assert found[number + 2] == dict(zip(names, cells, strict=True))


def test_a_row_may_end_before_its_empty_last_cells(read: Read) -> None:
    assert read("a.csv", 'a,b,c\n1,2,3\n4\n5,6\n"x\ny",7\n') == [
        (2, {"a": "1", "b": "2", "c": "3"}),
        (3, {"a": "4"}),
        (4, {"a": "5", "b": "6"}),
        (5, {"a": "x\ny", "b": "7"}),
    ]


@pytest.mark.parametrize("header", ["a,b,", "a,b,,,", "a,b, ,", "a,b", ",a,b", "a,,b"])
def test_columns_without_a_name_may_be_empty(read: Read, header: str) -> None:
    row = header.replace("a", "1").replace("b", "2")
    assert read("a.csv", f"{header}\n{row}\n{row},,\n") == [(n, {"a": "1", "b": "2"}) for n in (2, 3)]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('a,wait (") avg', 'wait (") avg'),
        ('a,"wait', '"wait'),
        ('a,wait"', 'wait"'),
        ('a,5" x 7"', '5" x 7"'),
        ('"a","wait (") avg"', 'wait (") avg'),
        ('a,"wait" avg', '"wait" avg'),
        ('a,"wait ("") avg"', 'wait (") avg'),
        ('a,"wait\navg"', "wait\navg"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_quote_in_a_heading_leaves_the_rows_behind_it(
    read: Read, header: str, name: str, quote: str
) -> None:
    rows = "".join(f"{n},{quote}x{quote}\n" for n in range(20_000))
    found = [row for _, row in read("a.csv", f"{header}\n{rows}")]
    assert found == [{"a": str(n), name: "x"} for n in range(20_000)]


@pytest.mark.parametrize("sep", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;", "\ufeffsep=;", "\nsep=;"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_the_line_for_excel_gives_the_separator(read: Read, sep: str, suffix: str) -> None:
    first = 3 + sep.count("\n")
    assert read(f"a{suffix}", f"{sep}\r\na,x;b\r\n1;2\r\n") == [(first, {"a,x": "1", "b": "2"})]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", " #DIV/0! ", "#NAME?", "#SPILL!"])
def test_an_error_of_a_sheet_is_not_a_text(read: Read, error: str) -> None:
    [(_, row)] = read("a.csv", f"a,{error}\n{error},#1\n")
    assert isinstance(row, dict)
    assert isinstance(row["a"], Fault)
    assert str(row["a"]) == f"shows {error.strip()}; fix its formula, or empty the cell"


def lacking(*needed: str) -> Missing:
    return lambda given: [name for name in needed if name not in given]


def test_the_header_must_have_the_required_columns(read: Read) -> None:
    assert read("a.csv", "b,a\n", missing=lacking("a", "b")) == []
    with pytest.raises(DataInvalid, match=r"line 1: missing column c, d; add it to the header"):
        read("a.csv", "b,a\n", missing=lacking("a", "c", "d"))
