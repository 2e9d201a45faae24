"""Excel workbooks, written by another library than the one that reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
import xlsxwriter
from reading import Read, problem

from graph.errors import DataInvalid, InvalidInput
from loaders.readers import Fault
from loaders.readers.workbook import MAX_DECOMPRESSED

Fill = Callable[[Any, Any], None]
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def workbook(*fills: Fill) -> bytes:
    """A workbook with a sheet for each function, which gets the book and its sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for fill in fills:
            fill(book, book.add_worksheet())
    return content.getvalue()


def table(*rows: list[Any]) -> Fill:
    def fill(book: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return fill


def with_part(name: str, part: str) -> bytes:
    """A workbook in which this part is put in the place of the one that was written."""
    written = zipfile.ZipFile(io.BytesIO(workbook(table(["a"]))))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in written.namelist():
            archive.writestr(each, part if each == name else written.read(each))
    return content.getvalue()


def sheet_of(rows: str) -> bytes:
    return with_part("xl/worksheets/sheet1.xml", SHEET.format(rows))


def test_rows_have_the_numbers_that_the_sheet_shows(read: Read) -> None:
    content = workbook(table([], ["a", "b"], ["1", ""], [], [" ", " "], ["", "2"]))
    assert read("a.xlsx", content) == [(3, {"a": "1"}), (6, {"b": "2"})]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (5, None, "5"),
        (5.0, "0.00", "5"),
        (1.5, None, "1.5"),
        (-1e20, None, "-100000000000000000000"),
        (True, None, "true"),
        ("=1+1", None, "=1+1"),
        (" x\ny ", None, " x\ny "),
        ("01001", None, "01001"),
        (date(2023, 5, 17), "yyyy-mm-dd", "2023-05-17"),
        (date(2023, 5, 17), "dd/mm/yyyy", "2023-05-17"),
        (date(2023, 5, 1), "yyyy-mm", "2023-05"),
        (date(2023, 5, 1), "mmm-yy", "2023-05"),
        (date(2023, 5, 1), '[$-409]mmmm\\ yyyy;"dated "@', "2023-05"),
        (datetime(2023, 5, 17, 13, 30), "yyyy-mm-dd hh:mm", "2023-05-17T13:30:00"),  # noqa: DTZ001
        (time(13, 30), "hh:mm", "13:30:00"),
    ],
)
def test_a_cell_is_read_as_the_text_that_it_shows(
    read: Read, value: object, number_format: str | None, text: str
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "a")
        style = book.add_format({"num_format": number_format}) if number_format else None
        write = sheet.write_string if isinstance(value, str) else sheet.write
        write(1, 0, value, style)

    assert read("a.xlsx", workbook(fill)) == [(2, {"a": text})]


def test_of_a_formula_comes_what_it_showed(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, '="x"&"y"', None, "xy")
        sheet.write_formula(1, 2, "=TRUE()", None, True)

    assert read("a.xlsx", workbook(fill)) == [(2, {"a": "2", "b": "xy", "c": "true"})]


