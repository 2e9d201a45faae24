"""`neo4j-admin database dump` and `load`, run with our Java from the files of the embedded server."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from graph.embedded.artifacts import Artifacts
from graph.embedded.command import neo4j_environment
from graph.embedded.failures import DISK_FULL
from graph.embedded.home import Home
from graph.embedded.java import bundled, find_java
from graph.errors import EmbeddedError, NoSpace

TOOL: Final = "org.neo4j.cli.AdminTool"
HEAP: Final = "-Xmx256m"
PERCENT: Final = re.compile(r"data: +([\d.]+)%")

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""


def dump(home: Home, artifacts: Artifacts, folder: Path, lock: int, progress: Progress) -> Path:
    """Writes `neo4j.dump` of a stopped database into `folder`. Raises NoSpace, EmbeddedError."""
    _run(home, artifacts, ("dump", "neo4j", f"--to-path={folder}"), lock, progress)
    return folder / "neo4j.dump"


def load(home: Home, artifacts: Artifacts, folder: Path, lock: int, progress: Progress) -> None:
    """Makes the database of an empty home from `neo4j.dump` in `folder`. Raises NoSpace, EmbeddedError."""
    _run(home, artifacts, ("load", "neo4j", f"--from-path={folder}"), lock, progress)


def _run(home: Home, artifacts: Artifacts, arguments: tuple[str, ...], lock: int, progress: Progress) -> None:
    """Runs the tool. It inherits the lock of the home: nothing starts there before it has ended."""
    java = find_java(bundled())
    command = (str(java.path), HEAP, "-cp", artifacts.class_path(), TOOL, "database", *arguments, "--verbose")
    environment = neo4j_environment(java) | {"NEO4J_HOME": str(home.root), "NEO4J_CONF": str(home.conf)}
    printed: list[str] = []
    with subprocess.Popen(
        command,
        cwd=artifacts.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=(lock,),
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if found := PERCENT.search(line):
                progress(float(found[1]) / 100)
            elif line.strip():
                printed.append(line.strip())
    if process.returncode == 0:
        return
    text = "\n".join(printed)
    if DISK_FULL.search(text):
        raise NoSpace(f"The disk of {home.root} or of the backup is full; free some space there.")
    cause = re.findall(r"(?:Caused by: |^)[\w.$]*(?:Exception|Error): (.*)", text, re.MULTILINE)
    said = cause[-1] if cause else (printed or ["no reason given"])[-1]
    raise EmbeddedError(f"neo4j-admin database {arguments[0]} failed: {said}")
