"""`load_rows`: rows of a Python program are loaded as a file with them is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from graph_answers import asked, quarantined, row_counts
from request_files import REQUEST

from domain.vocabulary import RunStatus
from graph.database import Database
from graph.errors import InvalidInput
from graph.settings import Settings
from loaders import load_rows
from loaders.pipeline.load_report import LoadReport

ROWS: list[dict[str, Any]] = [
    REQUEST | {"request_id": "api-1", "month": date(2024, 3, 14), "State": None, "jurisdiction_key": None},
    REQUEST | {"request_id": "api-2", "status": "Completed", "models": ["CIT"], "fips": "48201"},
]


async def load(settings: Settings, *arguments: Any, **options: Any) -> LoadReport:
    """As a program calls it: with no event loop of its own."""
    return await asyncio.to_thread(load_rows, *arguments, settings=settings, **options)


async def test_rows_are_loaded_with_the_report_of_a_file(empty: Database, own_settings: Settings) -> None:
    rows: Iterator[dict[str, Any]] = iter([*ROWS, REQUEST | {"request_id": "api-3", "status": "Recieved"}])
    report = await load(own_settings, "requests", rows, name="tickets")
    assert row_counts(report) == (2, 0, 0, 0, 1)
    assert report.path.name == "tickets.jsonl"
    assert report.problems == {("INVALID", "status"): 1}
    assert report.placed.total() == 1
    [bad] = quarantined(report)
    assert bad["request_id"] == "api-3"
    found = (
        "MATCH (q:Request) WHERE q.key STARTS WITH 'request:api-' RETURN q.monthText, q.status ORDER BY q.key"
    )
    assert await asked(empty, found) == [("2024-03", "RECEIVED"), ("2024-05", "COMPLETED")]
    assert row_counts(await load(own_settings, "requests", ROWS)) == (0, 0, 0, 2, 0)


async def test_a_dry_run_writes_nothing_and_no_rows_are_no_failure(
    empty: Database, own_settings: Settings
) -> None:
    assert (await load(own_settings, "requests", ROWS, dry_run=True)).counts.created == 2
    assert await asked(empty, "MATCH (q:Request) WHERE q.key STARTS WITH 'request:api-' RETURN q.key") == []
    assert (await load(own_settings, "requests", [])).status is RunStatus.DONE


async def test_what_is_not_a_row_is_named_by_its_number_and_nothing_is_loaded(
    empty: Database, own_settings: Settings
) -> None:
    with pytest.raises(InvalidInput, match="row 2 cannot be written as JSON"):
        await load(own_settings, "requests", [ROWS[0], {"request_id": object()}])
    assert await asked(empty, "MATCH (q:Request {key: 'request:api-1'}) RETURN q.key") == []
    with pytest.raises(InvalidInput, match=r"unknown source 'request', did you mean requests\?; use one"):
        await load(own_settings, "request", ROWS)
