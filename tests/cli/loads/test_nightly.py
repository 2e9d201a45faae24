"""A night over a folder as offices fill it: which files it takes, in which order, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from processes import COMMAND, Command, environment

from cli.session import connected
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement

pytestmark = pytest.mark.usefixtures("empty_quarantine")

HOLDER = Path(__file__).parents[2] / "graph" / "lease_child.py"
NAMES = ("one", "two", "three")
HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status,note\n"


@pytest.fixture
def folder(folder: Path) -> Path:
    """It has one good log."""
    write(folder / "log.csv", "n-one,2024-03")
    return folder


def write(path: Path, *rows: str, end: str = "Athens,city,OH,received") -> Path:
    """A log as no other: one whose very content came before a deletion stays deleted."""
    rows = tuple(f"{row},{end},{uuid4()}\n" for row in rows)
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def without_rows(delete_requests: Callable[..., None]) -> Iterator[None]:
    """The requests of a test are deleted after it."""
    yield
    delete_requests(f"n-{name}" for name in NAMES)


def reports(night: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    return {each["file"]: each for each in json.loads(night.stdout)}


@contextmanager
def held(home: Path, name: str, seconds: int) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a lease in the graph of a home; it is killed at the end."""
    child = subprocess.Popen(
        [sys.executable, HOLDER, name, str(seconds)],
        env=environment(home) | {"PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "holds\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def a_night(home: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A night as a process of its own."""
    return subprocess.Popen([COMMAND, "nightly", str(folder)], env=environment(home), stderr=subprocess.PIPE)


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere.csv"))


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_a_fifo(path: Path) -> None:
    a_fifo(path.with_name(".pipe"))
    path.symlink_to(".pipe")


def a_file_that_cannot_be_read(path: Path) -> None:
    path.symlink_to("/proc/self/mem")  # opens, and every read is an error, as from a disk that is broken


NOT_REGULAR: dict[str, tuple[Callable[[Path], None], str]] = {
    "fifo.csv": (a_fifo, "a FIFO"),
    "socket.csv": (a_socket, "a socket"),
    "device.json": (a_device, "a device"),
    "terminal.csv": (a_terminal, "a device"),
    "folder.csv": (a_folder, "a folder"),
    "broken.xlsx": (a_broken_link, "link to nothing"),
    "itself.csv": (a_link_to_itself, "cannot be examined"),
    "to-fifo.csv.gz": (a_link_to_a_fifo, "a FIFO"),
}


def test_what_is_no_regular_file_is_named_and_the_others_are_loaded(command: Command, folder: Path) -> None:
    for name, (make, _) in NOT_REGULAR.items():
        make(folder / name)
    (folder / "link.csv").symlink_to(write(folder.parent / "elsewhere.csv", "n-two,2024-03"))
    night = command("nightly", str(folder), "--json")
    assert night.returncode == 3
    found = reports(night)
    assert found["log.csv"]["created"] == found["link.csv"]["created"] == 1
    shown = command("nightly", str(folder)).stderr
    for name, (_, said) in NOT_REGULAR.items():
        assert found[name]["status"] == "NOT_TAKEN"
        assert said in str(found[name]["problem"])
        assert f"{name}: not loaded: {found[name]['problem']}" in shown


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_loaded(
    command: Command, folder: Path
) -> None:
    a_file_that_cannot_be_read(folder / "b.csv")
    night = command("nightly", str(folder), "--json")
    assert night.returncode == 1
    found = reports(night)
    assert found["log.csv"]["created"] == 1
    assert found["b.csv"]["status"] == "FAILED"
    assert "cannot be read" in str(found["b.csv"]["problem"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named_and_the_others_are_loaded(command: Command, folder: Path) -> None:
    write(folder / "b.csv", "n-two,2024-03").chmod(0)
    night = command("nightly", str(folder), "--json")
    assert night.returncode == 1
    assert "cannot be read (Permission denied)" in str(reports(night)["b.csv"]["problem"])


LEFT_OUT = {
    "subfolders": ("done", "failed.d"),
    "hidden": (".DS_Store", ".log.csv"),
    "locks": ("~$log.xlsx", ".~lock.log.csv#", "log.csv.lock"),
    "unfinished": (
        "a.csv.part",
        "a.csv.tmp",
        "a.csv.crdownload",
        "a.csv.filepart",
        "a.csv.PARTIAL",
        "a.csv~",
    ),
    "of the system": ("Thumbs.db", "desktop.ini"),
}


def test_what_is_left_out_by_the_rule_is_named_and_is_no_alarm(command: Command, folder: Path) -> None:
    for kind, names in LEFT_OUT.items():
        for name in names:
            if kind == "subfolders":
                (folder / name).mkdir()
                write(folder / name / "old.csv", "n-two,2024-03")
            else:
                write(folder / name, "n-three,2024-03")
    night = command("nightly", str(folder))
    assert night.returncode == 0
    for kind, names in LEFT_OUT.items():
        [line] = re.findall(rf"^Left out, {kind}: (.+)$", night.stderr, re.MULTILINE)
        assert set(line.split(", ")) == set(names)
    assert "1 of 1 files loaded." in night.stderr
    assert "1 rows read: 1 created" in night.stderr


def test_a_file_that_is_younger_than_the_setting_waits_for_the_next_night(
    command: Command, folder: Path
) -> None:
    old = write(folder / "old.csv", "n-two,2024-03")
    night = command("nightly", str(folder), "--json", LEARNING_SITES_SETTLE_S="3600")
    assert night.returncode == 1  # nothing came that can be loaded
    assert "error [NOTHING_TO_LOAD]" in night.stderr
    assert "wait for the next night: log.csv, old.csv" in night.stderr
    assert {each["status"] for each in json.loads(night.stdout)} == {"WAITING"}
    time.sleep(1.1)
    old.write_text(old.read_text())
    night = command("nightly", str(folder), LEARNING_SITES_SETTLE_S="1")
    assert night.returncode == 3
    assert "old.csv: waits for the next night: it was written less than 1 s ago" in night.stderr
    assert "1 of 1 files loaded." in night.stderr
    assert command("nightly", str(folder), LEARNING_SITES_SETTLE_S="0").returncode == 0


def test_a_file_whose_time_is_that_of_a_wrong_clock_waits_for_no_later_night(
    command: Command, folder: Path
) -> None:
    in_ten_years = time.time() + 10 * 365 * 86400
    os.utime(folder / "log.csv", (in_ten_years, in_ten_years))
    time.sleep(1.1)
    assert command("nightly", str(folder), LEARNING_SITES_SETTLE_S="1").returncode == 0


def test_a_file_that_grows_during_the_night_waits_and_is_named(
    command: Command, home: Path, folder: Path
) -> None:
    growing = write(folder / "growing.csv", "n-two,2024-03")
    stop = False

    def grow() -> None:
        while not stop:
            with growing.open("a") as file:
                file.write("n-two,2024-03,Athens,city,OH,received\n")
            time.sleep(0.01)

    writer = Thread(target=grow)
    writer.start()
    try:
        night = command("nightly", str(folder), "--json")
    finally:
        stop = True
        writer.join()
    assert night.returncode == 3
    assert reports(night)["log.csv"]["created"] == 1
    assert reports(night)["growing.csv"]["status"] == "WAITING"
    assert "growing" in str(reports(night)["growing.csv"]["problem"])
    assert reports(command("nightly", str(folder), "--json"))["growing.csv"]["created"] == 1


@pytest.mark.parametrize("names", [(), ("old.xls", "notes.txt"), (".hidden", "log.csv.part"), ("pipe.csv",)])
def test_a_night_to_which_nothing_came_is_an_alarm_that_names_what_is_there(
    command: Command, tmp_path: Path, names: tuple[str, ...]
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for name in names:
        a_fifo(folder / name) if name == "pipe.csv" else write(folder / name)
    night = command("nightly", str(folder))
    assert night.returncode == 1
    last = night.stderr.splitlines()[-1]
    assert last.startswith("error [NOTHING_TO_LOAD]: FOLDER: ")
    assert all(name in last for name in names)
    assert ("is empty" in last) == (not names)
    assert "To look at: the night ended with NOTHING_TO_LOAD" in night.stderr
    assert "share is mounted" in last
    quiet = command("nightly", str(folder), "--json")
    assert quiet.returncode == 1
    assert isinstance(json.loads(quiet.stdout), list)


def test_a_folder_that_cannot_be_read_to_its_end_is_named(command: Command, folder: Path) -> None:
    gone = folder / "gone"
    night = command("nightly", str(gone))
    assert night.returncode == 2
    assert str(gone) in night.stderr


def test_a_name_that_is_no_text_is_named_and_the_others_are_loaded(command: Command, folder: Path) -> None:
    (folder / os.fsdecode(b"l\xf6g.csv")).write_text(HEADER)
    (folder / "two\nlines.csv").write_text(HEADER)
    night = command("nightly", str(folder), "--json")
    assert night.returncode == 3
    found = reports(night)
    assert {name for name, each in found.items() if each["status"] == "NOT_TAKEN"} == {
        "l\ufffdg.csv",
        "two\ufffdlines.csv",
    }
    assert found["log.csv"]["created"] == 1


@pytest.mark.slow
def test_a_night_waits_for_another_one_and_takes_over_once_it_was_killed(
    command: Command, home: Path, folder: Path
) -> None:
    with held(home, "nightly", seconds=4) as first:
        second = subprocess.Popen(
            [COMMAND, "nightly", str(folder)], env=environment(home), stderr=subprocess.PIPE
        )
        time.sleep(6)  # longer than the lease lasts without a renewal
        assert second.poll() is None
        first.kill()
        _, said = second.communicate(timeout=60)
    assert second.returncode == 0, said


def test_a_second_signal_ends_a_night_at_once(command: Command, home: Path, folder: Path) -> None:
    with held(home, "nightly", seconds=60):
        night = subprocess.Popen(
            [COMMAND, "nightly", str(folder)], env=environment(home), stderr=subprocess.PIPE
        )
        time.sleep(5)  # it waits for the other one
        night.send_signal(signal.SIGTERM)
        time.sleep(1)
        night.send_signal(signal.SIGTERM)
        night.communicate(timeout=5)
    assert night.returncode == -signal.SIGTERM


def test_unlock_ends_the_lease_and_says_of_whom(command: Command, home: Path) -> None:
    command("runs", "--unlock", "--yes")  # of a process that another test has killed
    nothing = command("runs", "--unlock", "--yes")
    assert (nothing.returncode, nothing.stderr) == (0, "No lease is held; nothing was ended.\n")
    with held(home, "nightly", seconds=60) as holder:
        asked = command("runs", "--unlock")
        assert asked.returncode == 2
        assert "confirm with --yes" in asked.stderr
        assert f"process {holder.pid} on host {socket.gethostname()}" in asked.stderr
        ended = command("runs", "--unlock", "--yes")
        assert ended.returncode == 0
        assert re.fullmatch(
            rf"Ended the lease 'nightly' of process {holder.pid} on host \S+ since .+, until .+ UTC\. .+\n",
            ended.stderr,
        )
    with held(home, "nightly", seconds=60) as holder:
        [facts] = json.loads(command("runs", "--unlock", "--yes", "--json").stdout)
        assert (facts["lease"], facts["process"], facts["ended"]) == ("nightly", holder.pid, True)
    assert command("runs", "--unlock", "--yes").stderr.startswith("No lease is held")


@pytest.mark.parametrize("arguments", [("--yes",), ("run:x", "--unlock")])
def test_options_of_unlock_that_do_nothing_are_refused(command: Command, arguments: tuple[str, ...]) -> None:
    assert command("runs", *arguments).returncode == 2


TOWNSHIP = (
    "jurisdiction_key,jurisdiction,state,counties,population,population_year\n"
    "us-township:n-nightly,Nightly Township,OH,39009,1234,2024\n"
)
FORGET = Statement(
    "forget", "CYPHER 25 MATCH (j:Jurisdiction {key: 'us-township:n-nightly'}) DETACH DELETE j"
)
KILLED = Statement(
    "killed", "CYPHER 25 MATCH (r:LoadRun {source: 'jurisdictions'}) SET r.notedAt = datetime()"
)


def write_graph(home: Path, what: Statement) -> None:
    with connected(Settings(home=home)) as session:
        session.run(session.database.write(what, {}, Deadline.after(60)))


def test_jurisdictions_are_compared_after_a_night_that_changed_some_and_after_no_other(
    command: Command, home: Path, folder: Path
) -> None:
    nothing = "similarity: nothing to do, no jurisdiction has changed."
    assert nothing in command("nightly", str(folder)).stderr
    (folder / "jurisdictions.csv").write_text(TOWNSHIP)
    try:
        assert re.search(r"similarity: incremental, \d+ of ", command("nightly", str(folder)).stderr)
        assert nothing in command("nightly", str(folder)).stderr
        write_graph(home, KILLED)  # as if that night had ended before it compared them
        assert re.search(r"similarity: nothing to do, all .* current", command("nightly", str(folder)).stderr)
        assert nothing in command("nightly", str(folder)).stderr
    finally:
        write_graph(home, FORGET)
        assert command("similarity").returncode == 0


def test_of_several_files_the_last_in_natural_order_counts(command: Command, folder: Path) -> None:
    (folder / "log.csv").unlink()
    write(folder / "log-2025-9.csv", "n-one,2024-01")
    write(folder / "Log-2025-10.csv", "n-one,2024-02")
    write(folder / "LOG-2025-8.csv", "n-one,2024-03")
    found = reports(command("nightly", str(folder), "--json"))
    assert {name: each["created"] for name, each in found.items()} == {
        "LOG-2025-8.csv": 0,
        "log-2025-9.csv": 0,
        "Log-2025-10.csv": 1,
    }


def test_a_deletion_is_remembered_when_its_file_is_gone_and_an_older_one_stays(
    command: Command, folder: Path
) -> None:
    (folder / "log.csv").rename(folder / "log-9.csv")
    gone = folder / "log-10.csv"
    gone.write_text("request_id,deleted\nn-one,true\n")
    command("nightly", str(folder))
    gone.unlink()
    for late in ("log-9.csv", "Log-2.csv"):
        write(folder / late, "n-one,2024-05")
        night = command("nightly", str(folder), "--json")
        assert night.returncode == 0
        assert (reports(night)[late]["created"], reports(night)[late]["superseded"]) == (0, 1)
    write(folder / "log-11.csv", "n-one,2024-06")
    assert reports(command("nightly", str(folder), "--json"))["log-11.csv"]["created"] == 1


def test_what_is_deleted_by_hand_does_not_come_back_from_a_file_that_lies_there(
    command: Command, folder: Path
) -> None:
    assert reports(command("nightly", str(folder), "--json"))["log.csv"]["created"] == 1
    gone = folder.parent / "a.csv"
    gone.write_text("request_id,deleted\nn-one,true\n")
    assert "1 deleted" in command("load", "requests", str(gone)).stderr
    night = reports(command("nightly", str(folder), "--json"))["log.csv"]
    assert (night["created"], night["superseded"]) == (0, 1)
    assert "1 created" in command("load", "requests", str(folder / "log.csv")).stderr  # by hand it may
    assert command("nightly", str(folder)).returncode == 0


def test_a_night_deletes_a_jurisdiction_before_its_logs_name_it_and_no_older_file_brings_it_back(
    command: Command, folder: Path
) -> None:
    made = folder / "jurisdictions-1.csv"
    made.write_text(
        "key,name,state,counties,people,year\nus-township:test-n,Nowhere Township,PA,42001,9,2020\n"
    )
    assert reports(command("nightly", str(folder), "--json"))[made.name]["created"] == 1
    gone = folder / "jurisdictions-2.csv"
    gone.write_text("key,deleted\nus-township:test-n,true\n")
    write(folder / "log-2.csv", "n-two,2024-03", end="Nowhere Township,township,PA,received")
    dry = reports(command("nightly", str(folder), "--dry-run", "--json"))[gone.name]
    assert [(each["outcome"], each["key"]) for each in dry["diff"]] == [("deleted", "us-township:test-n")]
    night = reports(command("nightly", str(folder), "--json"))
    assert night[gone.name]["deleted"] == 1
    assert night["log-2.csv"]["placed"] == {"unknown": 1}
    gone.unlink()
    later = reports(command("nightly", str(folder), "--json"))[made.name]
    assert (later["created"], later["superseded"]) == (0, 1)
