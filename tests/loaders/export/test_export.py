"""What neo4j-admin makes of exported files is the graph that a load makes of the same logs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from content import content
from ways import ROWS, Graph, Logs, each

from graph.database import Database
from graph.deadline import Deadline
from graph.migrations import migrate, migrations
from graph.settings import Settings
from graph.statements import Statement
from loaders.bundled.bundled import REFERENCE
from loaders.bundled.load import load
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_report import LoadReport
from loaders.sources.requests.source import REQUESTS

pytestmark = pytest.mark.slow
CHECKSUM = Statement(
    "checksum",
    """CYPHER 25
    MATCH (n) WHERE NOT n:LoadRun|Lease|Tombstone
    RETURN count(*) AS nodes, sum(COUNT { (n)--() }) AS ends, count(DISTINCT n.fingerprint) AS contents,
      COLLECT { MATCH (g:Graph) RETURN g.dataVersion }[0] AS version""",
)
RUNS = Statement(
    "runs",
    """CYPHER 25 MATCH (r:LoadRun {by: 'export'})
    RETURN r.source AS source, r.status AS status, r.read AS read, r.created AS created,
      r.startedAt <= r.notedAt AS noted""",
)


@pytest.fixture(scope="module")
async def migrated(imported: Graph) -> Database:
    """The imported graph after the first command that an operator runs on it."""
    applied = await migrate(imported.database, Deadline.after(120))
    assert applied == [each.name for each in migrations()]
    return imported.database


async def test_of_each_row_becomes_what_a_load_makes_of_it(loaded: Graph, imported: Graph) -> None:
    assert [told(each) for each in imported.reports] == [told(each) for each in loaded.reports]
    later, earlier = imported.reports
    assert (later.counts.created, later.counts.unchanged, later.counts.quarantined) == (2, 1, 0)
    assert earlier.superseded == 3
    assert earlier.counts.created == ROWS - 3 + 3
    assert earlier.problems == {
        ("DUPLICATE", "request_id"): 1,
        ("UNKNOWN_KEY", "sites"): 1,
        ("UNKNOWN_KEY", "jurisdiction_key"): 1,
        ("INVALID", "month"): 1,
    }
    assert earlier.placed["name"] == 1


async def test_the_graph_is_the_one_that_a_load_makes(loaded: Graph, migrated: Database) -> None:
    assert await content(migrated) == await content(loaded.database)


async def test_loading_the_same_afterwards_changes_nothing(
    migrated: Database, logs: Logs, settings: Settings, tmp_path: Path
) -> None:
    before = (await migrated.read(CHECKSUM, {}, Deadline.after(60)))[0]
    assert before["version"] == 1
    for source in REFERENCE:
        counts = await load(migrated, source)
        assert counts.changed == 0 < counts.unchanged == counts.read, source.name

    reports = await each(partial(load_file, migrated, REQUESTS), settings, tmp_path, logs)
    assert [report.counts.changed for report in reports] == [0, 0]
    assert (await migrated.read(CHECKSUM, {}, Deadline.after(60)))[0] == before


async def test_the_ledger_knows_the_export(imported: Graph) -> None:
    runs = [record.data() for record in await imported.database.read(RUNS, {}, Deadline.after(60))]
    assert {run["source"] for run in runs} == {"requests", *(source.name for source in REFERENCE)}
    assert all(run["status"] == "DONE" and run["noted"] and run["read"] >= run["created"] > 0 for run in runs)


def told(report: LoadReport) -> tuple[object, ...]:
    return report.path, report.status, report.counts, report.problems, report.placed, report.superseded
