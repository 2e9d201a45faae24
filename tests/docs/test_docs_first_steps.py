"""The first step of each group of users works as its page writes it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from docs.tables import marked
from domain.similarity import WEIGHTS
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


async def test_frontend_teams_get_sites_and_a_cursor(pages: dict[Path, str], executor: Executor) -> None:
    call = block(pages[ROOT / "docs" / "graphql.md"], "first request")
    words = shlex.split(call)
    body = orjson.loads(words[words.index("-d") + 1])
    result = await executor.execute(body["query"], {}, None, Deadline.after(30))
    assert result.errors is None
    assert result.data is not None
    assert len(result.data["sites"]["edges"]) == 3
    assert result.data["sites"]["pageInfo"]["hasNextPage"] is True


async def test_researchers_find_the_sites_with_a_model(pages: dict[Path, str], database: Database) -> None:
    text = block(pages[ROOT / "docs" / "researchers.md"], "first query")
    found = await database.read(Statement("first-query", text), {}, Deadline.after(30))
    assert "Houston Police Department" in [record["site"] for record in found]


async def test_researchers_see_the_parts_of_a_comparison(pages: dict[Path, str], database: Database) -> None:
    text = block(pages[ROOT / "docs" / "researchers.md"], "similarity query")
    found = await database.read(Statement("similarity-query", text), {}, Deadline.after(30))
    assert len(found) == 5
    for record in found:
        total = sum(weight * record[part] for part, weight in WEIGHTS.items())
        assert total == pytest.approx(record["score"], abs=2e-4)


async def test_loader_scripts_see_that_nothing_changes(
    pages: dict[Path, str],
    settings: Settings,
    neo4j_server: EmbeddedServer,
    database: Database,
    tmp_path: Path,
) -> None:
    lines = block(pages[ROOT / "docs" / "loading.md"], "first load").splitlines()
    before = (await database.read(RUNS, {}, Deadline.after(30)))[0]["keys"]
    try:
        *_, last = [run(line, settings, tmp_path) for line in lines]
    finally:
        await database.write(FORGET, {"keys": before}, Deadline.after(30))
    assert last.stderr.startswith("requests.csv: 510 rows read, nothing changed.")


async def test_numbers_of_the_data_are_those_of_the_graph(readme: str, database: Database) -> None:
    rows = re.findall(r"\| `(\w+)` \| ([\d,]+) \|", marked(readme, "data"))
    documented = {label: int(count.replace(",", "")) for label, count in rows}
    found = {r["label"]: r["nodes"] for r in await database.read(COUNTS, {}, Deadline.after(30))}
    assert documented == {label: found[label] for label in documented}
    labels = {"Site", "Jurisdiction", "LawEnforcementAgency", "ProgramModel", "Topic", "Request"}
    assert set(documented) == labels


async def test_readme_counts_missing_sites_as_the_service_does(readme: str, executor: Executor) -> None:
    query = "{ dataVersion { sitesNote requestsAreSynthetic documentedSites currentSites } }"
    result = await executor.execute(query, {}, None, Deadline.after(30))
    assert result.data is not None
    version = result.data["dataVersion"]
    assert version["requestsAreSynthetic"] is True
    assert f"{version['documentedSites']} of the {version['currentSites']} current sites" in readme


def block(text: str, name: str) -> str:
    """The one code block between the markers of `name`."""
    (found,) = re.findall(r"^```\w+\n(.*?)^```", marked(text, name), re.DOTALL | re.MULTILINE)
    return str(found)


def run(line: str, settings: Settings, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a documented line with the command of this environment, in the home of the tests."""
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
