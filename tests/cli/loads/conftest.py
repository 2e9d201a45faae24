"""Commands that load into the running Neo4j of the loaders: their folder of logs, their quarantine.

A start for each file would plan every statement of the loaders anew, which takes Java half a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from processes import Command

from graph.embedded import EmbeddedServer
from graph.settings import Settings


@pytest.fixture(scope="session")
def home(own: EmbeddedServer, own_settings: Settings) -> Path:
    """That of the Neo4j of the loaders."""
    return own_settings.home


@pytest.fixture(scope="module")
def command(in_process: Command) -> Command:
    """The command beside that Neo4j."""
    return in_process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What logs are dropped into."""
    dropped = tmp_path / "incoming"
    dropped.mkdir()
    return dropped


@pytest.fixture
def empty_quarantine(home: Path) -> None:
    """A test begins with an empty quarantine: a night of it has nothing new but its own."""
    for path in (home / "quarantine").glob("*"):
        path.unlink()


@pytest.fixture
def without_synthetic(command: Command) -> Iterator[None]:
    """The synthetic requests of a test are taken away again."""
    yield
    command("generate", "remove")


@pytest.fixture
def delete_requests(command: Command, tmp_path: Path) -> Callable[[Iterable[str]], None]:
    """Deletes requests by their ids, as a log with tombstones does."""

    def delete(ids: Iterable[str]) -> None:
        gone = tmp_path / "gone.csv"
        gone.write_text("request_id,deleted\n" + "".join(f"{each},true\n" for each in ids))
        command("load", "requests", str(gone))

    return delete


@pytest.fixture(scope="module")
def log(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The request log of another seed: other keys than those of the sample."""
    path = tmp_path_factory.mktemp("logs") / "log.jsonl"
    made = command("generate", "requests", "--seed", "99", "--requests", "60", "--out", str(path))
    assert made.returncode == 0, made.stderr
    return path
