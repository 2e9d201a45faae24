"""Names that no jurisdiction has: listed with the nearest ones, found once their aliases are filled in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from processes import Command

HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status,synthetic\n"
ROWS = (
    "u-1,2024-03,Galloway Township,city,NJ",
    "u-2,2024-03,Galloway Township,city,NJ",
    "u-3,2024-03,Chillicoth Metro Division,city,OH",
    "u-4,2024-03,=Nowhere Village,city,OH",
    "u-5,2024-03,Athens,city,OH",
    "u-6,2024-03,Mole Lake Nation,tribal,WI",
)
KEYS = {
    "Galloway Township": "us-county:34001",
    "Chillicoth Metro Division": "us-county:39141",
    "'=Nowhere Village": "us-county:39009",
    "Mole Lake Nation": "us-county:55041",
}


@pytest.fixture
def folder(folder: Path, empty_quarantine: None, without_synthetic: None) -> Path:
    """It has one log, over an empty quarantine."""
    (folder / "log.csv").write_text(HEADER + "".join(f"{row},received,true\n" for row in ROWS))
    return folder


def unplaced(command: Command, *arguments: str) -> list[dict[str, Any]]:
    done = command("unplaced", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_names_are_listed_with_rows_and_the_nearest_jurisdictions(command: Command, folder: Path) -> None:
    assert command("nightly", str(folder)).returncode == 0
    found = unplaced(command)
    assert [(each["name"], each["state"], each["type"], each["rows"]) for each in found] == [
        ("Galloway Township", "NJ", "city", 2),
        ("=Nowhere Village", "OH", "city", 1),
        ("Chillicoth Metro Division", "OH", "city", 1),
        ("Mole Lake Nation", "WI", "tribal", 1),
    ]
    [nearest, *_] = found[0]["candidates"]
    assert nearest["key"].startswith("us-place:")
    assert nearest["state"] == "NJ"
    assert nearest["county"].endswith("County")
    assert nearest["population"] > 0
    shown = command("unplaced", "--last", "1", COLUMNS="200").stdout
    assert f"{nearest['key']} {nearest['name']}, NJ ({nearest['county']}, " in shown
    assert "4 names of 5 rows are those of no jurisdiction. 3 more with --last 4." in shown


def test_another_night_over_the_same_files_counts_no_row_twice(command: Command, folder: Path) -> None:
    nights = [json.loads(command("nightly", str(folder), "--json").stdout) for _ in range(2)]
    assert sum(each["rows"] for each in unplaced(command)) == 5
    for [report] in nights:  # each run has its own
        assert sum(each["rows"] for each in unplaced(command, "--run", report["run"])) == 5
    (folder / "other.csv").write_text(f"{HEADER}u-7,2024-03,Galloway Township,city,NJ,received,true\n")
    command("nightly", str(folder))
    assert unplaced(command)[0]["rows"] == 3


def test_the_csv_is_a_draft_of_the_aliases_that_the_next_night_finds(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    command("nightly", str(folder))
    draft = command("unplaced", "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(draft)))
    assert list(rows[0]) == ["name", "state", "key", "type", "rows", "candidates"]
    assert {row["name"] for row in rows} == KEYS.keys()
    assert not any(row["key"] for row in rows)
    aliases = tmp_path / "aliases.csv"
    aliases.write_text(draft)
    taught = {"LEARNING_SITES_JURISDICTION_ALIASES": str(aliases)}
    assert command("nightly", str(folder), **taught).returncode == 0  # nothing is filled in yet
    assert len(unplaced(command)) == 4
    with aliases.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"key": KEYS[row["name"]]} for row in rows)
    [report] = json.loads(command("nightly", str(folder), "--json", **taught).stdout)
    assert (report["updated"], report["placed"]) == (5, {"alias": 5, "name": 1})
    assert unplaced(command) == []
    assert command("unplaced").stdout == "0 names of 0 rows are those of no jurisdiction.\n"


def test_a_wrong_key_of_the_draft_is_named_by_its_line(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("name,state,key,type,rows,candidates\nA Town,OH,,,1,\nB Town,OH,us-county:00000,,1,\n")
    refused = command("nightly", str(folder), LEARNING_SITES_JURISDICTION_ALIASES=str(aliases))
    assert refused.returncode == 1
    assert "aliases.csv, line 3, field key: no jurisdiction has the key us-county:00000" in refused.stderr


def test_a_dry_run_and_rows_with_a_key_leave_no_name(command: Command, folder: Path, tmp_path: Path) -> None:
    command("load", "requests", str(folder / "log.csv"), "--dry-run")
    keyed = tmp_path / "keyed.jsonl"
    keyed.write_text(
        '{"request_id":"u-8","month":"2024-03","jurisdiction":"Nowhere","jurisdiction_type":"city","state":"OH",'
        '"status":"received","synthetic":true,"jurisdiction_key":["us-county:39009"]}\n'
    )
    assert command("load", "requests", str(keyed)).returncode == 0
    assert unplaced(command) == []


def test_two_forms_at_once_are_refused(command: Command) -> None:
    assert command("unplaced", "--csv", "--json").returncode == 2
