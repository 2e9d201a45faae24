"""The command, on a home that the tests of this folder share."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from filled_home import FilledHome
from processes import COMMAND, READY_S, environment
from typer.testing import CliRunner

from cli.app import command_line


@pytest.fixture(scope="session")
def home(filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the one that the first `up` filled."""
    return filled_home.copy_to(tmp_path_factory.mktemp("cli") / "home")


@pytest.fixture(scope="session")
def learning_sites(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs one command to its end."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *arguments],
            env=environment(home, **more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=READY_S,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def in_process(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs one command in this process: a new one takes a second to import what it needs."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        only = environment(home, **more)
        variables = dict.fromkeys(os.environ.keys() - only.keys()) | only
        done = CliRunner().invoke(command_line(), arguments, env=variables, catch_exceptions=False)
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return run
