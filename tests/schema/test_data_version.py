"""`dataVersion`: what an answer rests on, and a number that moves with the data alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bench.work import profiled, session_of
from graph.access import Access
from graph.database import Database
from graph.statements import statement
from loaders.pipeline.target import Target
from loaders.pipeline.writer import Counts, write
from schema.planner.run.executor import Executor

VERSION = """
{
  dataVersion {
    version changedAt documentedSites currentSites sitesNote
    requests syntheticRequests requestsAreSynthetic
  }
}
"""
TOPICS = Target(statement("load/topics"))


async def version(ask: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(VERSION))["dataVersion"]
    return found


async def test_it_says_what_is_documented_and_what_is_synthetic(ask: Any) -> None:
    found = await version(ask)
    assert found["version"] > 0
    assert datetime.fromisoformat(found["changedAt"]) > datetime.now(UTC) - timedelta(days=365)
    assert (found["documentedSites"], found["currentSites"]) == (12, 14)
    assert found["sitesNote"] == "12 of 14 current sites are documented."
    assert (found["requests"], found["syntheticRequests"]) == (510, 510)
    assert found["requestsAreSynthetic"] is True


async def test_it_changes_when_the_data_does_and_only_then(
    ask: Any, database: Database, key_prefix: str
) -> None:
    properties = {"key": f"{key_prefix}topic", "name": "A topic", "description": "Of this test."}
    row = {"key": properties["key"], "properties": properties, "fingerprint": "one"}
    before = await version(ask)
    assert await write(database, TOPICS, [row]) == Counts(created=1)
    after = await version(ask)
    assert after["version"] == before["version"] + 1
    assert after["changedAt"] > before["changedAt"]
    assert await write(database, TOPICS, [row]) == Counts(unchanged=1)
    assert await version(ask) == after
    assert await write(database, TOPICS, [row | {"fingerprint": "two"}]) == Counts(updated=1)
    assert (await version(ask))["version"] == after["version"] + 1


async def test_requests_are_counted_without_being_read(executor: Executor, access: Access) -> None:
    async with session_of(access) as session:
        _, hits = await profiled(executor, session, VERSION)
    assert hits <= 40


async def test_a_question_changes_nothing(ask: Any) -> None:
    before = await version(ask)
    await ask("{ requests(first: 3) { totalCount } }")
    assert await version(ask) == before
