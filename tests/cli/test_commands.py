"""The commands for scripts: what they print, what they change, how they end."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from schema.model import MODEL

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def command(learning_sites: Command) -> Iterator[Command]:
    """The command beside a database that runs in the background."""
    started = learning_sites("database", "start", "--no-train")
    assert started.returncode == 0, started.stderr
    yield learning_sites
    assert learning_sites("database", "stop").returncode == 0


@pytest.fixture(scope="module")
def log(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The request log of another seed: other keys than those of the sample."""
    path = tmp_path_factory.mktemp("logs") / "log.jsonl"
    made = command("generate", "requests", "--seed", "99", "--requests", "60", "--out", str(path))
    assert made.returncode == 0, made.stderr
    return path


def test_reference_data_loads_and_a_second_time_nothing_changes(command: Command) -> None:
    assert command("load", "reference").returncode == 0
    again = command("load", "reference", "--json")
    assert again.returncode == 0
    counts = json.loads(again.stdout)
    assert counts.keys() == {"program-models", "topics", "jurisdictions", "adjacency", "sites", "similarity"}
    assert all(each["created"] == each["updated"] == 0 < each["unchanged"] for each in counts.values())


def test_a_log_loads_once_and_its_removal_takes_all_of_it(command: Command, log: Path) -> None:
    first = command("load", "requests", str(log), "--json")
    assert json.loads(first.stdout)[str(log)] == {"created": 60, "updated": 0, "unchanged": 0}
    assert "nothing changed" in command("load", "requests", str(log)).stderr
    assert "synthetic requests removed" in command("generate", "remove").stdout
    assert command("generate", "remove").stdout.startswith("0 ")


def test_a_broken_row_is_named_with_file_line_field_and_remedy(
    command: Command, log: Path, tmp_path: Path
) -> None:
    rows = log.read_text().splitlines()
    rows[2] = rows[2].replace('"month":"', '"month":"x')
    broken = tmp_path / "broken.jsonl"
    broken.write_text("\n".join(rows) + "\n")
    refused = command("load", "requests", str(broken))
    assert refused.returncode == 1
    assert "broken.jsonl, line 3: field month" in refused.stderr
    assert "YYYY-MM" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_sheet_of_a_workbook_loads(command: Command, log: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in log.read_text().splitlines()[:3]]
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Log")
        for column, name in enumerate({name for row in rows for name in row}):
            cells = [row.get(name) for row in rows]
            text = [";".join(cell) if isinstance(cell, list) else cell for cell in cells]
            sheet.write_column(0, column, [name, *text])
    assert "sheet: none was named" in command("load", "requests", str(path)).stderr
    loaded = command("load", "requests", str(path), "--sheet", "Log", "--json")
    assert json.loads(loaded.stdout)[str(path)]["created"] == 3
    command("generate", "remove")


def test_a_night_loads_what_it_can_and_names_what_it_cannot(
    command: Command, log: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(log.read_text())
    (tmp_path / "b.jsonl").write_text("{broken\n")
    (tmp_path / "notes.txt").write_text("not a log")
    (tmp_path / "~$a.xlsx").write_text("of Excel, while a.xlsx is open")
    night = command("nightly", str(tmp_path))
    assert night.returncode == 1
    assert "b.jsonl, line 1" in night.stderr
    assert "1 of 2 request logs loaded." in night.stderr
    (tmp_path / "b.jsonl").unlink()
    quiet = command("nightly", str(tmp_path))
    assert quiet.returncode == 0
    assert "nothing changed" in quiet.stderr


def test_migrations_are_applied_once(command: Command) -> None:
    assert command("migrate").stdout == "Nothing to apply.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("load", "weather"), "SOURCE"),
        (("load", "requests"), "at least one file"),
        (("load", "reference", "a.csv"), "no file"),
        (("load", "requests", "log.txt"), "log.txt"),
        (("load", "requests", "log.csv", "--encoding", "rot13"), "encoding"),
        (("load", "reference", "--sheet", "A"), "SHEET"),
        (("nightly", "nowhere"), "nowhere"),
        (("database", "start"), "INSTANCE_RUNNING"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(command: Command, arguments: tuple[str, ...], said: str) -> None:
    refused = command(*arguments)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert said in refused.stderr


def test_a_wrong_setting_is_named(learning_sites: Command) -> None:
    refused = learning_sites("database", "status", LEARNING_SITES_HEAP_MB="many")
    assert refused.returncode == 2
    assert "LEARNING_SITES_HEAP_MB" in refused.stderr


def test_the_schema_is_printed(learning_sites: Command) -> None:
    assert learning_sites("schema", "print").stdout == MODEL.sdl
