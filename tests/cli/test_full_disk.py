"""A full disk: writes are refused with the reason, reads go on, and with room all works again by itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from filled_home import FilledHome
from neo4j import GraphDatabase
from neo4j.exceptions import DatabaseError
from processes import COMMAND, Up, environment, interrupt, up

from graph.embedded import Home, running
from graph.settings import Settings

pytestmark = pytest.mark.slow

MB = 1024 * 1024
HEALED_S = 60.0
QUESTION = '{ site(key: "site:houston-pd") { name } }'
ROW = (
    '{"request_id":"full-disk-1","jurisdiction":"Houston","jurisdiction_type":"city","state":"TX",'
    '"month":"2024-03","status":"received","synthetic":true}'
)
RECORD = """mutation { recordRequests(input: {requests: [{
    requestId: "full-disk-2", jurisdictions: ["us-place:4699066"], jurisdictionType: CITY, state: "TX",
    month: "2024-03", status: RECEIVED, synthetic: true
}]}) { created unchanged } }"""


class Disk:
    """A file system of its own, with a file that takes the room."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def leave(self, free_mb: int) -> None:
        """Takes all room but so much."""
        self._ballast.unlink(missing_ok=True)
        room = shutil.disk_usage(self.path).free - free_mb * MB
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, room)

    def release(self) -> None:
        self._ballast.unlink()


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    path = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=800m", "tmpfs", path],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk needs the right to mount one: {mounted.stderr.strip()}")
    yield Disk(path)
    subprocess.run(["umount", "--lazy", path], check=True)


@pytest.fixture(scope="module")
def service(disk: Disk, filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """`learning-sites up` with its home on the small disk."""
    with up(filled_home.copy_to(disk.path / "home"), tmp_path_factory.mktemp("log")) as running_one:
        yield running_one
        assert interrupt(running_one) == 0


def home(disk: Disk) -> Path:
    return disk.path / "home"


def run(disk: Disk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(home(disk)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def ask(service: Up, query: str) -> dict[str, object]:
    """The answer without the response cache: a header of its own makes each request another."""
    body = {"query": query.replace("{", f"{{ t{time.monotonic_ns()}: __typename ", 1)}
    return dict(httpx.post(f"{service.url}/graphql", json=body, timeout=60).json())


def codes(answer: dict[str, object]) -> set[str]:
    errors = answer.get("errors", [])
    assert isinstance(errors, list)
    return {error["extensions"]["code"] for error in errors}


def until_healed(service: Up, query: str, what: str) -> None:
    """Waits until a query has an answer; prints how long that took. Meanwhile every error is typed."""
    begun = time.monotonic()
    while found := codes(ask(service, query)):
        assert found == {"UNAVAILABLE"}
        assert time.monotonic() - begun < HEALED_S
        time.sleep(0.1)
    print(f"{what}: healed after {time.monotonic() - begun:.1f} s")  # noqa: T201


def test_a_copy_for_researchers_needs_twice_the_size_of_the_database(disk: Disk, service: Up) -> None:
    disk.leave(200)
    for arguments in ((), ("--refresh",), ("--dump", str(disk.path))):
        refused = run(disk, "research", *arguments)
        assert refused.returncode == 1
        line = refused.stderr.splitlines()[-1]
        assert line.startswith("error [NO_SPACE]: The read-only copy needs ")
        assert re.search(r"needs [\d,]+ MB free at .*, which has (19\d|200) MB", line)
    assert not [*(home(disk) / "research").glob("*/data/databases")]
    assert codes(ask(service, QUESTION)) == set()
    disk.release()


def test_without_room_writes_say_so_and_reads_go_on(disk: Disk, service: Up, tmp_path: Path) -> None:
    (tmp_path / "requests.jsonl").write_text(ROW + "\n")
    disk.leave(64)
    answer = ask(service, RECORD)
    assert codes(answer) == {"NO_SPACE"}
    assert "no room" in str(answer["errors"])
    assert str(disk.path) not in str(answer["errors"])
    time.sleep(1)  # lines of the log are written together
    without_room = rf"the disk of {home(disk)} has 6\d MB free, and a write needs 128"
    assert re.search(without_room, service.log.read_text())
    for refused in (
        run(disk, "load", "requests", str(tmp_path / "requests.jsonl")),
        run(disk, "nightly", str(tmp_path)),
    ):
        assert refused.returncode == 1
        line = refused.stderr.splitlines()[-1]
        assert line.startswith("error [NO_SPACE]: ")
        assert re.search(without_room, line)
        assert "try again" in line
    assert codes(ask(service, QUESTION)) == set()
    disk.leave(0)
    assert codes(ask(service, QUESTION)) == set()


def test_with_room_again_every_write_works(disk: Disk, service: Up, tmp_path: Path) -> None:
    (tmp_path / "requests.jsonl").write_text(ROW + "\n")
    disk.release()
    assert codes(ask(service, RECORD)) == set()
    loaded = run(disk, "load", "requests", str(tmp_path / "requests.jsonl"), "--json")
    assert loaded.returncode == 0
    assert json.loads(loaded.stdout)[str(tmp_path / "requests.jsonl")]["created"] == 1
    assert run(disk, "nightly", str(tmp_path)).returncode == 0


def test_a_database_that_stopped_on_a_full_disk_runs_again_once_there_is_room(
    disk: Disk, service: Up
) -> None:
    instance = running(Settings(home=home(disk)))
    assert instance is not None
    disk.leave(0)
    auth = ("neo4j", Home(home(disk)).password())
    grow = "UNWIND range(1, 5000) AS i CREATE (:Full {text: $text})"
    with (
        GraphDatabase.driver(instance.bolt_uri, auth=auth) as driver,
        driver.session() as session,
        pytest.raises(DatabaseError),  # another program's: ours would not write
    ):
        session.run(grow, text="x" * 1000).consume()
    assert codes(ask(service, QUESTION)) == {"UNAVAILABLE"}
    assert codes(ask(service, RECORD)) == {"NO_SPACE"}
    disk.release()
    until_healed(service, QUESTION, "a database that stopped on a full disk")
    assert codes(ask(service, RECORD)) == set()
    assert "the database has stopped because its disk is full" in service.log.read_text()


def test_a_neo4j_that_is_killed_on_a_full_disk_runs_again_once_there_is_room(disk: Disk, service: Up) -> None:
    instance = running(Settings(home=home(disk)))
    assert instance is not None
    disk.leave(0)
    os.kill(instance.java_pid, signal.SIGKILL)
    time.sleep(5)
    assert codes(ask(service, QUESTION)) <= {"UNAVAILABLE"}
    disk.release()
    until_healed(service, QUESTION, "a Neo4j that was killed on a full disk")
    assert codes(ask(service, RECORD)) == set()


def test_a_service_starts_and_reads_with_little_room(disk: Disk, service: Up, tmp_path: Path) -> None:
    assert interrupt(service) == 0
    disk.leave(32)
    with up(home(disk), tmp_path) as little:
        assert codes(ask(little, QUESTION)) == set()
        assert codes(ask(little, RECORD)) == {"NO_SPACE"}
        assert interrupt(little) == 0
    disk.leave(0)
    refused = run(disk, "database", "start")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error [NO_SPACE]: ")
    assert refused.stderr.count("\n") == 1
