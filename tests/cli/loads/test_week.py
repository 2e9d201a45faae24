"""A week of nights over one folder, as offices fill it: how each night ends, and what it says first."""

from __future__ import annotations

import gzip
import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Final

import pytest
from aging import a_day_passes
from processes import COMMAND, Command, environment

from cli.session import connected
from graph.deadline import Deadline
from graph.lease import held_leases
from graph.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("empty_quarantine", "without_synthetic")]

HEADER: Final = "request_id,month,jurisdiction,jurisdiction_type,state,status,synthetic\n"
SETTLE_S: Final = 2.0
"""How long nobody may have touched a file that is loaded."""


def row(key: str, month: str = "2024-03") -> str:
    return f"week-{key},{month},Athens,city,OH,received,true\n"


class Folder:
    """What offices drop their logs into, and the nights over it."""

    def __init__(self, path: Path, home: Path, command: Command) -> None:
        self.path, self._home, self._command = path, home, command

    def drop(self, name: str, *keys: str) -> Path:
        """A log with a request for each key."""
        path = self.path / name
        path.write_text(HEADER + "".join(map(row, keys)), encoding="utf-8")
        return path

    @contextmanager
    def growing(self, name: str) -> Iterator[None]:
        """A log that somebody is still writing while the block lasts."""
        path, done = self.drop(name), Event()

        def write() -> None:
            while not done.wait(0.05):
                with path.open("a", encoding="utf-8") as file:
                    file.write(row("3a"))

        with ThreadPoolExecutor(1) as thread:
            writing = thread.submit(write)
            try:
                yield
            finally:
                done.set()
                writing.result()

    def night(self) -> tuple[int, str]:
        """The exit code of a night, and its error or the first line of its summary; then a day passes."""
        time.sleep(SETTLE_S + 0.5)
        done = self._command("nightly", str(self.path), LEARNING_SITES_SETTLE_S=str(SETTLE_S))
        a_day_passes(self._home)
        lines = done.stderr.splitlines()
        errors = [line for line in lines if line.startswith("error [")]
        verdict = next(line for line in lines if "files loaded." in line)
        return done.returncode, (*errors, verdict)[0]

    def killed_night(self) -> None:
        """A night whose process is killed while it holds the lease."""
        with subprocess.Popen(
            [COMMAND, "nightly", str(self.path)], env=environment(self._home), stderr=subprocess.DEVNULL
        ) as night:
            with connected(Settings(home=self._home)) as session:
                until = time.monotonic() + 60
                while not session.run(held_leases(session.database, Deadline.after(60))):
                    assert night.poll() is None
                    assert time.monotonic() < until
            night.kill()

    def full_disk(self) -> tuple[int, str]:
        """A night that can write no file longer than 4 kB, as on a disk that is full."""
        done = subprocess.run(
            ["bash", "-c", f'ulimit -f 4; exec "{COMMAND}" nightly "{self.path}"'],
            env=environment(self._home),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, next(line for line in done.stderr.splitlines() if "error [" in line)

    def requests(self, *keys: str) -> dict[str, str | None]:
        """The file that wrote each of these requests last; None for one that the graph does not have."""
        found = {}
        for key in keys:
            shown = self._command("runs", "--of", f"request:week-{key}", "--json")
            found[key] = json.loads(shown.stdout)["file"] if shown.returncode == 0 else None
        return found


@pytest.fixture
def week(command: Command, home: Path, folder: Path) -> Folder:
    """An empty folder, and the nights over it."""
    return Folder(folder, home, command)


def test_each_night_of_a_week_ends_as_it_should_and_says_why(week: Folder, command: Command) -> None:
    # Monday: two logs come.
    week.drop("log-1.csv", "1a", "1b", "1c")
    week.drop("log-2.csv", "2a", "2b", "2c")
    assert week.night() == (0, "2 of 2 files loaded. Nothing to do.")

    # Tuesday: one is late, and still being written.
    with week.growing("log-3.csv"):
        assert week.night() == (3, "2 of 2 files loaded. To look at: 1 file waiting.")
    assert week.requests("3a") == {"3a": None}

    # Wednesday: it is complete, and another one was delivered twice.
    week.drop("log-3.csv", "3a", "3b", "3c")
    week.drop("log-1 (copy).csv", "1a", "1b", "1c")
    assert week.night() == (0, "4 of 4 files loaded. Nothing to do.")
    assert week.requests("3a", "3c") == {"3a": "log-3.csv", "3c": "log-3.csv"}

    # Thursday: a row is broken, and a file.
    log = week.drop("log-4.csv", "4a", "4b")
    log.write_text(log.read_text() + row("4c", month="2024-13"))
    whole = gzip.compress((HEADER + row("5a")).encode())
    (week.path / "log-5.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert week.night() == (
        1,
        "5 of 6 files loaded. To look at: 1 file FAILED, 1 row new in quarantine.",
    )
    assert week.requests("4a", "4c", "5a") == {"4a": "log-4.csv", "4c": None, "5a": None}

    # Friday: the file comes again whole; the night is killed, and another one runs.
    (week.path / "log-5.csv.gz").unlink()
    week.drop("log-5.csv", "5a", "5b", "5c")
    week.killed_night()
    assert command("runs", "--unlock", "--yes").returncode == 0
    assert week.night() == (0, "6 of 6 files loaded. Nothing to do.")  # the broken row is known
    assert week.requests("5a", "5c") == {"5a": "log-5.csv", "5c": "log-5.csv"}

    # Saturday: the row is corrected; one row of another log contradicts itself; first the disk is full.
    week.drop("log-4.csv", "4a", "4b", "4c")
    log = week.drop("log-6.csv", "6a", "6b")
    log.write_text(
        log.read_text().replace("status,", "status,jurisdiction_key,").replace("received,", "received,,")
        + "week-6c,2024-03,Athens,city,TX,received,us-place:3902736,true\n"
    )
    code, said = week.full_disk()
    assert (code, said.partition(":")[0]) == (1, "error [HOME_UNUSABLE]")
    assert week.night() == (3, "7 of 7 files loaded. To look at: 1 row new in quarantine.")
    assert week.requests("4c", "6a", "6c") == {"4c": "log-4.csv", "6a": "log-6.csv", "6c": None}
    entries = json.loads(command("quarantine", "list", "--all", "--json").stdout)
    assert {(each["key"], each["state"]) for each in entries} == {
        ("request:week-4c", "fixed"),
        ("request:week-6c", "waiting"),
    }

    # Sunday: nothing comes.
    for path in week.path.iterdir():
        path.unlink()
    code, said = week.night()
    assert (code, said.partition(":")[0]) == (1, "error [NOTHING_TO_LOAD]")
