"""What `make containers` needs is found or named in one line; the substitute for Neo4j reads its settings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.containers import ROOT, images, podman
from deploy.containers.engine import NoEngine, find_engine
from graph.embedded.artifacts import read_lock
from graph.settings import Settings

ENTRY = ROOT / "deploy" / "containers" / "neo4j" / "bin" / "entrypoint"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_without_an_engine_one_line_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoEngine, match=r"^no container engine: .*podman, runc, .* not installed$"):
        find_engine(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_said_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "apt-get").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    line = podman.install(["podman", "runc"])
    assert line == (
        "missing: podman, runc. As root: apt-get install --yes --no-install-recommends podman runc"
    )
    (tmp_path / "apt-get").unlink()
    assert podman.install(["podman"]) == "missing: podman. Install Docker, or these packages."


def test_an_engine_that_is_here_runs_a_container_as_closed_as_ours() -> None:
    """The one test of a real engine that takes seconds; the others are `make containers`."""
    try:
        engine = find_engine(Settings().cache / "containers")
    except NoEngine as error:
        pytest.skip(str(error))
    if engine.run("image", "inspect", images.ours(), check=False).returncode:
        pytest.skip("our image is not built here; `make containers` builds it")
    closed = ("--rm", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--network=none")
    tried = engine.run("run", *closed, images.ours(), "touch", "/tried", check=False)
    assert tried.returncode == 1
    assert "Read-only file system" in tried.stderr


def test_the_substitute_writes_the_variables_of_compose_into_neo4j_conf(tmp_path: Path) -> None:
    """Its rule is that of the official image: "__" is an underscore, "_" a dot."""
    (tmp_path / "conf").mkdir()
    conf = tmp_path / "conf" / "neo4j.conf"
    conf.write_text("server.http.enabled=true\nserver.jvm.additional=-Xkept\n")
    secret = tmp_path / "auth"
    secret.write_text("neo4j/a-password-of-the-test\n")
    given = COMPOSE["services"]["neo4j"]["environment"] | {"NEO4J_AUTH_FILE": str(secret)}
    environment = {"PATH": os.environ["PATH"], "NEO4J_HOME": str(tmp_path), **given}
    for _ in range(2):  # a second start changes nothing
        ended = subprocess.run([ENTRY, "env"], env=environment, capture_output=True, text=True, check=True)
    written = [line.partition("=") for line in conf.read_text().splitlines() if line]
    assert len(written) == len({name for name, *_ in written})
    values = {name: value for name, _, value in written}
    settings = {name.removeprefix("NEO4J_"): value for name, value in given.items() if name[6:7].islower()}
    expected = {
        name.replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in settings.items()
    }
    assert len(expected) >= 12
    kept = {"server.jvm.additional": "-Xkept", "server.default_listen_address": "0.0.0.0"}
    assert values == expected | kept
    assert "NEO4J_AUTH=neo4j/a-password-of-the-test" in ended.stdout.splitlines()


def test_the_substitute_does_not_start_without_its_secret(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "NEO4J_HOME": str(tmp_path), "NEO4J_AUTH_FILE": "/absent"}
    ended = subprocess.run([ENTRY, "neo4j"], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "'/absent' of NEO4J_AUTH_FILE" in ended.stderr


def test_the_lock_of_cypher_shell_has_a_checksum_for_each_file() -> None:
    files = read_lock(ROOT / "deploy" / "containers" / "cypher-shell.lock.toml")
    assert "cypher-shell" in {each.name for each in files}
    assert all(len(each.sha256) == 64 for each in files)


def test_with_podman_only_what_it_cannot_do_is_replaced() -> None:
    text = podman.override().replace("!override", "").replace("!reset", "")
    replaced = yaml.safe_load(text)["services"]
    assert {key for service in replaced.values() for key in service} == {"logging", "healthcheck", "ulimits"}
    assert replaced["neo4j"]["healthcheck"].keys() == {"start_interval"}
    assert replaced["neo4j"]["ulimits"]["nofile"] <= COMPOSE["services"]["neo4j"]["ulimits"]["nofile"]
    assert replaced.keys() <= COMPOSE["services"].keys()
