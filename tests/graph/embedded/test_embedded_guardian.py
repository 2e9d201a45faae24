"""The guardian, with scripts for Java: it outlives full disks, full pipes and a Java that always ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from graph.embedded.process import GUARDIAN

pytestmark = pytest.mark.slow

Program = Callable[[Path, str], Path]
SHORT_S = 15.0


class Guarded:
    """A guardian of a script; what it sends and logs goes where the test says."""

    def __init__(self, folder: Path, java: Path, stdout: int, stderr: int) -> None:
        self.instance = folder / "instance.json"
        lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", GUARDIAN, folder],
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=stderr,
            pass_fds=(lock,),
        )
        os.close(lock)
        self.send(
            json.dumps(
                {
                    "command": [str(java)],
                    "folder": str(folder),
                    "environment": dict(os.environ),
                    "instance": str(self.instance),
                    "facts": {"mode": "attached"},
                    "lock": lock,
                    "grace_s": 5.0,
                    "start_timeout_s": 1.0,
                }
            )
        )

    def send(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def facts(self) -> dict[str, object]:
        try:
            return dict(json.loads(self.instance.read_text()))
        except (OSError, ValueError):
            return {}

    def until(self, met: Callable[[dict[str, object]], object]) -> dict[str, object]:
        """The facts, once they meet a condition."""
        limit = time.monotonic() + SHORT_S
        while not met(facts := self.facts()):
            assert self.process.poll() is None, "the guardian has ended"
            assert time.monotonic() < limit, facts
            time.sleep(0.02)
        return facts


@pytest.fixture
def guarded(tmp_path: Path, program: Program) -> Iterator[Callable[..., Guarded]]:
    """Starts a guardian of a script, and ends it with the test."""
    made: list[Guarded] = []

    def make(script: str, stdout: int | None = None, stderr: int | None = None) -> Guarded:
        java = program(tmp_path / "java", script)
        with (tmp_path / "log").open("ab") as log, Path(os.devnull).open("wb") as null:
            made.append(
                Guarded(
                    tmp_path,
                    java,
                    null.fileno() if stdout is None else stdout,
                    log.fileno() if stderr is None else stderr,
                )
            )
        return made[-1]

    yield make
    for each in made:
        each.process.kill()
        each.process.wait()
        assert each.process.stdin is not None
        each.process.stdin.close()


NOISY = 'i=0; while [ $i -lt 3000 ]; do echo "line $i of a long output"; i=$((i+1)); done; echo Started.'


def test_a_full_disk_of_the_log_does_not_end_the_guardian(guarded: Callable[..., Guarded]) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        one = guarded(f"{NOISY}; sleep 30", stderr=full.fileno())
        one.send("ready")
        facts = one.until(lambda facts: facts.get("ready") and facts.get("java_pid"))
    time.sleep(0.5)
    assert one.process.poll() is None
    assert psutil.pid_exists(int(str(facts["java_pid"])))


def test_an_owner_that_does_not_read_does_not_hold_up_the_guardian(guarded: Callable[..., Guarded]) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    with suppress(BlockingIOError):
        while True:
            os.write(write, b"x" * 65536)
    os.set_blocking(write, True)
    one = guarded("echo Started.; sleep 0.1; exit 7", stdout=write)
    one.send("ready")
    one.until(lambda facts: facts.get("restarts") == 2)
    os.close(read)
    os.close(write)
    one.until(lambda facts: facts.get("restarts") == 3)


def test_a_log_that_nobody_reads_any_more_does_not_end_the_guardian(guarded: Callable[..., Guarded]) -> None:
    read, write = os.pipe()
    os.close(read)
    one = guarded(f"{NOISY}; sleep 30", stderr=write)
    os.close(write)
    one.send("ready")
    one.until(lambda facts: facts.get("ready"))
    time.sleep(0.5)
    assert one.process.poll() is None


@pytest.mark.slow
def test_a_java_that_always_ends_is_started_after_1_2_and_4_seconds_with_a_line_each(
    guarded: Callable[..., Guarded], tmp_path: Path
) -> None:
    one = guarded("echo 'Caused by: the store is broken'; exit 3")
    one.send("ready")
    begun = time.monotonic()
    facts = one.until(lambda facts: facts.get("restarts") == 4 and "restart 4 in 8 s" in _log(tmp_path))
    assert 7.0 < time.monotonic() - begun < 12.0
    assert (facts["ready"], facts["problem"]) == (
        False,
        "Neo4j ended with status 3: Caused by: the store is broken",
    )
    pauses = re.findall(r"guardian: Neo4j ended with status 3: .*; restart (\d) in (\d) s", _log(tmp_path))
    assert pauses == [("1", "1"), ("2", "2"), ("3", "4"), ("4", "8")]


def test_a_start_that_hangs_is_ended_and_tried_again(guarded: Callable[..., Guarded], tmp_path: Path) -> None:
    flag = tmp_path / "second"
    one = guarded(f"[ -e {flag} ] && exec sleep 60; touch {flag}; echo Started.; exit 1")
    one.send("ready")
    one.until(lambda _: "status -9: not ready in 1 s; restart 2" in _log(tmp_path))


def test_a_java_that_cannot_be_run_for_a_while_is_tried_again(
    guarded: Callable[..., Guarded], tmp_path: Path, program: Program
) -> None:
    one = guarded('rm "$0"; echo Started.; exit 1')
    one.send("ready")
    limit = time.monotonic() + SHORT_S
    while "Java cannot be run" not in _log(tmp_path):
        assert time.monotonic() < limit
        time.sleep(0.05)
    program(tmp_path / "java", "echo Started.; exec sleep 60")
    one.until(lambda facts: facts.get("ready") and facts.get("problem") is None)


def test_an_error_of_hours_ago_is_not_blamed_for_a_kill(
    guarded: Callable[..., Guarded], tmp_path: Path
) -> None:
    one = guarded("echo Started.; echo '2026 ERROR a client sent nonsense'; kill -9 $$")
    one.send("ready")
    one.until(lambda _: "status -9; restart 1" in _log(tmp_path))


def test_a_panicked_database_is_restarted(guarded: Callable[..., Guarded], tmp_path: Path) -> None:
    flag = tmp_path / "second"
    panic = (
        "ERROR [neo4j] The database has encountered a critical error, and needs to be restarted. See logs."
    )
    one = guarded(
        f"echo Started.; [ -e {flag} ] || {{ touch {flag}; sleep 1; echo '{panic}'; }}; exec sleep 60"
    )
    one.send("ready")
    first = one.until(lambda facts: facts.get("ready"))
    second = one.until(lambda facts: facts.get("restarts") == 1 and facts.get("ready"))
    assert second["java_pid"] != first["java_pid"]
    assert "its database had stopped after a failed write; restart 1 in 1 s" in _log(tmp_path)


@pytest.mark.parametrize("way", ["signal", "end of the owner"])
def test_a_stop_during_the_pause_ends_the_guardian_at_once(guarded: Callable[..., Guarded], way: str) -> None:
    one = guarded("echo Started.; exit 1")
    one.send("ready")
    one.until(lambda facts: facts.get("restarts") == 3)  # the pause is four seconds now
    if way == "signal":
        one.process.send_signal(signal.SIGTERM)
    else:
        assert one.process.stdin is not None
        one.process.stdin.close()
    one.process.wait(2.0)
    assert not one.instance.exists()


def test_a_java_that_ends_before_it_was_ready_is_not_started_again(guarded: Callable[..., Guarded]) -> None:
    one = guarded("exit 5")
    assert one.process.wait(SHORT_S) == 5


def test_the_log_of_a_java_that_prints_without_end_is_bounded(
    guarded: Callable[..., Guarded], tmp_path: Path
) -> None:
    one = guarded("head -c 30000000 /dev/zero | tr '\\0' 'x'; echo; echo Started.; exit 1")
    one.send("ready")
    one.until(lambda facts: facts.get("restarts") == 3)
    assert (tmp_path / "log").stat().st_size < 64_000_000


def _log(folder: Path) -> str:
    return (folder / "log").read_text()
