"""The command, on a home that the tests of this folder share. No database runs there."""

from __future__ import annotations

from pathlib import Path

import pytest
from filled_home import FilledHome
from processes import Command, as_a_process, in_this_process


@pytest.fixture(scope="session")
def home(filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the one that the first `up` filled."""
    return filled_home.copy_to(tmp_path_factory.mktemp("cli") / "home")


@pytest.fixture(scope="module")
def learning_sites(home: Path) -> Command:
    """Runs one command to its end."""
    return as_a_process(home)


@pytest.fixture(scope="module")
def in_process(home: Path) -> Command:
    """Runs one command in this process."""
    return in_this_process(home)
