"""Two ways of the same logs into a graph: loaded, or exported and imported by neo4j-admin."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from cli.ingest import LoadOne
from graph.database import Database
from graph.embedded import Artifacts, Home
from graph.embedded.command import flags, neo4j_environment
from graph.embedded.java import bundled, find_java
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.export.files import ARGUMENTS
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement

ROWS: Final = 400
Logs = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph, and what became of the logs on their way into it."""

    database: Database
    reports: list[LoadReport]


async def each(
    load_one: LoadOne, settings: Settings, folder: Path, logs: Sequence[Path], *, by: str = "load"
) -> list[LoadReport]:
    """Loads the logs as `learning-sites load` does: the last one first."""
    resolver = cache(lambda: resolver_of(settings))
    options = LoadOptions(quarantine=folder / "aside", by=by, seen=DuplicateIndex(), batch=100)
    return [
        await load_one(path, replace(options, placement=Placement(resolver), file=number), lambda *_: None)
        for number, path in enumerate(reversed(logs))
    ]


def neo4j_admin(settings: Settings, files: Path) -> None:
    """Imports the files into the home's database, with the tool that comes with the embedded server."""
    home, java, artifacts = Home(settings.home), find_java(bundled()), Artifacts(settings.cache)
    home.prepare()
    (home.conf / "neo4j.conf").write_text("db.tx_log.preallocate=false\n")
    class_path = ":".join(str(artifacts.folder / jar) for jar in artifacts.class_path().split(":"))
    admin = [str(java.path), "-Xmx512m", *flags(java), "-cp", class_path, "org.neo4j.cli.AdminTool"]
    command = [*admin, "database", "import", "full", "neo4j", f"@{ARGUMENTS}", "--max-off-heap-memory=300m"]
    where = {"NEO4J_HOME": str(home.root), "NEO4J_CONF": str(home.conf)}
    environment = neo4j_environment(java) | where
    done = subprocess.run(command, cwd=files, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
