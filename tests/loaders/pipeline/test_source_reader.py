"""What a cell and a heading mean, in every format: whole numbers, and several headings of one field."""

from __future__ import annotations

import csv
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
import xlsxwriter
from graph_answers import asked, quarantined, row_counts
from request_files import REQUEST, write_jsonl
from source_rows import site_row

from graph.database import Database
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.source import Source
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES

Cells = dict[str, Any]
Take = Callable[..., Awaitable[LoadReport]]
Write = Callable[[Path, list[Cells]], Path]

MATCHED: Final = REQUEST | {
    "request_id": "cells-1",
    "status": "matched",
    "sites": ["site:houston-pd"],
    "matched_month": "2024-06",
}
POPULATION: Final = {"jurisdiction_key": "us-county:48003", "population": 20_000, "population_year": 2024}
AGENCY: Final = {"ori": "TX9990000", "name": "Test", "agency_type": "other", "year": 2023, "officers": 5}
SITE: Final[Cells] = site_row("cells-test")

NO_NUMBERS: Final = (
    *(
        "true",
        "false",
        "1_2",
        "1e3",
        "0x10",
        "0b1",
        "1,23",
        "12,34,567",
        ",123",
        "1.5",
        "1.234",
        "nan",
        "inf",
    ),
    *("１２", "٣", "1 234", "12 days", "--1", "½", "²"),
)
NUMBERS: Final = {"12": 12, " 12 ": 12, "12.0": 12, "+12": 12, "007": 7, "1,234": 1234, "1,234.0": 1234}


def write_csv(path: Path, rows: list[Cells]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([{name: _joined(cell) for name, cell in row.items()} for row in rows])
    return path


def write_json(path: Path, rows: list[Cells]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def write_workbook(path: Path, rows: list[Cells]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(map(_joined, row.values())):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write(number, column, cell)
    return path


def _joined(cell: Any) -> Any:
    return ";".join(cell) if isinstance(cell, list) else cell


FORMATS: Final[dict[str, Write]] = {
    "a.csv": write_csv,
    "a.json": write_json,
    "a.jsonl": lambda path, rows: write_jsonl(path, rows),
    "a.xlsx": write_workbook,
}
INTEGERS: Final[list[tuple[Source, Cells, str]]] = [
    (REQUESTS, MATCHED, "days_to_match"),
    (JURISDICTIONS, POPULATION, "population"),
    (JURISDICTIONS, POPULATION, "population_year"),
    (LAW_ENFORCEMENT_AGENCIES, AGENCY, "officers"),
    (LAW_ENFORCEMENT_AGENCIES, AGENCY, "civilians"),
    (LAW_ENFORCEMENT_AGENCIES, AGENCY, "population_served"),
    (LAW_ENFORCEMENT_AGENCIES, AGENCY, "year"),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("source", "row", "field"), INTEGERS, ids=[field for _, _, field in INTEGERS])
async def test_what_is_not_a_whole_number_is_quarantined_by_its_field(
    graph: Database, tmp_path: Path, name: str, source: Source, row: Cells, field: str
) -> None:
    cells: list[Any] = [*NO_NUMBERS, True, 1.5]
    path = FORMATS[name](tmp_path / name, [row | {field: cell} for cell in cells])
    options = LoadOptions(quarantine=tmp_path / "aside", dry_run=True, max_bad_share=1)
    report = await load_file(graph, source, path, options)
    assert row_counts(report) == (0, 0, 0, 0, len(cells))
    assert report.problems == {("INVALID", field): len(cells)}


@pytest.mark.parametrize("name", FORMATS)
async def test_a_whole_number_is_read_as_people_and_programs_write_it(
    empty: Database, tmp_path: Path, name: str
) -> None:
    rows = [
        MATCHED | {"request_id": f"cells-{number}", "days_to_match": text}
        for number, text in enumerate([*NUMBERS, 12])
    ]
    path = FORMATS[name](tmp_path / name, rows)
    assert row_counts(await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside")))[
        0
    ] == len(rows)
    days = "MATCH (q:Request) WHERE q.key STARTS WITH 'request:cells-' RETURN q.daysToMatch ORDER BY q.key"
    assert await asked(empty, days) == [*NUMBERS.values(), 12]


async def test_a_population_may_have_commas(graph: Database, take: Take) -> None:
    row = POPULATION | {"population": "1,234,567", "population_year": "2024.0"}
    assert row_counts(await take(JURISDICTIONS, row)) == (0, 1, 0, 0, 0)
    people = "MATCH (j:Jurisdiction {key: $key}) RETURN j.population, j.populationYear"
    assert await asked(graph, people, key="us-county:48003") == [(1_234_567, 2024)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"joined_year": "2_021"}, "joined_year"),
        ({"personnel": {"sworn": True}}, "personnel"),
        ({"personnel": {"total": "1_200"}}, "personnel"),
        ({"personnel": {"total": 10**12}}, "personnel"),
        ({"population": {"people": True}}, "population"),
        ({"population": {"year": "2_020"}}, "population"),
        ({"models": [{"key": "model:cit", "basis": "published", "since": "2_011"}]}, "models"),
    ],
)
async def test_numbers_inside_a_site_are_held_to_the_same(take: Take, change: Cells, field: str) -> None:
    report = await take(SITES, SITE | change, dry_run=True, max_bad_share=1)
    assert report.problems == {("INVALID", field): 1}


