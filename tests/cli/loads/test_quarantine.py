"""The quarantine as a state: what is new once, what becomes of a row, and what a person can do with it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from processes import COMMAND, Command, environment

pytestmark = pytest.mark.usefixtures("empty_quarantine", "without_synthetic")

HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status,synthetic\n"
KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from cli.session import connected
from graph.settings import Settings
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS
settings = Settings.read()
with connected(settings) as session:
    options = LoadOptions(quarantine=settings.quarantine)
    session.run(load_file(session.database, REQUESTS, Path(sys.argv[1]), options))
    os.kill(os.getpid(), signal.SIGKILL)
"""
"""A load that is killed after its last batch, before it has said anything."""


@pytest.fixture(scope="module")
def quarantine(home: Path) -> Path:
    return home / "quarantine"


def log(path: Path, *rows: str, end: str = "Athens,city,OH,received,true") -> Path:
    path.write_text(HEADER + "".join(f"{row},{end}\n" for row in rows), encoding="utf-8")
    return path


def night(command: Command, folder: Path, **more: str) -> tuple[int, dict[str, Any]]:
    """Exit code of a night, and its reports by file."""
    done = command("nightly", str(folder), "--json", **more)
    return done.returncode, {each["file"]: each for each in json.loads(done.stdout)}


