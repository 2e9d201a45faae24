"""`learning-sites export --for research`: what it makes, what it says, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from processes import COMMAND, Command, environment

MAX_BYTES = 15_000_000


@pytest.mark.slow
def test_two_exports_of_everything_are_equal_and_small(learning_sites: Command, tmp_path: Path) -> None:
    """Two processes, so that nothing depends on the order of a set."""
    made = []
    for name in ("one", "two"):
        done = learning_sites("export", "--for", "research", "--to", str(tmp_path / name), "--json")
        assert done.returncode == 0, done.stderr
        made.append(json.loads(done.stdout))
    assert made[0] == made[1]
    files = [content(tmp_path / name) for name in ("one", "two")]
    assert files[0] == files[1]
    assert sum(map(len, files[0].values())) == made[0]["bytes"] < MAX_BYTES
    assert made[0]["rows"]["SIMILAR_TO"] > 600_000
    for name, rows in made[0]["rows"].items():
        assert pq.read_metadata(tmp_path / "one" / "parquet" / f"{name}.parquet").num_rows == rows
    assert made[0]["synthetic"] == made[0]["requests"] == made[0]["rows"]["Request"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--for", "research", "log.csv"),
            "FILES: --for research does not take it; leave it out, or use --for neo4j-admin",
        ),
        (
            ("--for", "research", "--most-bad", "0"),
            "--most-bad: --for research does not take it; leave it out, or use --for neo4j-admin",
        ),
        (
            ("--for", "neo4j-admin", "--without-requests"),
            "--without-requests: --for neo4j-admin does not take it; leave it out, or use --for research",
        ),
        (("--for", "everyone"), "'everyone' is not one of 'neo4j-admin', 'research'"),
    ],
)
def test_an_option_of_the_other_kind_is_refused_and_nothing_is_made(
    in_process: Command, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = in_process("export", *arguments, "--to", str(tmp_path / "export"))
    assert done.returncode == 2
    assert message in " ".join(done.stderr.replace("│", "").split())
    assert not (tmp_path / "export").exists()


def test_a_folder_with_anything_in_it_is_refused_before_a_database_starts(
    in_process: Command, tmp_path: Path
) -> None:
    (tmp_path / "mine").touch()
    done = in_process("export", "--for", "research", "--to", str(tmp_path))
    assert done.returncode == 2
    assert f"--to: {tmp_path} is not empty; empty it, or name a new folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_missing_package_is_named_with_its_remedy(
    in_process: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = in_process("export", "--for", "research", "--to", str(tmp_path / "export"))
    assert done.returncode == 1
    assert "error [EXTRA_MISSING]: --for research needs pyarrow; install with" in done.stderr
    assert "or the extra `research`" in done.stderr
    assert not (tmp_path / "export").exists()


@pytest.mark.slow
def test_an_empty_graph_has_nothing_to_export(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "export", "--for", "research", "--to", str(tmp_path / "export")],
        env=environment(tmp_path / "home"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "error [NOTHING_TO_EXPORT]: The graph holds no data; load them with" in done.stderr
    assert not any((tmp_path / "export").iterdir())


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of each file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