HEADED_TWICE: Final[dict[str, tuple[Cells, bool]]] = {
    "its own name before another": ({"state": "TX", "ST": "OK"}, True),
    "its own name behind another": ({"ST": "OK", "state": "TX"}, True),
    "its own name in other letters": ({"ST": "OK", "STATE": "TX"}, True),
    "others that agree": ({"ST": "TX", "State code": "TX"}, True),
    "others of which one is empty": ({"ST": None, "State code": "TX"}, True),
    "others that differ": ({"ST": "TX", "State code": "OK"}, False),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("cells", "good"), HEADED_TWICE.values(), ids=HEADED_TWICE)
async def test_with_several_headings_of_a_field_its_own_name_counts_or_the_row_is_quarantined(
    empty: Database, tmp_path: Path, name: str, cells: Cells, good: bool
) -> None:
    rest = {field: value for field, value in REQUEST.items() if field != "state"}
    rows = [
        {"request_id": "cells-1", **rest, **cells},
        {"request_id": "cells-2", **rest, **dict.fromkeys(cells, "TX")},
    ]
    path = FORMATS[name](tmp_path / name, rows)
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    assert row_counts(report) == ((2, 0, 0, 0, 0) if good else (1, 0, 0, 0, 1))
    assert report.problems == ({} if good else {("INCONSISTENT", "state"): 1})
    states = "MATCH (q:Request) WHERE q.key STARTS WITH 'request:cells-' RETURN DISTINCT q.state"
    assert await asked(empty, states) == ["TX"]


async def test_headings_of_logs_with_full_dates_are_known(empty: Database, take: Take) -> None:
    del empty
    rest = {field: value for field, value in REQUEST.items() if field not in {"month", "status"}}
    row = {"request_id": "cells-2", **rest, "Date received": "3/14/2025", "Current status": "Received"}
    assert row_counts(await take(REQUESTS, row)) == (1, 0, 0, 0, 0)


async def test_a_row_with_two_headings_of_a_field_waits_with_both_and_loads_without_one(
    empty: Database, take: Take
) -> None:
    rest = {field: value for field, value in REQUEST.items() if field != "jurisdiction"}
    row = {"request_id": "cells-1", **rest, "Agency": "Houston PD", "Requesting agency": "Houston Police"}
    [bad] = quarantined(await take(REQUESTS, row))
    assert bad["_problems"] == [
        {
            "code": "INCONSISTENT",
            "field": "jurisdiction",
            "reason": "the columns 'Agency' and 'Requesting agency' both mean this field "
            "and hold different values",
            "remedy": "remove one of them, or name the right one jurisdiction",
        }
    ]
    del bad["Agency"]
    assert row_counts(await take(REQUESTS, bad)) == (1, 0, 0, 0, 0)