def entries(command: Command, *arguments: str) -> list[dict[str, Any]]:
    done = command("quarantine", "list", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def files(quarantine: Path) -> list[str]:
    return sorted(path.name for path in quarantine.glob("*.quarantine.jsonl"))


def states(command: Command) -> list[tuple[str, str]]:
    """Key and state of every entry."""
    return sorted((each["key"], each["state"]) for each in entries(command, "--all"))


def test_a_bad_row_is_new_once_whatever_file_and_line_it_comes_in(
    command: Command, folder: Path, quarantine: Path
) -> None:
    log(folder / "log.csv", "q-good,2024-03", "q-bad,2024-13")
    code, reports = night(command, folder)
    assert (code, reports["log.csv"]["quarantined"], reports["log.csv"]["new"]) == (3, 1, 1)
    [file] = files(quarantine)
    assert reports["log.csv"]["quarantine"] == str(quarantine / file)
    [first] = entries(command)
    assert (first["key"], first["file"], first["line"]) == ("request:q-bad", "log.csv", 3)
    assert [(each["code"], each["field"]) for each in first["problems"]] == [("INVALID", "month")]

    log(folder / "copy.csv", "q-bad,2024-13")
    code, reports = night(command, folder)
    assert code == 0
    assert [(each["quarantined"], each["new"], each["quarantine"]) for each in reports.values()] == [
        (1, 0, None),
        (1, 0, None),
    ]
    assert files(quarantine) == [file]
    [again] = entries(command)
    assert (again["id"], again["first_seen"]) == (first["id"], first["first_seen"])
    assert again["run"] != first["run"]

    log(folder / "log.csv", "q-good,2024-03", "q-bad,2024-13", "q-other,2024-14")
    code, reports = night(command, folder)
    assert (code, reports["log.csv"]["new"]) == (3, 1)
    assert len(entries(command)) == 2
    assert night(command, folder)[0] == 0
    assert command("load", "requests", str(folder / "log.csv")).returncode == 0


@pytest.mark.parametrize("name", ["log.csv", "a-fix.csv", "z-fix.csv"])
def test_a_row_that_was_fixed_and_is_in_the_graph_is_known(command: Command, folder: Path, name: str) -> None:
    log(folder / "log.csv", "q-fixed,2024-13")
    assert night(command, folder)[0] == 3
    log(folder / name, "q-fixed,2024-03")
    code, reports = night(command, folder)
    assert (code, reports[name]["created"]) == (0, 1)
    [entry] = entries(command, "--all")
    assert (entry["state"], entries(command)) == ("fixed", [])
    assert entry["fixed_at"] >= entry["first_seen"]
    log(folder / "log.csv", "q-fixed,2024-13")
    code, reports = night(command, folder)
    assert (code, reports["log.csv"]["new"]) == (0, 0)
    assert states(command) == [("request:q-fixed", "fixed")]


def test_a_row_whose_graph_was_reset_is_new_again(command: Command, folder: Path) -> None:
    fix = log(folder.parent / "fix.csv", "q-lost,2024-03")
    log(folder / "log.csv", "q-lost,2024-13")
    night(command, folder)
    command("load", "requests", str(fix))
    assert night(command, folder)[0] == 0
    command("generate", "remove")
    assert night(command, folder)[0] == 3
    assert states(command) == [("request:q-lost", "waiting")]


def test_a_row_that_is_deleted_after_it_was_fixed_stays_known(command: Command, folder: Path) -> None:
    log(folder / "log.csv", "q-deleted,2024-13")
    night(command, folder)
    command("load", "requests", str(log(folder.parent / "fix.csv", "q-deleted,2024-03")))
    gone = folder.parent / "gone.csv"
    gone.write_text("request_id,deleted\nq-deleted,true\n")
    assert "1 deleted" in command("load", "requests", str(gone)).stderr
    assert night(command, folder)[0] == 0


def test_an_older_row_of_its_key_does_not_fix_it(command: Command, folder: Path) -> None:
    log(folder / "log-1.csv", "q-update,2024-03")
    log(folder / "log-2.csv", "q-update,2024-13")
    assert night(command, folder)[0] == 3
    for _ in range(2):
        log(
            folder / "log-1.csv", "q-update,2024-03", "q-another,2024-03"
        )  # other content, the row is the same
        assert night(command, folder)[0] == 0
        assert states(command) == [("request:q-update", "waiting")]


def test_a_bad_row_that_a_later_file_has_good_is_no_alarm(command: Command, folder: Path) -> None:
    log(folder / "log-1.csv", "q-later,2024-13")
    log(folder / "log-2.csv", "q-later,2024-03")
    for _ in range(2):
        code, reports = night(command, folder)
        assert (code, reports["log-1.csv"]["quarantined"], reports["log-1.csv"]["new"]) == (0, 1, 0)
        assert states(command) == [("request:q-later", "fixed")]


def test_what_a_killed_load_has_found_is_reported_by_the_next_night(
    command: Command, home: Path, folder: Path
) -> None:
    path = log(folder / "log.csv", "q-killed,2024-13")
    child = subprocess.run([sys.executable, "-c", KILLED, str(path)], env=environment(home), check=False)
    assert child.returncode == -9
    path.rename(folder.parent / "log.csv")
    log(folder / "other.csv", "q-good,2024-03")
    assert night(command, folder)[0] == 3
    assert night(command, folder)[0] == 0


def test_a_line_that_cannot_be_read_is_known_by_its_text(command: Command, folder: Path) -> None:
    path = folder / "daily.csv"
    path.write_text(f'{HEADER}q-good,2024-03,Athens,city,OH,received,true\nq-"1,"x"y,z\n')
    assert night(command, folder)[0] == 3
    path.write_text(f'{HEADER}q-"1,"x"y,z\nq-good,2024-03,Athens,city,OH,received,true\n')
    assert night(command, folder)[0] == 0
    path.write_text(f'{HEADER}q-"2,"x"y,z\nq-good,2024-03,Athens,city,OH,received,true\n')
    assert night(command, folder)[0] == 3
    assert len(entries(command)) == 2


def test_a_dismissed_row_is_known_and_keeps_its_reason(command: Command, folder: Path) -> None:
    log(folder / "log.csv", "q-dismissed,2024-13", "q-waits,2024-14")
    night(command, folder)
    [entry] = [each for each in entries(command) if each["key"] == "request:q-dismissed"]
    done = command("quarantine", "dismiss", entry["id"][:10], "--reason", "not a request of ours")
    assert (done.returncode, done.stdout) == (0, "1 dismissed.\n")
    assert night(command, folder)[0] == 0
    assert states(command) == [("request:q-dismissed", "dismissed"), ("request:q-waits", "waiting")]
    shown = json.loads(command("quarantine", "show", entry["id"][:10]).stdout)
    assert (shown["state"], shown["reason"]) == ("dismissed", "not a request of ours")
    assert shown["row"]["month"] == "2024-13"
    again = command("quarantine", "dismiss", entry["id"], "--reason", "twice")
    assert again.returncode == 2
    assert "is dismissed and does not wait" in again.stderr
    assert command("quarantine", "dismiss", "--file", "log.csv", "--reason", "old").stdout == "1 dismissed.\n"
    assert entries(command) == []


def test_a_retry_loads_rows_as_they_are_and_says_what_became_of_each(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    path = folder / "log.csv"
    path.write_text(
        f"{HEADER}q-alias,2024-03,Springfield,city,,received,true\n"
        "q-named,2024-03,Springfield Metro Division,city,OH,received,true\n"
        f'q-month,2024-13,Athens,city,OH,received,true\nq-"1,"x"y,z\n'
    )
    assert night(command, folder)[0] == 3
    before = {each["key"]: each for each in entries(command)}
    assert len(before) == 3  # an unknown name is no bad row
    none = command("quarantine", "retry")
    assert none.returncode == 3
    assert "0 loaded, 3 still quarantined." in none.stdout
    assert "cannot be read; fix the line in the file" in none.stdout

    key = before["request:q-alias"]["id"]
    again = command("quarantine", "retry", key, "--json")
    assert again.returncode == 3
    [outcome] = json.loads(again.stdout)
    assert (outcome["loaded"], outcome["problems"][0]["field"]) == (False, "state")
    assert night(command, folder)[0] == 0


def test_an_ambiguous_name_is_loaded_by_a_retry_once_an_alias_decides(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    log(folder / "log.csv", "q-ambiguous,2024-03", end="Midway,city,FL,received,true")
    code, _ = night(command, folder)
    assert code == 3, "the name must be ambiguous"
    [entry] = entries(command)
    [problem] = entry["problems"]
    assert problem["code"] == "AMBIGUOUS"
    candidate = problem["reason"].partition("candidates: ")[2].partition(",")[0]
    aliases = tmp_path / "aliases.csv"
    aliases.write_text(f"name,state,key\nMidway,FL,{candidate}\n")
    taught = {"LEARNING_SITES_JURISDICTION_ALIASES": str(aliases)}
    done = command("quarantine", "retry", **taught)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [f"{entry['id'][:10]} (log.csv, line 2): loaded.", "1 loaded, 0 still quarantined."],
    )
    assert states(command) == [("request:q-ambiguous", "fixed")]
    code, reports = night(command, folder, **taught)
    assert (code, reports["log.csv"]["unchanged"]) == (0, 1)


def test_of_several_bad_rows_of_a_key_the_newest_is_tried(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    for month in ("2024-03", "2024-04"):
        log(folder / "log.csv", f"q-twice,{month}", end="Midway,city,FL,received,true")
        assert night(command, folder)[0] == 3
    [newest, oldest] = sorted(entries(command), key=lambda each: each["last_seen"], reverse=True)
    candidate = newest["problems"][0]["reason"].partition("candidates: ")[2].partition(",")[0]
    aliases = tmp_path / "aliases.csv"
    aliases.write_text(f"name,state,key\nMidway,FL,{candidate}\n")
    done = command("quarantine", "retry", "--json", LEARNING_SITES_JURISDICTION_ALIASES=str(aliases))
    found = {each["id"]: each for each in json.loads(done.stdout)}
    assert found[newest["id"]]["replaced_by"] is None
    assert found[oldest["id"]]["replaced_by"] == newest["id"]
    assert entries(command) == []


EARLIER = {
    "request_id": "q-earlier",
    "month": "2024-13",
    "jurisdiction": "Athens",
    "jurisdiction_type": "city",
    "state": "OH",
    "status": "received",
    "synthetic": "true",
    "_line": 7,
    "_problems": [
        {"code": "INVALID", "field": "month", "reason": "got '2024-13'", "remedy": "write a month"}
    ],
}


def test_files_of_an_earlier_version_become_entries_that_are_known(
    command: Command, folder: Path, quarantine: Path
) -> None:
    name = "2026-11-03T020000.123+0000-requests-0a1b2c-old-log.csv.quarantine.jsonl"
    (quarantine / name).write_text(f"{json.dumps(EARLIER)}\n{json.dumps(EARLIER)[:-30]}\n")
    (quarantine / "notes.quarantine.jsonl").write_text("nobody knows\n")
    [entry] = entries(command)
    assert (entry["file"], entry["line"], entry["source"]) == ("old-log.csv", 7, "requests")
    assert (entry["first_seen"], entry["last_seen"]) == ("2026-11-03T02:00:00Z", "2026-11-03T02:00:00Z")
    log(folder / "log.csv", "q-earlier,2024-13")
    assert night(command, folder)[0] == 0
    assert [each["id"] for each in entries(command)] == [entry["id"]]


def test_counts_by_day_add_up_and_outlast_the_entries(
    command: Command, folder: Path, quarantine: Path
) -> None:
    log(folder / "log.csv", "q-a,2024-13", "q-b,2024-13", "q-c,2024-13")
    night(command, folder)
    command("load", "requests", str(log(folder.parent / "fix.csv", "q-a,2024-03")))
    [entry] = [each for each in entries(command) if each["key"] == "request:q-b"]
    command("quarantine", "dismiss", entry["id"], "--reason", "test")
    with sqlite3.connect(quarantine / "quarantine.sqlite") as store:  # forty days later
        store.execute("UPDATE entries SET last_seen = '2026-01-01T00:00:00Z'")
    (folder / "log.csv").unlink()
    log(folder / "other.csv", "q-good,2024-03")
    assert night(command, folder)[0] == 0
    assert entries(command, "--all") == []
    [day] = json.loads(command("quarantine", "counts", "--json").stdout)
    del day["day"]
    assert day == {"new": 3, "fixed": 1, "dismissed": 1, "expired": 1, "waiting": 0}
    shown = command("quarantine", "counts").stdout
    assert shown.splitlines()[0].split() == ["day", "new", "fixed", "dismissed", "expired", "waiting"]


def test_an_entry_lasts_as_long_as_a_night_sees_its_row(
    command: Command, folder: Path, quarantine: Path
) -> None:
    log(folder / "log.csv", "q-old,2024-13")
    night(command, folder)
    with sqlite3.connect(quarantine / "quarantine.sqlite") as store:
        store.execute("UPDATE entries SET first_seen = '2026-01-01T00:00:00Z'")
    assert night(command, folder)[0] == 0
    [entry] = entries(command)
    assert entry["first_seen"] == "2026-01-01T00:00:00Z"


def test_only_the_owner_reads_rows_and_lists_show_none(
    command: Command, folder: Path, quarantine: Path
) -> None:
    log(folder / "log.csv", "q-private,2024-13", end="Village of Nowhere,city,OH,received,true")
    night(command, folder)
    for path in quarantine.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    for shown in (command("quarantine", "list"), command("quarantine", "list", "--json")):
        assert "Nowhere" not in shown.stdout
    assert re.search(
        r"^[0-9a-f]{10}  \S+  \S+  log\.csv +2  .+$", command("quarantine", "list").stdout, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "ffff"), "no entry has the id 'ffff'"),
        (("dismiss", "--reason", "x"), "give the ids"),
        (("dismiss", "--file", "a.csv", "--reason", " "), "--reason: is empty"),
        (("retry", "--source", "horses"), "unknown source 'horses'; use one of"),
    ],
)
def test_wrong_arguments_are_named(command: Command, arguments: tuple[str, ...], said: str) -> None:
    refused = command("quarantine", *arguments)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_an_empty_quarantine_is_listed_and_makes_no_file(command: Command, quarantine: Path) -> None:
    assert command("quarantine", "list").stdout == "0 waiting, 0 fixed, 0 dismissed.\n"
    assert command("quarantine", "retry").stdout == "0 loaded, 0 still quarantined.\n"
    assert not list(quarantine.glob("*"))


