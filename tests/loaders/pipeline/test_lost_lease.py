"""A load whose process has lost its lease writes nothing more, and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import LeaseLost
from graph.lease import end_lease, held_leases, lease
from graph.statements import Statement
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS

ROWS = 2000
COUNT = Statement("count", "CYPHER 25 MATCH (r:Request {synthetic: true}) RETURN count(*) AS requests")
LAST = Statement(
    "last",
    "CYPHER 25 MATCH (r:LoadRun {source: 'requests'}) "
    "RETURN r.status AS status, r.problem AS problem, r.read AS read ORDER BY r.startedAt DESC LIMIT 1",
)


async def requests(graph: Database) -> int:
    return int((await graph.read(COUNT, {}, Deadline.after(60)))[0]["requests"])


@pytest.mark.slow
async def test_a_load_that_loses_its_lease_stops_before_its_next_batch(
    empty: Database, log_of: Callable[[int], Path], tmp_path: Path
) -> None:
    options = LoadOptions(quarantine=tmp_path, batch=10)
    async with lease(empty, "lost", Deadline.after(60)):
        loading = asyncio.create_task(load_file(empty, REQUESTS, log_of(ROWS), options))
        for _ in range(3000):
            if await requests(empty):
                break
            await asyncio.sleep(0.01)
        [holder] = [each for each in await held_leases(empty, Deadline.after(60)) if each.name == "lost"]
        assert await end_lease(empty, holder, Deadline.after(60))
        with pytest.raises(LeaseLost, match="lost the lease 'lost'"):
            await loading
    written = await requests(empty)
    assert 0 < written < ROWS
    last = (await empty.read(LAST, {}, Deadline.after(60)))[0].data()
    assert last == {"status": "FAILED", "problem": "LEASE_LOST", "read": written}
    again = await load_file(empty, REQUESTS, log_of(ROWS), LoadOptions(quarantine=tmp_path))
    assert (again.counts.created, again.counts.unchanged) == (ROWS - written, written)
