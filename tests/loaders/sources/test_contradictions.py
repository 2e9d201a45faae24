"""Rows that contradict themselves are quarantined, each with the field and what to do."""

from __future__ import annotations

import csv
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from request_files import REQUEST

from domain.months import january, month_text
from domain.states import STATE_OF_FIPS, STATES
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement
from loaders.pipeline.source import Source
from loaders.resolver.resolver import Resolver
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.requests.record import record_requests, update_request
from loaders.sources.requests.source import REQUESTS

Take = Callable[..., Awaitable[LoadReport]]

HOUSTON, HARRIS, DALLAS, FORT_BEND = "us-place:4699066", "us-county:48201", "48113", "48157"
CAMPUS, REGION = "us-campus:university-of-florida", "us-region:gallia-jackson-meigs"
STATE = {"jurisdiction_type": "state"}
ON_CAMPUS, SEVERAL = {"jurisdiction_type": "campus"}, {"jurisdiction_type": "multi-jurisdiction"}
NOW = january(datetime.now(UTC).year) + datetime.now(UTC).month - 1

CONTRADICTING: list[tuple[dict[str, Any], str, str]] = [
    ({"jurisdiction_key": HARRIS, "state": "VT"}, "INCONSISTENT", "state"),
    (
        {"jurisdiction_key": "us-state:TX", "state": "VT"} | STATE,
        "INCONSISTENT",
        "state",
    ),
    ({"jurisdiction_key": HOUSTON, "state": "VT"}, "INCONSISTENT", "state"),
    ({"jurisdiction_key": CAMPUS, "state": "TX"} | ON_CAMPUS, "INCONSISTENT", "state"),
    ({"jurisdiction_key": REGION} | SEVERAL, "INCONSISTENT", "state"),
    ({"jurisdiction_key": HARRIS, "fips": DALLAS}, "INCONSISTENT", "fips"),
    ({"jurisdiction_key": HARRIS, "fips": "39163"}, "INCONSISTENT", "fips"),
    ({"jurisdiction_key": HARRIS, "fips": "99999"}, "INCONSISTENT", "fips"),
    ({"jurisdiction_key": HOUSTON, "fips": DALLAS}, "INCONSISTENT", "fips"),
    ({"jurisdiction_key": HOUSTON, "fips": "39163"}, "INCONSISTENT", "fips"),
    ({"jurisdiction_key": HOUSTON, "fips": "48999"}, "INCONSISTENT", "fips"),
    (
        {"jurisdiction_key": CAMPUS, "state": "FL", "fips": "12086"} | ON_CAMPUS,
        "INCONSISTENT",
        "fips",
    ),
    (
        {
            "jurisdiction_key": f"{HARRIS};us-county:48113",
            "state": "OH",
            "jurisdiction_type": "multi-jurisdiction",
        },
        "INCONSISTENT",
        "state",
    ),
    ({"jurisdiction_key": "", "jurisdiction": "Houston", "state": "ZZ"}, "INVALID", "state"),
    ({"state": "XX"}, "INVALID", "state"),
    ({"state": "UK"}, "INVALID", "state"),
    ({"month": month_text(NOW + 2)}, "INVALID", "month"),
    ({"month": "2099-12"}, "INVALID", "month"),
    (
        {"status": "completed", "sites": "site:houston-pd", "matched_month": month_text(NOW + 2)},
        "INVALID",
        "matched_month",
    ),
    ({"status": "withdrawn", "closed_month": month_text(NOW + 2)}, "INVALID", "closed_month"),
]
AGREEING: list[dict[str, Any]] = [
    {},
    {"jurisdiction_key": HARRIS, "fips": "48201"},
    {"fips": "48201"},
    {"fips": FORT_BEND},  # Houston lies in several counties
    {
        "jurisdiction_key": f"{HARRIS};us-county:39163",
        "state": "OH",
        "jurisdiction_type": "multi-jurisdiction",
    },
    {"jurisdiction_key": REGION, "state": "OH", "fips": "39105"} | SEVERAL,
    {"jurisdiction_key": "us-county:09190", "state": "CT", "fips": "09001"},  # Fairfield, of before 2022
    {"jurisdiction_key": "us-county:46113", "state": "SD", "fips": "46102"},  # Shannon, now Oglala Lakota
    {"jurisdiction_key": "us-state:PR", "state": "PR"} | STATE,
    {"month": month_text(NOW)},
    {"month": month_text(NOW + 1)},  # a clock in another time zone
]


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return resolver_of(Settings())


def row(number: int, **cells: Any) -> dict[str, Any]:
    return REQUEST | cells | {"request_id": f"contra-{number}"}


async def test_what_contradicts_itself_is_quarantined_and_the_rest_is_loaded(
    empty: Database, take: Take, resolver: Resolver, tmp_path: Path
) -> None:
    del empty
    placement = Placement(lambda: resolver)
    for number, (cells, code, field) in enumerate(CONTRADICTING):
        options = {"max_bad_share": 1.0, "placement": placement, "name": f"{number}.jsonl"}
        report = await take(REQUESTS, row(number, **cells), row(999), **options)
        assert report.problems == {(code, field): 1}, cells
        assert report.counts.quarantined == 1, cells
    for number, cells in enumerate(AGREEING):
        report = await take(REQUESTS, row(number, **cells), placement=placement, name=f"a{number}.jsonl")
        assert report.problems == {}, cells
        assert report.counts.created == 1, cells


async def test_the_api_refuses_what_a_file_refuses(empty: Database) -> None:
    deadline = Deadline.after(60)
    in_api = [each for each in CONTRADICTING if "fips" not in each[0] and "jurisdiction" not in each[0]]
    rows = []
    for number, (cells, _, _) in enumerate(in_api):
        given = row(number, **cells)
        del given["jurisdiction"]
        rows.append(given)
    for (cells, code, field), result in zip(
        in_api, await record_requests(empty, rows, deadline), strict=True
    ):
        assert [(each.code.name, each.field) for each in result.problems] == [(code, field)], cells
    good = row(999)
    del good["jurisdiction"]
    [created] = await record_requests(empty, [good], deadline)
    assert created.problems == ()
    changed = await update_request(empty, "request:contra-999", {"state": "VT"}, deadline)
    assert [(each.code.name, each.field) for each in changed.problems] == [("INCONSISTENT", "state")]
    later = await update_request(empty, "request:contra-999", {"month": month_text(NOW + 2)}, deadline)
    assert [(each.code.name, each.field) for each in later.problems] == [("INVALID", "month")]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"jurisdiction_key": HARRIS, "state": "OH"}, ("INCONSISTENT", "state")),
        ({"jurisdiction_key": HARRIS, "fips": DALLAS}, ("INCONSISTENT", "fips")),
        ({"jurisdiction_key": HARRIS, "state": "QQ"}, ("INVALID", "state")),
    ],
)
async def test_a_population_that_contradicts_itself_is_quarantined(
    take: Take, cells: dict[str, str], problem: tuple[str, str]
) -> None:
    source: Source = JURISDICTIONS
    report = await take(
        source, {"population": 1000, "population_year": 2024} | cells, dry_run=True, max_bad_share=1.0
    )
    assert report.problems == {problem: 1}


def test_the_codes_of_states_are_those_of_our_data() -> None:
    with (Path(__file__).parents[3] / "data" / "states.csv").open(encoding="utf-8") as file:
        assert {each["fips"]: each["code"] for each in csv.DictReader(file)} == STATE_OF_FIPS
    assert set(STATE_OF_FIPS.values()) == STATES.keys()
