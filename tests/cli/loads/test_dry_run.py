"""A dry run of a night: what it would change, and that it changes nothing; files that a night moves away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from processes import Command

HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status,models,synthetic\n"
REST = "Athens,city,OH"
MOVE = {"LEARNING_SITES_MOVE_FILES": "true"}


@pytest.fixture
def folder(folder: Path, empty_quarantine: None, without_synthetic: None) -> Path:
    """Its logs are loaded over an empty quarantine."""
    return folder


def log(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "".join(f"{row},true\n" for row in rows))
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def runs(command: Command) -> list[dict[str, Any]]:
    return list(json.loads(command("runs", "--json").stdout))


def test_a_dry_run_names_each_change_with_its_fields_and_writes_nothing(
    command: Command, home: Path, folder: Path
) -> None:
    first = log(
        folder / "log.csv",
        f"d-same,2024-03,{REST},received,model:co-responder",
        f"d-update,2024-03,{REST},received,model:co-responder",
        f"d-delete,2024-03,{REST},received,",
    )
    assert command("nightly", str(folder)).returncode == 0
    log(
        first,
        f"d-same,2024-03,{REST},received,model:co-responder",
        f"d-update,2024-05,{REST},acknowledged,model:cit",
        f"d-create,2024-03,{REST},received,",
        f"d-bad,2024-13,{REST},received,",
        "d-nowhere,2024-03,Galloway Township,city,NJ,received,",
    )
    (folder / "z-gone.csv").write_text("request_id,deleted\nd-delete,true\n")
    before, files = runs(command), tree(home / "quarantine")
    for _ in range(2):
        dry = command("nightly", str(folder), "--dry-run", "--json")
        assert dry.returncode == 3  # a row would be new in quarantine
        found = {each["file"]: each for each in json.loads(dry.stdout)}
        diff = {each["key"]: each for name in found for each in found[name]["diff"]}
        assert {key: each["outcome"] for key, each in diff.items()} == {
            "request:d-create": "created",
            "request:d-nowhere": "created",
            "request:d-update": "updated",
            "request:d-delete": "deleted",
        }
        fields = diff["request:d-update"]["fields"]
        assert fields["monthText"] == ["2024-03", "2024-05"]
        assert fields["status"] == ["RECEIVED", "ACKNOWLEDGED"]
        assert fields["ABOUT"] == [["model:co-responder"], ["model:cit"]]
        assert fields.keys() == {"month", "monthText", "status", "ABOUT"}
        assert (found["log.csv"]["new"], found["log.csv"]["run"], found["log.csv"]["quarantine"]) == (
            1,
            None,
            None,
        )
        assert (runs(command), tree(home / "quarantine")) == (before, files)
    shown = command("nightly", str(folder), "--dry-run").stderr
    assert "  would be updated: request:d-update: ABOUT model:co-responder → model:cit, month " in shown
    assert "  would be deleted: request:d-delete\n" in shown
    assert "2 of 2 files loaded. To look at: 1 row new in quarantine." in shown
    assert "Dry run, nothing written" in shown
    night = {each["file"]: each for each in json.loads(command("nightly", str(folder), "--json").stdout)}
    for name, report in night.items():
        for outcome in ("created", "updated", "deleted", "unchanged", "quarantined", "new"):
            assert report[outcome] == found[name][outcome], (name, outcome)


def test_a_dry_run_of_other_sources_shows_their_fields(command: Command, folder: Path) -> None:
    county = {"key": "us-county:39009", "population": 63000, "population_year": 2031}
    (folder / "populations.jsonl").write_text(json.dumps(county) + "\n")
    [report] = json.loads(command("nightly", str(folder), "--dry-run", "--json").stdout)
    [change] = report["diff"]
    assert (change["key"], change["outcome"]) == ("us-county:39009", "updated")
    assert change["fields"]["population"][1] == 63000
    assert "population" in change["fields"]


def test_files_are_moved_away_and_no_name_is_lost(command: Command, folder: Path) -> None:
    for _ in range(3):
        log(folder / "log.csv", f"d-moved,2024-03,{REST},received,")
        (folder / "broken.csv").write_text("month\n2024-03\n")
        (folder / "old.xls").touch()
        assert command("nightly", str(folder), **MOVE).returncode == 1
        assert [path.name for path in folder.iterdir() if path.is_file()] == ["old.xls"]
    for name, first in (("done", "log"), ("failed", "broken")):
        moved = sorted(path.name for path in (folder / name).iterdir())
        assert len(moved) == 3
        assert f"{first}.csv" in moved
        assert all(each.startswith(first) and each.endswith(".csv") for each in moved)


def test_a_dry_run_moves_nothing_and_neither_does_a_night_by_default(command: Command, folder: Path) -> None:
    log(folder / "log.csv", f"d-stays,2024-03,{REST},received,")
    assert command("nightly", str(folder), "--dry-run", **MOVE).returncode == 0
    assert command("nightly", str(folder)).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["log.csv"]


def test_a_file_that_cannot_be_moved_is_named_and_was_loaded(command: Command, folder: Path) -> None:
    log(folder / "log.csv", f"d-stuck,2024-03,{REST},received,")
    (folder / "done").write_text("no folder")
    night = command("nightly", str(folder), **MOVE)
    assert night.returncode == 3
    assert "log.csv: not moved: File exists; move it" in night.stderr
    assert "1 created" in night.stderr
    (folder / "done").unlink()


def test_the_run_file_and_line_that_wrote_a_request_last_are_known(command: Command, folder: Path) -> None:
    log(folder / "first.csv", f"d-of,2024-03,{REST},received,", f"d-other,2024-03,{REST},received,")
    [first] = json.loads(command("nightly", str(folder), "--json").stdout)
    origin = json.loads(command("runs", "--of", "request:d-other", "--json").stdout)
    assert (origin["run"], origin["file"], origin["line"]) == (first["run"], "first.csv", 3)
    log(folder / "second.csv", f"d-of,2024-03,{REST},received,", f"d-other,2024-04,{REST},received,")
    night = {each["file"]: each for each in json.loads(command("nightly", str(folder), "--json").stdout)}
    assert json.loads(command("runs", "--of", "request:d-of", "--json").stdout)["run"] == first["run"]
    shown = command("runs", "--of", "request:d-other").stdout
    assert (
        shown
        == f"request:d-other was last written from line 3 of second.csv, by {night['second.csv']['run']}.\n"
    )


@pytest.mark.parametrize("arguments", [("--of", "request:never"), ("run:x", "--of", "request:d-of")])
def test_a_request_without_a_run_is_named(command: Command, arguments: tuple[str, ...]) -> None:
    refused = command("runs", *arguments)
    assert refused.returncode == 2
    assert "--of" in refused.stderr
