"""The first step of each group of users works as README writes it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import orjson

from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from graph.statements import Statement
from schema.planner.run.executor import Executor

ROOT = Path(__file__).parents[2]
RUNS = Statement("runs", "CYPHER 25 MATCH (r:LoadRun) RETURN collect(r.key) AS keys")
FORGET = Statement("forget-runs", "CYPHER 25 MATCH (r:LoadRun) WHERE NOT r.key IN $keys DELETE r")
COUNTS = Statement("counts", "CYPHER 25 MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes")


async def test_frontend_teams_get_sites_and_a_cursor(readme: str, executor: Executor) -> None:
    (call,) = [block for block in blocks(readme, "bash") if block.startswith("curl")]
    words = shlex.split(call)
    body = orjson.loads(words[words.index("-d") + 1])
    result = await executor.execute(body["query"], {}, None, Deadline.after(30))
    assert result.errors is None
    assert result.data is not None
    assert len(result.data["sites"]["edges"]) == 3
    assert result.data["sites"]["pageInfo"]["hasNextPage"] is True


async def test_researchers_find_the_sites_with_a_model(readme: str, database: Database) -> None:
    (text,) = blocks(readme, "cypher")
    found = await database.read(Statement("readme", text), {}, Deadline.after(30))
    assert "Houston Police Department" in [record["site"] for record in found]


async def test_loader_scripts_see_that_nothing_changes(
    readme: str, settings: Settings, neo4j_server: EmbeddedServer, database: Database, tmp_path: Path
) -> None:
    (block,) = [block for block in blocks(readme, "bash") if "load requests" in block]
    before = (await database.read(RUNS, {}, Deadline.after(30)))[0]["keys"]
    try:
        *_, last = [run(line, settings, tmp_path) for line in block.splitlines()]
    finally:
        await database.write(FORGET, {"keys": before}, Deadline.after(30))
    assert last.stderr.startswith("requests.csv: 510 rows read, nothing changed.")


async def test_numbers_of_the_data_are_those_of_the_graph(readme: str, database: Database) -> None:
    table = readme[readme.index("## The data, and its limits") : readme.index("- **Two current sites")]
    told = {
        label: int(count.replace(",", "")) for label, count in re.findall(r"\| `(\w+)` \| ([\d,]+) \|", table)
    }
    found = {r["label"]: r["nodes"] for r in await database.read(COUNTS, {}, Deadline.after(30))}
    assert told == {label: found[label] for label in told}
    assert set(told) == {"Site", "Jurisdiction", "ProgramModel", "Topic", "Request"}


async def test_missing_sites_are_told_as_the_service_tells_them(readme: str, executor: Executor) -> None:
    asked = "{ dataVersion { sitesNote requestsAreSynthetic documentedSites currentSites } }"
    result = await executor.execute(asked, {}, None, Deadline.after(30))
    assert result.data is not None
    version = result.data["dataVersion"]
    assert version["requestsAreSynthetic"] is True
    assert f"{version['documentedSites']} of the {version['currentSites']} current sites" in readme


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def run(line: str, settings: Settings, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line of README with the command of this environment, in the home of the tests."""
    command, *arguments = shlex.split(line)
    assert command == ".venv/bin/learning-sites"
    return subprocess.run(
        [Path(sys.executable).with_name("learning-sites"), *arguments],
        cwd=folder,
        env=os.environ | {"LEARNING_SITES_HOME": str(settings.home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
