"""What was backed up comes back whole, or nothing changes."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filled_home import FilledHome
from processes import COMMAND, ask, environment, gone, interrupt, javas, run_command, up, warm

from graph.embedded import Home

pytestmark = pytest.mark.slow

QUESTION = """{ recommendSites(input: {
  for: {jurisdictionKey: "us-county:39163"}, models: ["model:co-responder"], topics: ["topic:rural"],
  asOf: "2025-12-31"}, first: 3) {
    edges { node { site { name } tier score factors { name value contribution reason } } } } }"""
HEADS_UP = 44_000
"""Nodes of the filled home, at least."""


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return run_command(environment(home, **more), "database", *arguments)


@pytest.fixture(scope="module")
def source(filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_home.copy_to(tmp_path_factory.mktemp("source") / "home")


@pytest.fixture(scope="module")
def answer(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the service over the source answers to README's question."""
    with up(source, tmp_path_factory.mktemp("before")) as service:
        warm(service.url)
        found = ask(service.url, QUESTION).json()
        assert interrupt(service) == 0
    assert "errors" not in found
    return dict(found)


@pytest.fixture(scope="module")
def made(source: Path, answer: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, taken while nothing runs."""
    folder = tmp_path_factory.mktemp("backups")
    done = run(source, "backup", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    path = Path(facts["file"])
    assert [path] == list(folder.iterdir()), "nothing else is left in the folder"
    assert facts["inventory"]["total"] > HEADS_UP
    assert facts["bytes"] == path.stat().st_size
    assert path.stat().st_mode & 0o077 == 0, "only its owner may read it"
    return path


@pytest.fixture
def changed(made: Path, tmp_path: Path) -> Callable[..., Path]:
    """Copies of the backup with another manifest, or other bytes of the dump."""

    def change(manifest: Callable[[dict[str, Any]], object], *, damage: bool = False) -> Path:
        with tarfile.open(made) as archive:
            archive.extractall(tmp_path / "parts", filter="data")
        text, dump = tmp_path / "parts" / "manifest.json", tmp_path / "parts" / "neo4j.dump"
        facts = json.loads(text.read_text())
        manifest(facts)
        text.write_text(json.dumps(facts))
        if damage:
            with dump.open("r+b") as file:
                file.seek(1_000_000)
                file.write(b"\0" * 64)
        target = tmp_path / "changed.backup"
        with tarfile.open(target, "w") as archive:
            archive.add(text, text.name)
            archive.add(dump, dump.name)
        shutil.rmtree(tmp_path / "parts")
        return target

    return change


def test_a_restored_home_gives_the_same_answers_from_the_same_counts(
    made: Path, answer: dict[str, Any], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    done = run(home, "restore", str(made))
    assert done.returncode == 0, done.stderr
    assert "relationships, as of" in done.stdout
    assert not list(home.glob("data.*")), "there was nothing to keep"
    with up(home, tmp_path) as service:
        warm(service.url)
        assert ask(service.url, QUESTION).json() == answer
        assert "rows read" not in service.log.read_text(), "nothing was loaded again"
        assert interrupt(service) == 0
    again = run(home, "backup", str(tmp_path / "again.backup"), "--json")
    assert again.returncode == 0, again.stderr
    with tarfile.open(made) as archive:
        first = json.loads(archive.extractfile("manifest.json").read())  # type: ignore[union-attr]
    assert json.loads(again.stdout)["inventory"] == first["inventory"]


def test_a_home_with_data_is_replaced_only_when_told_and_its_data_are_kept(
    made: Path, source: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert run(home, "start", "--no-train").returncode == 0
    assert run(home, "stop").returncode == 0
    password = Home(home).password()
    before = _files(home / "data")
    refused = run(home, "restore", str(made))
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert _files(home / "data") == before
    done = run(home, "restore", str(made), "--force", "--json")
    assert done.returncode == 0, done.stderr
    assert _files(Path(json.loads(done.stdout)["replaced"])) == before
    assert Home(home).password() == password
    assert run(home, "start", "--no-train").returncode == 0
    assert run(home, "stop").returncode == 0


def _damaged(path: Path, folder: Path) -> Path:
    short = folder / "short.backup"
    with path.open("rb") as file:
        short.write_bytes(file.read(path.stat().st_size // 2))
    return short


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("cut off", "damaged"),
        ("another byte", "SHA-256"),
        ("newer format", "newer version"),
        ("newer Neo4j", "newer version"),
        ("unknown migration", "0099_future"),
        ("edited migration", "0001_keys"),
        ("other counts", "does not hold what its manifest says"),
        ("no archive", "not a backup"),
        ("another archive", "not a backup"),
    ],
)
def test_a_backup_that_cannot_be_used_changes_nothing(
    made: Path, changed: Callable[..., Path], tmp_path: Path, kind: str, message: str
) -> None:
    match kind:
        case "cut off":
            wrong = _damaged(made, tmp_path)
        case "another byte":
            wrong = changed(lambda _: None, damage=True)
        case "newer format":
            wrong = changed(lambda facts: facts.update(format=2))
        case "newer Neo4j":
            wrong = changed(lambda facts: facts.update(neo4j="2099.01.0"))
        case "unknown migration":
            wrong = changed(lambda facts: facts["inventory"]["migrations"].update({"0099_future": "x"}))
        case "edited migration":
            wrong = changed(lambda facts: facts["inventory"]["migrations"].update({"0001_keys": "x"}))
        case "other counts":
            wrong = changed(lambda facts: facts["inventory"]["nodes"].update({"Site": 14}))
        case "no archive":
            wrong = tmp_path / "text.backup"
            wrong.write_text("not an archive")
        case _:
            wrong = tmp_path / "other.backup"
            with tarfile.open(wrong, "w") as archive:
                archive.add(Path(__file__), "other.py")
    home = tmp_path / "home"
    refused = run(home, "restore", str(wrong))
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("error [BACKUP_INVALID]: ")
    assert message in refused.stderr
    assert Home(home).is_new()
    assert not (home / "restoring").exists()


def test_a_dump_of_an_older_version_gets_the_migrations_of_this_one(
    made: Path, source: Path, tmp_path: Path, filled_home: FilledHome
) -> None:
    home = filled_home.copy_to(tmp_path / "older")
    assert run(home, "start", "--no-train").returncode == 0
    forget = "MATCH (m:Migration) WHERE m.name STARTS WITH '0019' DETACH DELETE m"
    _query(home, forget, "DROP INDEX jurisdiction_text_zips IF EXISTS")
    assert run(home, "backup", str(tmp_path / "older.backup"), "--stop").returncode == 0
    assert run(home, "stop").returncode == 0, "it runs again after the backup"
    done = run(tmp_path / "new", "restore", str(tmp_path / "older.backup"))
    assert done.returncode == 0, done.stderr
    assert "Migrations applied: 0019" in done.stderr


def test_a_running_database_is_not_copied_and_the_message_says_how(
    made: Path, source: Path, tmp_path: Path
) -> None:
    with up(source, tmp_path) as service:
        refused = run(source, "backup", str(tmp_path / "no.backup"))
        assert refused.returncode == 2
        assert service.url in refused.stderr
        assert "stop that program first" in refused.stderr
        restoring = run(source, "restore", str(made), "--force")
        assert restoring.returncode == 2
        assert "INSTANCE_RUNNING" in restoring.stderr
        assert interrupt(service) == 0
    assert run(source, "start", "--no-train").returncode == 0
    refused = run(source, "backup", str(tmp_path / "no.backup"))
    assert refused.returncode == 2
    assert "--stop" in refused.stderr
    assert not (tmp_path / "no.backup").exists()
    port = json.loads(run(source, "status", "--json").stdout)["bolt_port"]
    assert run(source, "backup", str(tmp_path / "yes.backup"), "--stop").returncode == 0
    with subprocess.Popen(
        [COMMAND, "database", "backup", str(tmp_path / "ended.backup"), "--stop"],
        env=environment(source),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert gone(source), "it has stopped the database"
        process.terminate()
    assert process.returncode == 1
    assert not (tmp_path / "ended.backup").exists()
    status = json.loads(run(source, "status", "--json").stdout)
    assert (status["running"], status["bolt_port"]) == (True, port)
    assert run(source, "stop").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("backup", "{home}/empty.backup"), "no database to back up"),
        (("backup", "{made}"), "exists"),
        (("backup", "{home}/no/such/folder"), "does not exist"),
        (("restore", "{home}/missing.backup"), "not a file"),
    ],
)
def test_wrong_use_is_said_with_the_way_out(
    made: Path, source: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    home = tmp_path if message.startswith("no database") else source
    filled = [each.format(home=tmp_path, made=made) for each in arguments]
    refused = run(home, *filled)
    assert refused.returncode == 2, refused.stderr
    assert message in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("backup", "x.backup"), ("restore", "x.backup")])
def test_a_server_of_neo4j_uri_is_backed_up_with_its_own_tools(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    refused = run(tmp_path, *arguments, NEO4J_URI="bolt://127.0.0.1:9", NEO4J_PASSWORD="secret")
    assert refused.returncode == 2
    assert "neo4j-admin database" in refused.stderr


@pytest.mark.parametrize("after_s", [1.0, 6.0, 9.0])
def test_a_restore_that_is_killed_leaves_the_old_data_or_the_new(
    made: Path, tmp_path: Path, after_s: float
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert run(home, "start", "--no-train").returncode == 0
    _query(home, "CREATE (:Old)")
    assert run(home, "stop").returncode == 0
    with subprocess.Popen(
        [COMMAND, "database", "restore", str(made), "--force"],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
    assert gone(home)
    assert gone(home / "restoring")
    begun = time.monotonic()
    while (started := run(home, "start", "--no-train")).returncode == 2 and time.monotonic() - begun < 60:
        time.sleep(0.5)  # neo4j-admin holds the lock until it ends
    assert started.returncode == 0, started.stderr
    old, new = _query(home, "RETURN count { (:Old) }", "RETURN count { (:Jurisdiction) }")
    assert run(home, "stop").returncode == 0
    assert (old, new > 0) in ((1, False), (0, True))
    assert run(home, "restore", str(made), "--force").returncode == 0
    assert not (home / "restoring").exists()


def test_a_backup_that_is_killed_leaves_nothing_once_the_next_is_made(made: Path, tmp_path: Path) -> None:
    home, backups = tmp_path / "home", tmp_path / "backups"
    backups.mkdir()
    assert run(home, "restore", str(made)).returncode == 0
    with subprocess.Popen(
        [COMMAND, "database", "backup", str(backups / "killed.backup")],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        begun = time.monotonic()
        while not [*backups.iterdir()] and time.monotonic() - begun < 120:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    [left] = backups.iterdir()
    assert left.name.startswith(".backup-")
    assert gone(home)
    begun = time.monotonic()
    while (again := run(home, "backup", str(backups / "whole.backup"))).returncode == 2:
        assert time.monotonic() - begun < 60, again.stderr
        time.sleep(0.5)  # neo4j-admin holds the lock until it ends
    assert again.returncode == 0, again.stderr
    assert [each.name for each in backups.iterdir()] == ["whole.backup"]


def test_a_replacement_that_was_cut_between_its_two_steps_is_finished_by_the_next_start(
    made: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    assert run(home, "restore", str(made)).returncode == 0
    (home / "data").rename(home / "data.restored")
    assert run(home, "start", "--no-train").returncode == 0
    [found] = _query(home, "RETURN count { (:Jurisdiction) }")
    assert found > 0
    assert run(home, "stop").returncode == 0
    assert not javas(home)


def _files(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def _query(home: Path, *statements: str) -> list[Any]:
    from neo4j import GraphDatabase

    port = json.loads((home / "instance.json").read_text())["bolt_port"]
    auth = ("neo4j", Home(home).password())
    with GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=auth) as driver:
        found = [driver.execute_query(each, database_="neo4j").records for each in statements]  # type: ignore[arg-type]
    return [records[0][0] if records else None for records in found]
