"""Backup, restore, change of the password and upgrade, by the lines of docs/operations.md."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from operations_page import lines

from deploy.containers import images
from deploy.containers.engine import Engine
from deploy.containers.project import Project
from graph.embedded.ports import choose_port

pytestmark = pytest.mark.slow

Ask = Callable[[str, str | None], httpx.Response]
ROOT = Path(__file__).parents[3]
RELEASED = "738a30b"
"""The commit that the schema of the release 0.1.0 is from; its last migration is 0003."""
CYPHER = (
    'NEO4J_USERNAME=neo4j NEO4J_PASSWORD="$(cut -d/ -f2 /run/secrets/neo4j-auth)" '
    "cypher-shell --format plain '{statement}' | tail -1"
)


def count(project: Project, label: str) -> int:
    """The nodes with a label, by Neo4j's own shell."""
    statement = CYPHER.format(statement=f"MATCH (n:{label}) RETURN count(n)")
    return int(project.execute("neo4j", "sh", "-c", statement).stdout)


def write(project: Project, statement: str) -> None:
    ended = project.execute("neo4j", "sh", "-c", CYPHER.format(statement=statement))
    assert ended.returncode == 0, ended.stderr


def run(project: Project, name: str) -> None:
    for line in lines(name):
        project.shell(line)


def test_the_password_is_changed_by_the_lines_of_the_page(
    project: Project, ask: Ask, secret: dict[str, str]
) -> None:
    before = (project.folder / "secrets" / "neo4j-password").read_text()
    run(project, "password")
    after = (project.folder / "secrets" / "neo4j-password").read_text()
    assert len(after) == len(before)
    assert after != before
    old = project.execute(
        "neo4j", "cypher-shell", "--username", "neo4j", "--password", before.strip(), "RETURN 1"
    )
    assert old.returncode != 0
    assert "authentication failure" in old.stderr
    project.wait_until_healthy("neo4j")
    project.wait_until_healthy("api")
    answer = ask('{ site(key: "site:houston-pd") { key } }', secret["reader"])
    assert answer.json() == {"data": {"site": {"key": "site:houston-pd"}}}
    project.shell("docker compose down")  # and new containers of both agree on it
    project.shell("docker compose up --detach --wait neo4j")
    project.shell("docker compose up --detach --wait")


def test_a_backup_is_restored_by_the_lines_of_the_page(
    project: Project, ask: Ask, secret: dict[str, str]
) -> None:
    before = count(project, "Request")
    assert before >= 510
    run(project, "compose backup")
    assert (project.folder / "neo4j.dump").stat().st_size > 10_000_000
    write(project, "MATCH (r:Request) DETACH DELETE r")
    assert count(project, "Request") == 0
    run(project, "compose restore")
    assert count(project, "Request") == before
    answer = ask("{ requests { totalCount } }", secret["staff"])
    assert answer.json() == {"data": {"requests": {"totalCount": before}}}


@pytest.fixture
def released(engine: Engine, tmp_path: Path) -> str:
    """The image of the last release, built from its own files."""
    archive = subprocess.run(["git", "archive", RELEASED], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        pytest.skip(f"the history of this clone does not reach the last release, {RELEASED}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(tmp_path / "released", filter="data")
    images.build(engine, tmp_path / "released", "learning-sites-graph:released")
    return "learning-sites-graph:released"


@pytest.fixture
def earlier(engine: Engine, image: str, released: str, tmp_path: Path) -> Iterator[Project]:
    """A project whose volume the last release has filled."""
    folder = tmp_path / "earlier"
    folder.mkdir()
    name, port = f"learning-sites-earlier-{os.getpid()}", choose_port(0)
    project = Project(engine, folder, name, PUBLISH=f"127.0.0.1:{port}")
    (folder / "incoming").mkdir()
    (folder / ".env").write_text("LEARNING_SITES_OPEN_READING=false\n")
    try:
        for line in lines("production"):  # a service that nobody could sign in to does not start
            if "secrets" in line or line.endswith("--wait neo4j") or "keys create" in line:
                project.shell(line)
        password = (folder / "secrets" / "neo4j-password").read_text().strip()
        connection = {
            "NEO4J_URI": "neo4j://neo4j:7687",
            "NEO4J_USERNAME": "neo4j",
            "NEO4J_PASSWORD": password,
        }
        variables = [f"--env={name}={value}" for name, value in connection.items()]
        network = f"--network={project.name}_graph"
        engine.run("run", "--rm", network, *variables, released, "learning-sites", "load", "reference")
        yield project
    finally:
        project.down()
        engine.run("image", "rm", released, check=False)


def test_a_volume_of_an_earlier_version_is_upgraded_by_the_lines_of_the_page(
    earlier: Project, request_log: Path
) -> None:
    assert count(earlier, "Migration") == 3
    sites = count(earlier, "Site")
    shutil.copy(request_log, earlier.folder / "incoming")
    build, *rest = lines("compose upgrade")
    assert build == "docker compose build api"  # the fixture `image` did it, with pip of this machine
    for line in rest:
        printed = earlier.shell(line).stdout
    assert "fail" not in printed  # of `doctor`, the last line
    assert count(earlier, "Migration") == len(list((ROOT / "cypher" / "migrations").glob("*.cypher")))
    assert count(earlier, "Site") >= sites
    assert count(earlier, "Request") == 510
