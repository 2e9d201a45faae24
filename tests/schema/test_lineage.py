"""Which run and line wrote a request last, for staff."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.database import Database
from graph.deadline import Deadline
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.record import update_request
from loaders.sources.requests.source import REQUESTS

KEY = "request:lineage-1"
ROW = {
    "request_id": "lineage-1",
    "month": "2024-03",
    "jurisdiction": "Athens",
    "jurisdiction_type": "city",
    "state": "OH",
    "status": "received",
}


async def test_a_request_says_which_run_and_line_wrote_it_until_the_api_does(
    ask: Callable[..., Awaitable[Any]], database: Database, tmp_path: Path
) -> None:
    async def origin() -> dict[str, Any]:
        found = await ask(f'{{ request(key: "{KEY}") {{ loadRun loadLine }} }}')
        return dict(found["request"])

    log, gone = tmp_path / "log.jsonl", tmp_path / "gone.jsonl"
    log.write_text("\n" + json.dumps(ROW))

    def options() -> LoadOptions:  # what a run has read counts for its next file
        return LoadOptions(quarantine=tmp_path / "aside")

    try:
        first = await load_file(database, REQUESTS, log, options())
        assert await origin() == {"loadRun": first.run, "loadLine": 2}
        again = await load_file(database, REQUESTS, log, options())
        assert again.counts.unchanged == 1
        assert await origin() == {"loadRun": first.run, "loadLine": 2}
        await update_request(database, KEY, {"status": "scoping"}, Deadline.after(60))
        assert await origin() == {"loadRun": None, "loadLine": None}
    finally:
        later = {"updated_at": datetime.now(UTC).isoformat()}
        gone.write_text(json.dumps({"request_id": "lineage-1", "deleted": True} | later))
        assert (await load_file(database, REQUESTS, gone, options())).counts.deleted == 1