def test_two_loads_at_once_lose_no_entry(command: Command, home: Path, folder: Path) -> None:
    paths = [log(folder / f"{n}.csv", *(f"q-{n}-{row},2024-13" for row in range(150))) for n in range(2)]
    both = [
        subprocess.Popen([COMMAND, "load", "requests", str(path)], env=environment(home)) for path in paths
    ]
    assert [each.wait(timeout=60) for each in both] == [3, 3]
    assert len(entries(command, "--last", "1000")) == 300


def test_a_store_that_cannot_grow_leaves_the_graph_as_it_was(
    command: Command, home: Path, folder: Path
) -> None:
    path = log(folder / "log.csv", "q-good,2024-03", "q-bad,2024-13")
    small = subprocess.run(
        ["bash", "-c", f'ulimit -f 4; exec "{COMMAND}" load requests "{path}"'],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert small.returncode == 1
    assert "error [HOME_UNUSABLE]" in small.stderr
    assert "free some disk space" in small.stderr
    loaded = command("load", "requests", str(path), "--json")
    assert loaded.returncode == 3
    assert json.loads(loaded.stdout)[str(path)]["created"] == 1


def test_a_damaged_store_is_named_with_what_to_do(command: Command, folder: Path, quarantine: Path) -> None:
    (quarantine / "quarantine.sqlite").write_bytes(os.urandom(4096))
    failed = command("load", "requests", str(log(folder / "log.csv", "q-bad,2024-13")))
    assert failed.returncode == 1
    assert "If the file is damaged, move it away" in failed.stderr
