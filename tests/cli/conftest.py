"""The command, on a home that the tests of this folder share."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from filled_home import FilledHome
from processes import environment, run_command, run_here

from graph.embedded import running
from graph.settings import Settings

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def home(filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the one that the first `up` filled."""
    return filled_home.copy_to(tmp_path_factory.mktemp("cli") / "home")


@pytest.fixture(scope="session")
def learning_sites(home: Path) -> Command:
    """Runs one command to its end."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run_command(environment(home, **more), *arguments)

    return run


@pytest.fixture(scope="session")
def in_process(home: Path) -> Command:
    """Runs one command in this process."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        done = run_here(environment(home, **more), *arguments)
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return run


class BackgroundDatabase:
    """The database of the home: it runs until a test needs the home for itself.

    A start for each file would plan every statement of the loaders anew, which takes Java half a minute.
    """

    def __init__(self, home: Path, learning_sites: Command) -> None:
        self._settings, self._run = Settings(home=home), learning_sites

    def start(self) -> None:
        if running(self._settings) is None:
            started = self._run("database", "start", "--no-train")
            assert started.returncode == 0, started.stderr

    def stop(self) -> None:
        if running(self._settings) is not None:
            assert self._run("database", "stop").returncode == 0


BACKGROUND: Final = list[BackgroundDatabase]()
"""The one of this worker, once a test has asked for it."""


@pytest.fixture(scope="session")
def background(home: Path, learning_sites: Command) -> Iterator[BackgroundDatabase]:
    BACKGROUND.append(BackgroundDatabase(home, learning_sites))
    yield BACKGROUND[0]
    BACKGROUND.pop().stop()


@pytest.fixture(scope="module")
def command(background: BackgroundDatabase, in_process: Command) -> Command:
    """The command beside a database that runs in the background."""
    background.start()
    return in_process


@pytest.fixture(autouse=True)
def database_where_asked(request: pytest.FixtureRequest) -> None:
    """A test of the home without `command` starts a database of its own there."""
    for database in BACKGROUND:
        if "command" in request.fixturenames:
            database.start()
        elif "filled_home" in request.fixturenames:
            database.stop()
