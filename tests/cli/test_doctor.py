"""`learning-sites doctor` finds what is wrong with an installation, says what to do, and shows no secret."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filled_home import FilledHome
from neo4j import GraphDatabase
from processes import Command
from scripted_bolt import Row, scripted

from graph.embedded import Home, running
from graph.embedded.artifacts import lock
from graph.migrations import migrations
from graph.settings import Settings

pytestmark = pytest.mark.slow


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, list[dict[str, Any]]]:
    """The findings of `--json`, by check."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in json.loads(done.stdout):
        found.setdefault(each["check"], []).append(each)
    return found


@pytest.fixture
def empty(tmp_path: Path) -> dict[str, str]:
    """Variables of an installation that has nothing yet."""
    return {"LEARNING_SITES_HOME": str(tmp_path / "home")}


@pytest.fixture(scope="module")
def filled(filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables of a filled installation of this file's own: its tests damage it."""
    home = filled_home.copy_to(tmp_path_factory.mktemp("doctor") / "home")
    return {"LEARNING_SITES_HOME": str(home)}


@pytest.fixture(scope="module")
def started(learning_sites: Command, filled: dict[str, str]) -> Iterator[Home]:
    """Its home, with the database in the background."""
    assert learning_sites("database", "start", "--no-train", **filled).returncode == 0
    yield Home(Path(filled["LEARNING_SITES_HOME"]))
    assert learning_sites("database", "stop", **filled).returncode == 0


def query(home: Home, *statements: str) -> None:
    instance = running(Settings(home=home.root))
    assert instance is not None
    with GraphDatabase.driver(instance.bolt_uri, auth=("neo4j", home.password())) as driver:
        for each in statements:
            driver.execute_query(each, database_="neo4j")  # type: ignore[arg-type]


def test_a_sound_installation_passes_every_check(
    started: Home, filled: dict[str, str], in_process: Command
) -> None:
    done = in_process("doctor", **filled)
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert all(line.startswith(("ok    ", "warn  ")) for line in lines)
    assert [line[6:].split(":")[0] for line in lines] == [
        *("settings", "http port", "java", "neo4j files", "home", "rights", "disk of the home"),
        *("disk of the cache", "bolt port", "database", "clock", "migrations", "data", "indexes"),
        "similar places",
    ]
    assert started.password() not in done.stdout


def test_an_installation_without_data_says_what_comes_next(
    empty: dict[str, str], in_process: Command
) -> None:
    done = in_process("doctor", "--json", **empty)
    assert done.returncode == 0
    assert findings(done)["database"][0]["remedy"] == "make up"


def test_a_database_that_does_not_run_is_started_only_when_told(
    empty: dict[str, str], in_process: Command, learning_sites: Command
) -> None:
    assert learning_sites("database", "start", "--no-train", **empty).returncode == 0
    assert learning_sites("database", "stop", **empty).returncode == 0
    done = in_process("doctor", "--json", **empty)
    assert findings(done)["database"][0]["remedy"] == "learning-sites doctor --start"
    started = in_process("doctor", "--start", "--json", **empty)
    assert started.returncode == 1
    found = findings(started)
    assert found["database"][0]["state"] == "ok"
    [pending] = found["migrations"]
    assert (pending["state"], pending["remedy"]) == ("fail", "learning-sites migrate")
    assert "0001_keys" in pending["what"]
    assert running(Settings(home=Path(empty["LEARNING_SITES_HOME"]))) is None


SETTINGS: list[tuple[dict[str, str], str, str, str]] = [
    ({"LEARNING_SITES_PORT": "8000"}, "warn", "LEARNING_SITES_PORT", "PORT"),
    ({"LEARNING_SITES_DEADLNE_S": "3"}, "warn", "LEARNING_SITES_DEADLNE_S", "LEARNING_SITES_DEADLINE_S"),
    ({"LEARNING_SITES_ANSWER_PERIOD_S": "3"}, "warn", "deprecated", "LEARNING_SITES_CACHE_MAX_STALENESS_S"),
    ({"LEARNING_SITES_OPEN_WRITING": "true"}, "warn", "whoever reaches the service may write", "API keys"),
    ({"LEARNING_SITES_TRUSTED_ONLY": "true"}, "fail", "refuses every request", "TRUSTED_DOCUMENTS"),
    ({"LEARNING_SITES_TRUSTED_DOCUMENTS": "/no/such"}, "fail", "/no/such is not a file", "existing"),
    ({"LEARNING_SITES_POOL_SIZE": "1"}, "warn", "LEARNING_SITES_POOL_SIZE=1 is below", "MAX_RUNNING"),
    ({"LEARNING_SITES_DEADLINE_S": "2"}, "fail", "LEARNING_SITES_CONNECT_TIMEOUT_S=3", "lower"),
    ({"LEARNING_SITES_SLOW_STATEMENT_S": "10"}, "warn", "no slow statement", "lower"),
    ({"LEARNING_SITES_CHANGE_POLL_S": "100"}, "warn", "LEARNING_SITES_CHANGE_POLL_S", "lower"),
    ({"LEARNING_SITES_HEAP_MB": "9000000"}, "fail", "LEARNING_SITES_HEAP_MB", "lower"),
    ({"NEO4J_PASSWORD": "hidden-secret"}, "warn", "NEO4J_PASSWORD without NEO4J_URI", "unset"),
    ({"NEO4J_URI": "bolt://127.0.0.1:9"}, "fail", "NEO4J_URI without NEO4J_PASSWORD", "password"),
    (
        {"NEO4J_URI": "neo4j://db.example:7687", "NEO4J_PASSWORD": "hidden-secret"},
        "warn",
        "db.example is not encrypted",
        "neo4j+s://",
    ),
    ({"LEARNING_SITES_HOST": "0.0.0.0"}, "fail", "nobody could sign in", "docs/sign-in.md"),
    (
        {"LEARNING_SITES_HOST": "0.0.0.0", "LEARNING_SITES_OPEN_READING": "true"},
        "warn",
        "only requests to 127.0.0.1, localhost",
        "LEARNING_SITES_ALLOWED_HOSTS",
    ),
    ({"LEARNING_SITES_JWT_ISSUER": "https://login.example/"}, "fail", "JWT_AUDIENCE", "docs/sign-in.md"),
    ({"LEARNING_SITES_JWT_ALGORITHMS": "none"}, "fail", "'none' is not one of", "docs/sign-in.md"),
    ({"LEARNING_SITES_ROLE_VALUES": "boss"}, "fail", "'boss' is not VALUE=ROLE", "docs/sign-in.md"),
    ({"LEARNING_SITES_OIDC_ISSUER": "http://login.example"}, "fail", "is not encrypted", "docs/sign-in.md"),
    ({"LEARNING_SITES_OIDC_ISSUER": "https://login.example"}, "fail", "OIDC_CLIENT_ID", "docs/sign-in.md"),
    ({"LEARNING_SITES_API_KEYS": "/etc"}, "fail", "/etc is a folder; name a file", "docs/sign-in.md"),
    ({"LEARNING_SITES_TRUSTED_DOCUMENTS": "/etc/passwd"}, "fail", "not a valid manifest", "manifest"),
    ({"LEARNING_SITES_DEADLINE_S": "inf"}, "fail", "LEARNING_SITES_DEADLINE_S", "docs/settings.md"),
    ({"LEARNING_SITES_TRUSTED_PROXIES": "proxy"}, "fail", "is not an address or network", "docs/settings.md"),
    ({"LEARNING_SITES_DEADLINE_S": "soon"}, "fail", "LEARNING_SITES_DEADLINE_S", "docs/settings.md"),
]


@pytest.mark.parametrize(("variables", "state", "what", "remedy"), SETTINGS)
def test_settings_that_contradict_or_do_nothing_are_named_with_the_remedy(
    variables: dict[str, str],
    state: str,
    what: str,
    remedy: str,
    empty: dict[str, str],
    in_process: Command,
) -> None:
    done = in_process("doctor", "--json", **empty, **variables)
    found = findings(done)["settings"]
    assert [(each["state"], what in each["what"], remedy in each["remedy"]) for each in found].count(
        (state, True, True)
    ) == 1, found
    assert done.returncode == (1 if "fail" in done.stdout else 0)
    assert "hidden-secret" not in done.stdout + done.stderr


def test_a_secret_from_a_file_is_a_setting_and_another_file_is_not(
    empty: dict[str, str], in_process: Command, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("a-secret-of-32-characters-or-more\n")
    files = {"LEARNING_SITES_JWT_SECRET_FILE": str(tmp_path / "secret"), "NEO4J_URI_FILE": "/no/such"}
    found = findings(in_process("doctor", "--json", **empty, **files))["settings"]
    unknown = [each["what"] for each in found if "is not a setting" in each["what"]]
    assert len(unknown) == 1
    assert unknown[0].startswith("NEO4J_URI_FILE ")


def test_ports_of_other_programs_are_named(empty: dict[str, str], in_process: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as http, socket.create_server(("127.0.0.1", 0)) as bolt:
        ports = {"PORT": str(http.getsockname()[1]), "LEARNING_SITES_BOLT_PORT": str(bolt.getsockname()[1])}
        done = in_process("doctor", "--json", **empty, **ports)
    assert done.returncode == 1
    found = findings(done)
    assert ports["PORT"] in found["http port"][0]["what"]
    assert ports["LEARNING_SITES_BOLT_PORT"] in found["bolt port"][0]["what"]
    assert (found["http port"][0]["state"], found["bolt port"][0]["state"]) == ("fail", "fail")


def test_a_password_that_others_may_read_fails(empty: dict[str, str], in_process: Command) -> None:
    home = Home(Path(empty["LEARNING_SITES_HOME"]))
    home.prepare()
    home.password()
    home.password_file.chmod(0o644)
    done = in_process("doctor", "--json", **empty)
    assert done.returncode == 1
    [found] = findings(done)["rights"]
    assert found["remedy"] == f"chmod go= {home.password_file}"
    subprocess.run(found["remedy"].split(), check=True)
    assert findings(in_process("doctor", "--json", **empty))["rights"][0]["state"] == "ok"
    assert home.password() not in done.stdout


def test_a_home_below_a_file_fails(tmp_path: Path, in_process: Command) -> None:
    (tmp_path / "file").touch()
    done = in_process("doctor", "--json", LEARNING_SITES_HOME=str(tmp_path / "file" / "home"))
    assert done.returncode == 1
    assert "LEARNING_SITES_HOME" in findings(done)["home"][0]["remedy"]


def test_a_machine_without_java_fails(
    empty: dict[str, str], in_process: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.checks.machine.bundled", lambda: None)  # as where its wheel does not exist
    done = in_process("doctor", "--json", **empty, JAVA_HOME="/no/such")
    assert done.returncode == 1
    [found] = findings(done)["java"]
    assert "JAVA_HOME" in found["what"] + found["remedy"]


def test_missing_files_are_a_warning_and_a_changed_one_fails(
    empty: dict[str, str], in_process: Command, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    variables = empty | {"LEARNING_SITES_CACHE": str(cache)}
    missing = in_process("doctor", "--json", **variables)
    assert missing.returncode == 0
    [found] = findings(missing)["neo4j files"]
    assert (found["state"], found["what"][:12]) == ("warn", "242 files of")
    one = next(each for each in lock() if each.name == "slf4j-api")
    copied = cache / "neo4j" / one.path
    copied.parent.mkdir(parents=True)
    shutil.copy(Settings().cache / "neo4j" / one.path, copied)
    assert findings(in_process("doctor", "--json", **variables))["neo4j files"][0]["state"] == "warn"
    with copied.open("r+b") as file:  # of the same size: only its checksum tells
        file.seek(100)
        file.write(b"\0")
    changed = in_process("doctor", "--json", **variables)
    assert changed.returncode == 1
    assert copied.name in findings(changed)["neo4j files"][0]["what"]


def test_a_server_that_does_not_answer_fails_and_its_password_is_not_shown(
    tmp_path: Path, in_process: Command, empty: dict[str, str]
) -> None:
    away = {"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "hidden-secret"}
    done = in_process("doctor", "--json", **empty, **away)
    assert done.returncode == 1
    [found] = findings(done)["database"]
    assert (found["state"], found["what"][:11]) == ("fail", "UNAVAILABLE")
    assert "java" not in findings(done), "that machine has its own"
    assert "hidden-secret" not in done.stdout + done.stderr


def test_data_lists_and_migrations_that_are_not_current_are_found(
    started: Home, filled: dict[str, str], in_process: Command
) -> None:
    query(
        started,
        "MATCH (:Jurisdiction {key: 'us-county:39163'})-[s:SIMILAR_TO]->() DELETE s",
        "MATCH (g:Graph {key: 'graph'}) SET g.reference = 'another'",
    )
    found = findings(in_process("doctor", "--json", **filled))
    [data], [lists] = found["data"], found["similar places"]
    assert (data["state"], data["remedy"]) == ("warn", "learning-sites load reference")
    assert (lists["state"], lists["remedy"]) == ("warn", "learning-sites similarity")
    query(started, "MATCH (m:Migration) SET m.checksum = 'edited'")
    edited = in_process("doctor", "--json", **filled)
    assert edited.returncode == 1
    assert "was edited" in findings(edited)["migrations"][0]["what"]


def server(
    text: str,
    *,
    clock_s: float = 0.0,
    version: str = "2026.09.0",
    index: str = "ONLINE",
    present: bool = True,
) -> list[Row]:
    """What a server answers to the statements of the checks."""
    if "dbms.components" in text:
        now = int((time.time() + clock_s) * 1000)
        return [{"version": version, "edition": "enterprise", "clock": now}]
    if "(m:Migration)" in text:
        return [{"name": each.name, "checksum": each.checksum} for each in migrations()]
    if "SHOW INDEXES" in text:
        return [] if index == "ONLINE" else [{"name": "site_text", "state": index}]
    return [{"present": present, "reference": "", "jurisdictions": []}]


@pytest.mark.parametrize(
    ("differs", "check", "state", "what"),
    [
        ({"clock_s": 3600.0}, "clock", "fail", "3600.0 s apart"),
        ({"clock_s": -10.0}, "clock", "warn", "10.0 s apart"),
        ({"version": "5.26.1"}, "database", "warn", "Neo4j 5.26.1 enterprise"),
        ({"index": "FAILED"}, "indexes", "fail", "failed: site_text"),
        ({"present": False}, "data", "fail", "no sites"),
        ({"index": "POPULATING"}, "indexes", "warn", "being built: site_text"),
        ({}, "indexes", "ok", "all are online"),
    ],
)
async def test_a_server_that_is_not_as_it_should_be_is_found(
    differs: dict[str, Any], check: str, state: str, what: str, in_process: Command, empty: dict[str, str]
) -> None:
    async with scripted(lambda *_: None) as (access, member):
        member.rows = lambda text: server(text, **differs)
        here = empty | {"NEO4J_URI": access.uri, "NEO4J_PASSWORD": "hidden-secret"}
        done = await asyncio.to_thread(in_process, "doctor", "--json", **here)
    [found] = findings(done)[check]
    assert (found["state"], what in found["what"]) == (state, True), found
    assert done.returncode == (1 if state == "fail" else 0), done.stdout
