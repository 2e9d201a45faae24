"""What the commands of the loaders say: in 80 columns, as sentences, and with a way on that they have."""

from __future__ import annotations

from pathlib import Path

import pytest
from processes import Command

HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status\n"
NAME = "a log of an office whose files have names that are longer than any screen is wide 2024-01.csv"


def test_runs_are_readable_in_80_columns_and_their_keys_can_be_copied(
    command: Command, tmp_path: Path
) -> None:
    log = tmp_path / NAME
    log.write_text(HEADER + "\n".join(f"{n},soon,x,city,OH,received" for n in range(300)))
    command("load", "requests", str(log), COLUMNS="80")
    shown = command("runs", "--last", "5", COLUMNS="80").stdout.splitlines()
    assert max(map(len, shown)) <= 80
    keys = [line for line in shown if line.startswith("run:")]
    assert 1 <= len(keys) <= 5
    assert not any(" " in key for key in keys)
    one = command("runs", keys[0], COLUMNS="80").stdout
    assert one.splitlines()[0] == keys[0]
    text = " ".join(one.split())
    assert f"requests, {NAME}: FAILED after " in text
    assert "300 rows read: " in text or "200 rows read: " in text
    assert text.endswith("most_bad in loader.toml.")


BAD: dict[str, tuple[str, ...]] = {
    "an unknown source": ("load", "nothing", "{log}"),
    "no file": ("load", "requests"),
    "a file that is not there": ("load", "requests", "{folder}/none.csv"),
    "an unknown suffix": ("load", "requests", "{folder}/log.xls"),
    "a file of nothing": ("load", "requests", "{folder}/empty.csv"),
    "a column that is missing": ("load", "requests", "{folder}/short.csv"),
    "a sheet of a text": ("load", "requests", "{log}", "--sheet", "a"),
    "an unknown encoding": ("load", "requests", "{log}", "--encoding", "latin9"),
    "a wrong encoding": ("load", "requests", "{folder}/utf16.csv", "--encoding", "cp1252"),
    "a broken archive": ("load", "requests", "{folder}/log.csv.gz"),
    "an unknown run": ("runs", "run:never"),
    "a run and --unlock": ("runs", "run:never", "--unlock"),
    "--yes alone": ("runs", "--yes"),
    "a night over a file": ("nightly", "{log}"),
    "an empty folder": ("nightly", "{folder}/empty"),
    "what is expected": ("nightly", "{folder}/empty", "--expect", "sitess"),
    "an export into a folder with files": ("export", "--for", "neo4j-admin", "--to", "{folder}", "{log}"),
    "an export of nothing": ("export", "--for", "neo4j-admin", "--to", "{folder}/new", "{folder}/none.csv"),
    "a name of nothing": ("resolve",),
    "a wrong format": ("generate", "requests", "--out", "{folder}/x.csv", "--format", "jsonl"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("messages")
    (folder / "log.csv").write_text(HEADER)
    (folder / "log.xls").write_bytes(b"x")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "short.csv").write_text("request_id\n1\n")
    (folder / "utf16.csv").write_bytes(HEADER.encode("utf-16"))
    (folder / "log.csv.gz").write_bytes(b"\x1f\x8b\x08\x00cut")
    (folder / "empty").mkdir()
    return folder


@pytest.mark.parametrize("name", BAD)
def test_a_message_is_a_sentence_that_ends(command: Command, files: Path, name: str) -> None:
    arguments = [each.format(log=files / "log.csv", folder=files) for each in BAD[name]]
    done = command(*arguments)
    assert done.returncode in (1, 2)
    last = done.stderr.rstrip().splitlines()[-1]
    assert last.endswith(".")
    assert not last.endswith("..")


def test_a_night_names_no_option_that_it_has_not(command: Command, files: Path, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / "bad.csv").write_text(HEADER + "\n".join(f"{n},soon,x,city,OH,received" for n in range(300)))
    (folder / "short.csv").write_text("request_id\n1\n")
    said = command("nightly", str(folder)).stderr
    assert "--resume" not in said
    assert said.count("--") == said.count("--most-bad of `load`") == 1
    lines = [line for line in said.splitlines() if line.startswith(("bad.csv", "short.csv"))]
    assert len(lines) == 2
    assert all(line.endswith(".") for line in lines)