def test_of_merged_cells_the_first_has_the_value(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a", "b"])
        sheet.merge_range(1, 0, 2, 1, "x")
        sheet.write_row(3, 0, ["1", "2"])

    assert read("a.xlsx", workbook(fill)) == [(2, {"a": "x"}), (4, {"a": "1", "b": "2"})]


def test_what_excel_stores_beside_the_cells_does_not_matter(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(["a", "b"], ["x", 2])(book, sheet)
        sheet.data_validation(1, 0, 9, 0, {"validate": "list", "source": "=Sheet2!$A$1:$A$2"})
        sheet.conditional_format("B2:B9", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("C2", {"range": "Sheet1!B2:B9"})
        sheet.write_comment("A2", "said")
        sheet.set_column(0, 5, 20, book.add_format({"bold": True}))

    def hidden(book: Any, sheet: Any) -> None:
        table(["a"], ["b"])(book, sheet)
        sheet.hide()

    assert read("a.xlsx", workbook(fill, hidden)) == [(2, {"a": "x", "b": "2"})]
    assert read("a.xlsx", workbook(fill, hidden), sheet="Sheet2") == [(2, {"a": "b"})]


def test_a_sheet_that_understates_its_size_is_read_to_its_end(read: Read) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>x{n}</v></c></row>' for n in range(1, 4))
    part = SHEET.format(rows).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert read("a.xlsx", with_part("xl/worksheets/sheet1.xml", part)) == [
        (2, {"x1": "x2"}),
        (3, {"x1": "x3"}),
    ]


def test_among_several_sheets_one_has_to_be_named(read: Read) -> None:
    content = workbook(table(["a"], [1]), table(["a"], [2]))
    assert read("a.xlsx", content, sheet="Sheet2") == [(2, {"a": "2"})]
    with pytest.raises(
        InvalidInput, match=r"^a\.xlsx: sheet: none was given; the workbook has 'Sheet1', 'Sheet2'"
    ):
        read("a.xlsx", content)
    with pytest.raises(
        InvalidInput, match="sheet: unknown sheet 'sheet2'; the workbook has 'Sheet1', 'Sheet2'"
    ):
        read("a.xlsx", content, sheet="sheet2")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r": the file is empty; transfer it again"),
        (b"x", ": the file is not a readable workbook; save it as .xlsx again"),
        (b"a,b\n", ": the file is not a readable workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ": the file holds an old or encrypted Office file; save it as"),
        (workbook(table(["a"]))[:-99], ": the file is not a readable workbook"),
        (with_part("xl/workbook.xml", "<workbook/>"), ": the file has no visible sheet; make one visible"),
        (with_part("xl/worksheets/sheet1.xml", "<worksheet"), ": the file is not a readable workbook"),
        (workbook(table()), ", line 1: the header is missing"),
        (
            workbook(table([], ["a", "", "b"], [1, 2, 3])),
            ", line 3: column 2 has a cell and no name; name it",
        ),
        (workbook(table(["a", "a"])), ", line 1: column 'a' is there twice"),
        (workbook(table(["a"], [1], [1, 2])), ", line 3: 2 cells where the header has 1"),
    ],
)
def test_what_is_not_a_table_is_refused(read: Read, content: bytes, said: str) -> None:
    assert re.match(rf"a\.xlsx{said}", problem(read, "a.xlsx", content))


def test_a_cell_that_shows_an_error_costs_itself_alone(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(["a", "b"], [1, 2])(book, sheet)
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_row(3, 0, [3, 4])

    fault = Fault("shows #DIV/0!", "fix its formula, or empty the cell", "#DIV/0!")
    assert read("a.xlsx", workbook(fill)) == [
        (2, {"a": "1", "b": "2"}),
        (3, {"b": fault}),
        (4, {"a": "3", "b": "4"}),
    ]


def test_a_note_beside_the_table_costs_its_row_alone(read: Read) -> None:
    first, noted, last = read("a.xlsx", workbook(table(["a"], [1], [2, "", "why?"], [3])))
    assert (first, last) == ((2, {"a": "1"}), (4, {"a": "3"}))
    assert isinstance(noted[1], Fault)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a_x000D_\nb", "a\r\nb"),
        ("_x0041_", "A"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ufffd"),
        ("_x00G0_ _x41_", "_x00G0_ _x41_"),
    ],
)
@pytest.mark.parametrize("kind", ["str", "inlineStr"])
def test_characters_that_xml_cannot_hold_are_decoded(read: Read, written: str, text: str, kind: str) -> None:
    value = f"<v>{written}</v>" if kind == "str" else f"<is><t>{written}</t></is>"
    rows = f'<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2" t="{kind}">{value}</c></row>'
    assert read("a.xlsx", sheet_of(rows)) == [(2, {"a": text})]


def test_strict_office_open_xml_is_distinguished_from_a_broken_workbook(read: Read) -> None:
    content = io.BytesIO()
    usual = zipfile.ZipFile(io.BytesIO(workbook(table(["a"], [1]))))
    with zipfile.ZipFile(content, "w") as archive:
        for name in usual.namelist():
            part = usual.read(name)
            for old, new in {
                b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/": b"http://purl.oclc.org/ooxml/spreadsheetml/",
            }.items():
                part = part.replace(old, new)
            archive.writestr(name, part)
    assert problem(read, "a.xlsx", content.getvalue()) == (
        'a.xlsx: the file is a "Strict Open XML" workbook; save it as "Excel Workbook (.xlsx)"'
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_several_sheets_the_one_whose_headings_fit_may_be_chosen(
    read: Read, order: tuple[int, ...]
) -> None:
    fills = [table(["Notes"], ["said"]), table([], ["A ", "b"], [1, 2]), table()]
    content = workbook(*(fills[number] for number in order))
    how: dict[str, Any] = {"heading": str.lower, "missing": lambda names: {"a"} - set(names)}
    assert read("a.xlsx", content, choose_sheet=True, **how) == [(3, {"A": "1", "b": "2"})]
    with pytest.raises(InvalidInput, match="none was given"):
        read("a.xlsx", content, **how)


@pytest.mark.parametrize(("sheets", "fitting"), [([["b"], ["c"]], 0), ([["a"], ["a"], ["b"]], 2)])
def test_where_no_sheet_or_several_fit_one_has_to_be_named(
    read: Read, sheets: list[list[str]], fitting: int
) -> None:
    content = workbook(*map(table, sheets))
    with pytest.raises(
        InvalidInput, match=rf"sheet: {fitting} have the required columns; .* 'Sheet1', 'Sheet2'"
    ):
        read("a.xlsx", content, choose_sheet=True, missing=lambda names: {"a"} - set(names))


def test_a_date_that_no_calendar_has_is_an_error(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "a")
        sheet.write(1, 0, 1e9, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert "line 2: shows #VALUE!" in problem(read, "a.xlsx", workbook(fill))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            sheet_of(" " * (MAX_DECOMPRESSED + 1)),
            r"decompresses to 33,\d{3},\d{3} bytes \(limit: 33,554,432\); save the sheet",
        ),
        (
            sheet_of('<row r="1"/><row r="999999999999"><c t="str"><v>x</v></c></row>'),
            "at most 1,048,576 rows",
        ),
        (
            with_part(
                "xl/worksheets/sheet1.xml",
                '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
                + "".join(
                    f'<!ENTITY {n} "{f"&{o};" * 10}">' for o, n in zip("abcdefgh", "bcdefghi", strict=True)
                )
                + "]>"
                + SHEET.format('<row r="1"><c r="A1" t="str"><v>&i;</v></c></row>'),
            ),
            "not a readable workbook",
        ),
    ],
    ids=["size", "rows", "entities"],
)
def test_a_workbook_that_is_made_to_do_harm_is_refused(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(DataInvalid, match=said):
        read("a.xlsx", content)


def test_a_cell_in_the_farthest_corner_takes_no_room(read: Read) -> None:
    content = sheet_of(
        '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
        '<row r="1048576"><c r="A1048576" t="str"><v>x</v></c><c r="XFD1048576"/></row>'
    )
    assert read("a.xlsx", content) == [(1_048_576, {"a": "x"})]
