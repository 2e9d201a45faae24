"""Demand and gaps as tables, a line and files; no file does more in a spreadsheet than hold its cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from typescript import evaluate
from visit import Open

pytestmark = pytest.mark.browser

PAGE = "/?page=statistics"
TABLES = {
    "requests-by-month": 72,
    "requests-by-year": 6,
    "requests-by-urban-class": 6,
    "requests-by-model": 18,
    "requests-by-state": 56,
}
SECTIONS = [*TABLES, "models-at-no-site", "places-unlike-every-site"]


async def loaded(page: Page) -> None:
    for name in SECTIONS:
        await expect(page.locator(f"#{name}")).to_be_visible()


async def downloaded(page: Page, name: str) -> tuple[str, list[dict[str, str]]]:
    section = page.locator("section", has=page.locator(f"#{name}"))
    async with page.expect_download() as waiting:
        await section.get_by_role("button").click()
    file = await waiting.value
    return file.suggested_filename, rows_of(await file.path())


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_each_file_holds_what_its_table_shows(visit: Open, staff: str) -> None:
    async with visit(staff + PAGE) as opened:
        page = opened.page
        await loaded(page)
        await page.get_by_text("The numbers as a table").click()
        for name, least in TABLES.items():
            file, rows = await downloaded(page, name)
            assert file == f"{name}-synthetic.csv"
            assert len(rows) >= least - 3
            assert {row["synthetic"] for row in rows} == {"yes"}
            section = page.locator("section", has=page.locator(f"#{name}"))
            shown = [
                [" ".join(cell.split()) for cell in await row.locator("th, td").all_inner_texts()]
                for row in await section.locator("tbody tr").all()
            ]
            plain = [[*row.values()][:-1] for row in rows]
            assert [[cell.replace(",", "") for cell in row] for row in shown] == plain
        assert sum(int(row["Requests"]) for row in (await downloaded(page, "requests-by-month"))[1]) == 510
        assert await page.locator(".figures:not(:has(.synthetic))").count() == 0


async def test_the_line_has_a_name_and_can_be_read(visit: Open, staff: str) -> None:
    async with visit(staff + PAGE) as opened:
        chart = opened.page.locator(".line-chart")
        await expect(chart.get_by_role("img")).to_have_accessible_name(
            "Requests by month from Jan 2020 to Dec 2025, between 1 and 15. The table below has the numbers."
        )
        box = await chart.bounding_box()
        assert box is not None
        await opened.page.get_by_text("The numbers as a table").click()
        last = [await cell.inner_text() for cell in await opened.page.locator(".figures tbody tr").all()]
        month = last[71].split()
        assert month[0] == "2025-12"
        await opened.page.mouse.move(box["x"] + box["width"] - 9, box["y"] + 50)
        await expect(chart.locator(".reading")).to_have_text(f"Dec 2025: {month[1]}")


async def test_a_reader_sees_rounded_counts_and_is_told_so(visit: Open, reader: str) -> None:
    async with visit(reader + PAGE) as opened:
        page = opened.page
        await loaded(page)
        await expect(page.locator("main")).to_contain_text("rounded to a multiple of 5")
        _, rows = await downloaded(page, "requests-by-state")
        counts = {row["Requests"] for row in rows}
        assert "under 5" in counts
        assert all(int(each) % 5 == 0 for each in counts - {"under 5"})


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    '=HYPERLINK("http://example.org","x")',
    "\n@x",
]
PLAIN = ["Doña Ana County", 'He said "hi"', "a,b", "two\nlines", "", "5 - 3", "a=b", "O'Brien"]


def test_no_text_of_a_file_is_a_formula_and_all_come_back() -> None:
    rows = [[text, 1, None] for text in HOSTILE + PLAIN]
    script = """
    import { toCsv } from "./statistics/csv.ts";
    answer(toCsv(["Text", "Number", "Nothing"], rows, true));
    """
    text = evaluate(script, rows=rows)
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == len(rows) + 1
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read[0] == ["Text", "Number", "Nothing", "synthetic"]
    assert [row[0] for row in read[1:]] == [f"'{each}" for each in HOSTILE] + PLAIN
    assert {tuple(row[1:]) for row in read[1:]} == {("1", "", "yes")}


def test_numbers_below_zero_stay_numbers() -> None:
    script = (
        "import { toCsv } from './statistics/csv.ts'; answer(toCsv(['n'], [[-1.5], [2e21], [0]], false));"
    )
    assert evaluate(script).split("\r\n")[1:-1] == ["-1.5,no", "2e+21,no", "0,no"]


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (15, [0, 5, 10, 15]),
        (16, [0, 5, 10, 15, 20]),
        (99, [0, 20, 40, 60, 80, 100]),
        (101, [0, 50, 100, 150]),
        (1200, [0, 500, 1000, 1500]),
    ],
)
def test_scales_have_round_steps(highest: int, expected: list[int]) -> None:
    script = "import { ticks } from './statistics/scale.ts'; answer(ticks(highest));"
    assert evaluate(script, highest=highest) == expected


def test_months_between_are_not_left_out_and_a_line_breaks_where_nothing_is_known() -> None:
    script = """
    import { everyMonth } from "./statistics/months.ts";
    import { gaplessRuns } from "./statistics/scale.ts";
    answer([everyMonth(["2025-02", "2024-11"]), everyMonth([]), gaplessRuns([1, null, 2, 3, null])]);
    """
    assert evaluate(script) == [
        ["2024-11", "2024-12", "2025-01", "2025-02"],
        [],
        [
            [{"index": 0, "value": 1}],
            [{"index": 2, "value": 2}, {"index": 3, "value": 3}],
        ],
    ]
