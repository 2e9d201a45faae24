"""`learning-sites export`: what it says, what it leaves, how it ends. No database runs."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from processes import Command

from loaders.export.files import ARGUMENTS


@pytest.fixture(scope="module")
def log(learning_sites: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("logs") / "log.jsonl"
    made = learning_sites("generate", "requests", "--seed", "98", "--requests", "60", "--out", str(path))
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture
def export(learning_sites: Command, tmp_path: Path) -> Command:
    """The command, into a folder of this test."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return learning_sites("export", "--for", "neo4j-admin", "--to", str(tmp_path / "files"), *arguments)

    return run


@pytest.mark.slow
def test_files_come_with_their_arguments_and_how_to_import_them(
    export: Command, log: Path, tmp_path: Path
) -> None:
    done = export(str(log))
    assert done.returncode == 0, done.stderr
    assert "60 rows read: 60 created" in done.stderr
    assert f"neo4j-admin database import full neo4j @{ARGUMENTS}" in done.stderr
    options = (tmp_path / "files" / ARGUMENTS).read_text().split()
    named = {option.rpartition("./")[2] for option in options if "./" in option}
    assert named | {ARGUMENTS} == {path.name for path in (tmp_path / "files").iterdir()}
    with gzip.open(tmp_path / "files" / "nodes-Request.csv.gz", "rt") as file:
        assert len(file.readlines()) == 1 + 60
    again = export(str(log))
    assert again.returncode == 2
    assert "is not empty; empty it, or name a new folder" in again.stderr


def test_bad_rows_are_quarantined_and_scripts_get_counts(
    export: Command, home: Path, log: Path, tmp_path: Path
) -> None:
    rows = log.read_text().splitlines()
    rows[4] = rows[4].replace('"month":"', '"month":"x')
    broken = tmp_path / "broken.jsonl"
    broken.write_text("\n".join(rows) + "\n")
    done = export(str(broken), "--json")
    assert (done.returncode, done.stderr) == (3, "")
    told = json.loads(done.stdout)
    report = told["files"][str(broken)]
    assert told["whole"]
    assert told["nodes"] > told["reference"] // 2 > 59
    assert (report["created"], report["quarantined"]) == (59, 1)
    assert report["problems"] == [{"code": "INVALID", "field": "month", "rows": 1}]
    waiting = Path(report["quarantine"])
    assert waiting.parent == home / "quarantine"
    assert json.loads(waiting.read_text())["_line"] == 5


def test_of_a_log_that_breaks_off_nothing_is_exported(export: Command, log: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.jsonl"
    torn.write_text(log.read_text()[:-40])
    done = export(str(torn), str(log), "--json")
    assert done.returncode == 1
    assert "error [DATA_INVALID]: FILE: not every log was read to its end" in done.stderr
    told = json.loads(done.stdout)
    assert (told["whole"], told["files"][str(torn)]["status"]) == (False, "FAILED")
    assert not any((tmp_path / "files").iterdir())


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_left(export: Command, tmp_path: Path) -> None:
    done = export(str(tmp_path / "absent.csv"))
    assert done.returncode == 2
    assert "absent.csv: cannot be read" in done.stderr
    assert not any((tmp_path / "files").iterdir())
