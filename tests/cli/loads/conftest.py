"""Commands that load, beside a database that runs: its folder of logs, its quarantine."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


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
