"""The same logs twice: loaded into one graph, exported and imported by neo4j-admin into another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import orjson
import pytest
from ways import ROWS, Graph, Logs, each, neo4j_admin

from graph.access import access_to
from graph.database import Database
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from loaders.bundled.sample import remove_synthetic
from loaders.export.export import BY, Export
from loaders.export.files import Files
from loaders.generate import GenerateArguments, write
from loaders.pipeline.load_file import load_file
from loaders.sources.requests.source import REQUESTS


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Logs:
    """Two logs with all that a row can be, the later one last."""
    folder = tmp_path_factory.mktemp("logs")
    earlier, later = folder / "earlier.jsonl", folder / "later.jsonl"
    write(earlier, GenerateArguments(seed=5, requests=ROWS))
    rows = [orjson.loads(line) for line in earlier.read_bytes().splitlines()]
    answered = [row for row in rows if row.get("sites") and row.get("jurisdiction_key")]
    first, second, third, again, twice, *_ = answered
    unmatched = dict.fromkeys(("sites", "matched_month", "closed_month", "days_to_match"))
    named = {"jurisdiction": "Houston, City of", "jurisdiction_type": "city", "state": "TX"}
    several = {"jurisdiction_key": ["us-county:48201", "us-state:TX"], "state": "TX"}
    earlier.write_bytes(
        _lines(
            *rows,
            again,
            twice | {"grantee": not twice.get("grantee")},
            first | {"request_id": "no-site", "sites": ["site:of-nobody"]},
            first | {"request_id": "no-place", "jurisdiction_key": ["us-county:99999"]},
            first | {"request_id": "no-month", "month": "2024"},
            first | {"request_id": "by-name", "jurisdiction_key": None, "fips": None} | named,
            first | {"request_id": "no-kind-of-help", "assistance_types": []},
            first | {"request_id": "several", "jurisdiction_type": "multi-jurisdiction"} | several,
        )
    )
    later.write_bytes(
        _lines(
            first | {"status": "received"} | unmatched,
            second | {"assistance_types": []},
            {"request_id": third["request_id"], "deleted": True},
        )
    )
    return earlier, later


@pytest.fixture(scope="module")
async def loaded(
    settings: Settings, graph: Database, logs: Logs, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Graph]:
    """A graph with reference data, into which the logs were loaded."""
    folder = tmp_path_factory.mktemp("loaded")
    yield Graph(graph, await each(partial(load_file, graph, REQUESTS), settings, folder, logs))
    await remove_synthetic(graph)


@pytest.fixture(scope="module")
async def imported(
    settings: Settings,
    logs: Logs,
    tmp_path_factory: pytest.TempPathFactory,
    start_neo4j: Callable[..., EmbeddedServer],
) -> AsyncIterator[Graph]:
    """A graph that neo4j-admin made of the exported files, as it left it."""
    folder = tmp_path_factory.mktemp("imported")
    own = settings.model_copy(update={"home": folder / "home"})
    with Files(folder / "files") as files:
        export = Export(files)
        export.reference()
        reports = await each(export.add, settings, folder, logs, by=BY)
        export.finish()
    neo4j_admin(own, folder / "files")
    with start_neo4j(own) as server:
        async with Database.open(access_to(own, server), own) as database:
            yield Graph(database, reports)


def _lines(*rows: dict[str, Any]) -> bytes:
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
