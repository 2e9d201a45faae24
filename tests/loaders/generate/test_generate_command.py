"""`learning-sites generate requests`, through its door."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.generate import app


def test_json_summary_says_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl.gz"
    ran = CliRunner().invoke(
        app, ["requests", "--requests", "60", "--states", "20", "--out", str(path), "--json"]
    )
    assert ran.exit_code == 0
    summary = json.loads(ran.stdout)
    assert summary["file"] == str(path)
    assert (summary["rows"], summary["states"]) == (60, 20)
    assert 20 <= summary["requesters"] <= 60
    assert summary["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert ran.stderr == ""


def test_format_names_the_file_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(app, ["requests", "--format", "jsonl"])
    assert ran.exit_code == 0
    assert ran.stdout.startswith("requests.jsonl: 510 synthetic requests of 3")
    assert (tmp_path / "requests.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--states", "52"], "states: 52 is outside 1 to 51"),
        (["--from", "2030-01"], "from: 2030-01 is after until 2025-12"),
        (["--format", "csv", "--out", "log.jsonl"], "--out: log.jsonl does not end in .csv"),
        (["--out", "log.xls"], "log.xls: unknown suffix for a request log; use .csv"),
        (["--out", "absent/log.csv"], "absent/log.csv: cannot be made"),
        (["--seed", "x"], "--seed"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(app, ["requests", *arguments])
    assert ran.exit_code == 2
    assert said in ran.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_finished_ends_with_1_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "log.csv").mkdir()
    ran = CliRunner().invoke(app, ["requests", "--out", str(tmp_path / "log.csv")])
    assert ran.exit_code == 1
    assert "log.csv was not written: Is a directory" in ran.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["log.csv"]
