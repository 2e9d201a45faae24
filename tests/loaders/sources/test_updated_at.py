"""Rows that say when they were changed: the newest counts, whichever file comes first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import permutations
from typing import Any, Final

import pytest
from graph_answers import asked, quarantined
from request_files import REQUEST

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_report import LoadReport
from loaders.sources.requests.record import update_request
from loaders.sources.requests.source import REQUESTS

Take = Callable[..., Awaitable[LoadReport]]
Row = dict[str, Any]

FORGET = Statement(
    "forget",
    "CYPHER 25 MATCH (n:Request|Tombstone {key: 'request:updated'}) DETACH DELETE n",
)
STATUS = "MATCH (q:Request {key: 'request:updated'}) RETURN q.status"
FIRST, SECOND, THIRD = "2024-05-01", "5/14/2024 8:05 AM", "2024-05-14T10:00:00+01:00"
"""In the order of time: 8:05 and 9:00 in UTC."""


def row(updated: str, status: str) -> Row:
    return REQUEST | {"request_id": "updated", "Last updated": updated, "status": status}


def gone(updated: str) -> Row:
    return {"request_id": "updated", "updated_at": updated, "deleted": True}


HISTORIES: Final[list[tuple[list[Row], str | None]]] = [
    ([row(FIRST, "received"), row(SECOND, "scoping"), row(THIRD, "withdrawn")], "WITHDRAWN"),
    ([row(FIRST, "received"), gone(SECOND), row(THIRD, "scoping")], "SCOPING"),
    ([row(FIRST, "received"), row(SECOND, "scoping"), gone(THIRD)], None),
    ([gone(FIRST), row(SECOND, "scoping"), gone(THIRD)], None),
]


@pytest.mark.parametrize("one_run", [True, False], ids=["one run", "several nights"])
@pytest.mark.parametrize("number", range(len(HISTORIES)))
async def test_the_newest_row_counts_in_whatever_order_the_files_come(
    empty: Database, take: Take, number: int, one_run: bool
) -> None:
    versions, expected = HISTORIES[number]
    for order in permutations(versions):
        await empty.write(FORGET, {}, Deadline.after(60))
        seen = DuplicateIndex()
        for file, version in enumerate(order):
            options = {"seen": seen, "file": file} if one_run else {}
            assert (await take(REQUESTS, version, name=f"{file}.jsonl", **options)).problems == {}
        assert await asked(empty, STATUS) == ([expected] if expected else []), order


async def test_in_one_file_the_newest_row_counts_and_the_others_are_unchanged(
    empty: Database, take: Take
) -> None:
    await empty.write(FORGET, {}, Deadline.after(60))
    report = await take(REQUESTS, row(SECOND, "scoping"), row(FIRST, "received"), row(THIRD, "withdrawn"))
    assert (report.counts.changed, report.counts.unchanged, report.superseded) == (1, 2, 2)
    assert await asked(empty, STATUS) == ["WITHDRAWN"]


async def test_a_change_through_the_api_stays_until_a_newer_row_comes(empty: Database, take: Take) -> None:
    await empty.write(FORGET, {}, Deadline.after(60))
    await take(REQUESTS, row(SECOND, "received"))
    await update_request(empty, "request:updated", {"status": "scoping"}, Deadline.after(60))
    await take(REQUESTS, row(FIRST, "acknowledged"), name="old.jsonl")
    assert await asked(empty, STATUS) == ["SCOPING"]
    await take(REQUESTS, row(THIRD, "withdrawn"), name="new.jsonl")
    assert await asked(empty, STATUS) == ["WITHDRAWN"]


async def test_a_moment_that_could_be_two_or_none_quarantines_its_row(graph: Database, take: Take) -> None:
    del graph
    for updated, said in (("3/4/2024", "could be 2024-03-04 or 2024-04-03"), ("soon", "got 'soon'")):
        for cells in (row(updated, "received"), gone(updated)):
            [bad] = quarantined(await take(REQUESTS, cells, max_bad_share=1.0, name=f"{updated[0]}.jsonl"))
            [problem] = bad["_problems"]
            assert (problem["code"], problem["field"]) == ("INVALID", "updated_at")
            assert said in problem["reason"]
