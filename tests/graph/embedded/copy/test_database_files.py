"""A copy of files is made between two checkpoints, or not at all.

The files here are plain ones; what Neo4j makes of copies is in test_copies_under_writes.py.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from graph.embedded.copy.database_files import ATTEMPTS, DatabaseFiles
from graph.embedded.disk import take_lock
from graph.embedded.home import Home
from graph.errors import CopyInterrupted, NoSpace

STARTED = (
    '{"message":"[neo4j/3613391a] Checkpoint triggered by \\"Scheduled\\" @ txId: 7 checkpoint started..."}\n'
)
COMPLETED = STARTED.replace("started...", "completed in 70ms")
OTHER = STARTED.replace("[neo4j/3613391a]", "[system/00000000]")
FILES = {
    "databases/neo4j/neostore": "store",
    "databases/neo4j/schema/index/fulltext-2.0/47/1/segments_4": "index",
    "transactions/neo4j/checkpoint.0": "checkpoint",
    "transactions/neo4j/neostore.transaction.db.16": "log",
}
LAST = "transactions/neo4j/neostore.transaction.db.16"


@pytest.fixture
def live(tmp_path: Path) -> Home:
    home = Home(tmp_path / "live")
    home.prepare()
    others = (
        "databases/neo4j/database_lock",
        "databases/system/neostore",
        "transactions/system/checkpoint.0",
    )
    for name in (*FILES, *others):
        (home.data / name).parent.mkdir(parents=True, exist_ok=True)
        (home.data / name).write_text(FILES.get(name, "not copied"))
    return home


@pytest.fixture
def target(tmp_path: Path) -> Home:
    home = Home(tmp_path / "copy")
    home.prepare()
    return home


class During:
    """Copies files, and lets something happen once in each of the first attempts, beside the file `at`."""

    def __init__(
        self, event: Callable[[], object], attempts: int, at: str = LAST, *, before: bool = False
    ) -> None:
        self._event, self._left, self._at, self._before = event, attempts, at, before

    def __call__(self, path: Path, target: Path) -> None:
        now = str(path).endswith(self._at) and self._left > 0
        if now:
            self._left -= 1
        if now and self._before:
            self._event()
        shutil.copyfile(path, target)
        if now and not self._before:
            self._event()


def copied(target: Home) -> dict[str, str]:
    return {
        path.relative_to(target.data).as_posix(): path.read_text()
        for path in target.data.rglob("*")
        if path.is_file()
    }


@contextmanager
def running(home: Home) -> Iterator[None]:
    """The lock of a home is held, as while Neo4j runs there."""
    lock = take_lock(home.lock)
    assert lock is not None
    yield
    os.close(lock)


def record(live: Home) -> Callable[[], object]:
    """A checkpoint ends: its record is appended."""

    def event() -> None:
        with (live.data / "transactions/neo4j/checkpoint.0").open("a") as file:
            file.write("+")

    return event


def rewritten(live: Home) -> Callable[[], object]:
    """A record of the same size takes the place of another."""
    path = live.data / "transactions/neo4j/checkpoint.0"
    return lambda: os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


def rotated(live: Home) -> Callable[[], object]:
    """The next record goes into another file."""
    numbers = iter(range(1, 100))
    return lambda: (live.data / f"transactions/neo4j/checkpoint.{next(numbers)}").write_text("checkpoint")


EVENTS = {"record": record, "rewritten": rewritten, "rotated": rotated}


def test_store_and_log_are_copied_without_the_system_database_and_the_lock(live: Home, target: Home) -> None:
    assert DatabaseFiles(live).copy_to(target) == 1
    assert copied(target) == FILES


def test_the_store_is_copied_before_the_log(live: Home, target: Home) -> None:
    order = list[str]()

    def copy_file(path: Path, to: Path) -> None:
        order.append(path.relative_to(live.data).parts[0])
        shutil.copyfile(path, to)

    DatabaseFiles(live, copy_file).copy_to(target)
    assert order == sorted(order)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("at", FILES)
@pytest.mark.parametrize("attempts", [1, ATTEMPTS - 1])
def test_a_checkpoint_within_a_copy_begins_it_again(
    live: Home, target: Home, event: str, at: str, attempts: int
) -> None:
    during = During(EVENTS[event](live), attempts, at)
    assert DatabaseFiles(live, during).copy_to(target) == attempts + 1
    now = {path.relative_to(live.data).as_posix(): path.read_text() for path in live.data.rglob("c*.?")}
    assert copied(target).items() >= {k: v for k, v in now.items() if "system" not in k}.items()


@pytest.mark.parametrize("at", FILES)
def test_a_file_that_a_checkpoint_removes_begins_it_again(live: Home, target: Home, at: str) -> None:
    def gone() -> None:
        old = live.data / at
        old.rename(old.with_name(old.name + "1"))

    during = During(gone, 1, at, before=True)
    assert DatabaseFiles(live, during).copy_to(target) == 2
    assert {*copied(target)} == {*FILES} - {at} | {f"{at}1"}


def test_a_checkpoint_that_has_begun_but_not_ended_is_waited_for(live: Home, target: Home) -> None:
    def begun() -> None:
        live.debug_log.write_text(COMPLETED + STARTED + OTHER)
        Timer(0.3, ended).start()

    def ended() -> None:
        record(live)()
        live.debug_log.write_text(COMPLETED + STARTED + OTHER + COMPLETED)

    live.debug_log.write_text(COMPLETED)
    with running(live):
        assert DatabaseFiles(live, During(begun, 1)).copy_to(target) == 2
    assert copied(target) == FILES | {"transactions/neo4j/checkpoint.0": "checkpoint+"}


def test_a_checkpoint_that_a_kill_has_cut_is_none(live: Home, target: Home) -> None:
    live.debug_log.write_text(COMPLETED + STARTED)
    assert DatabaseFiles(live).copy_to(target) == 1


def test_checkpoints_in_every_attempt_are_an_error_that_leaves_no_half_copy(live: Home, target: Home) -> None:
    during = During(record(live), ATTEMPTS)
    with pytest.raises(CopyInterrupted, match=rf"each of {ATTEMPTS} attempts.*Try again"):
        DatabaseFiles(live, during).copy_to(target)
    assert copied(target) == {}
    assert DatabaseFiles(live, during).copy_to(target) == 1


def test_a_disk_that_becomes_full_is_an_error_that_leaves_no_half_copy(live: Home, target: Home) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(NoSpace, match="is full; free some space"):
        DatabaseFiles(live, During(full, 1)).copy_to(target)
    assert copied(target) == {}
