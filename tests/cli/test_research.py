"""`learning-sites research`: a copy that nobody can change, with a link and a password of its own."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from click.testing import Result
from filled_home import FilledHome
from neo4j import GraphDatabase, Query
from neo4j.exceptions import AuthError, Neo4jError
from processes import COMMAND, ask, environment, gone, interrupt, run_command, run_here, started, up

from graph.embedded import Artifacts, Home, admin, running
from graph.embedded.server import home_lock
from graph.settings import Settings

pytestmark = pytest.mark.slow

LINK = re.compile(r"(http://127\.0\.0\.1:\d+/explore\?token=\S+)")
PLANTED = "request:planted-zebra-9f3c1e7ab2d84c55-planted"
"""A key that occurs nowhere else, and is too long to be stored inside a record of its node."""
FILL = f"""CYPHER 25
CREATE (:Graph {{key: 'graph', dataVersion: 7, changedAt: datetime(), nightExitCode: 0, reference: 'ours'}})
CREATE (j:Jurisdiction:Requester {{key: 'us-county:39163', name: 'Vinton County', zips: [],
  firstAnswered: 24290, location: point({{longitude: -82.5, latitude: 39.25}})}})
CREATE (k:Jurisdiction {{key: 'us-county:39105', name: 'Meigs County', population: 22000, density: 51.5}})
CREATE (j)-[:SIMILAR_TO {{rank: 1, score: 0.9375}}]->(k)
CREATE (s:Site {{key: 'site:one', name: 'One'}})-[:SERVES]->(k)
CREATE (s)-[:CITED_IN {{citedFor: ['status']}}]->(:Source {{key: 'source:one', url: 'https://example.org/'}})
CREATE (s)-[:LOAD]->(:SiteMonth {{key: 'site:one@2024-01', matched: 1, note: '{PLANTED}'}})
CREATE (q:Request {{key: '{PLANTED}', state: 'OH', fingerprint: '{PLANTED}-hash', loadRun: '{PLANTED}-run'}})
CREATE (q)-[:FROM {{request: '{PLANTED}'}}]->(j)
CREATE (q)-[:ANSWERED_BY {{request: '{PLANTED}'}}]->(s)
CREATE (:LoadRun {{key: '{PLANTED}-run', file: '{PLANTED}.csv'}})
CREATE (:Tombstone {{key: '{PLANTED}-deleted'}})"""
SCHEMA = (
    "CYPHER 25 CREATE CONSTRAINT site_key FOR (s:Site) REQUIRE s.key IS UNIQUE",
    "CYPHER 25 CREATE CONSTRAINT request_key FOR (q:Request) REQUIRE q.key IS UNIQUE",
    "CYPHER 25 CREATE INDEX from_request FOR ()-[r:FROM]-() ON (r.request)",
    "CYPHER 25 CREATE FULLTEXT INDEX request_text FOR (q:Request) ON EACH [q.key]",
    "CYPHER 25 CREATE INDEX jurisdiction_name FOR (j:Jurisdiction) ON (j.name)",
)


class Copy(NamedTuple):
    """A running copy: its process, the link that it printed, and where its Neo4j answers."""

    process: subprocess.Popen[str]
    link: str
    home: Path
    uri: str

    @property
    def url(self) -> str:
        return self.link.partition("/explore")[0]


def ports(home: Path, **more: str) -> dict[str, str]:
    return environment(home, **more) | {"COLUMNS": "200"}


def command(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return run_command(ports(home, **more), *arguments)


def quick(home: Path, *arguments: str, **more: str) -> Result:
    """One command in this process, for it starts no Neo4j."""
    return run_here(ports(home, **more), *arguments)


@contextmanager
def served(home: Path, folder: Path, *arguments: str) -> Iterator[Copy]:
    """`learning-sites research` until the end of the block, and then Ctrl-C."""
    with started(["research", *arguments], ports(home), folder, LINK) as command:
        copy = home / "research"
        instance = running(Settings(home=copy))
        assert instance is not None
        yield Copy(command.process, command.url, copy, instance.bolt_uri)
        command.process.send_signal(signal.SIGINT)
        assert command.process.wait(60) == 0
        assert gone(copy)


def run(home: Path, *statements: str, uri: str | None = None) -> list[Any]:
    """The first value of each statement, from the database of a home."""
    if uri is None:
        instance = running(Settings(home=home))
        assert instance is not None
        uri = instance.bolt_uri
    with (
        GraphDatabase.driver(uri, auth=("neo4j", Home(home).password())) as driver,
        driver.session(database="neo4j") as session,
    ):
        found = [session.run(Query(each)).single() for each in statements]  # type: ignore[arg-type]
    return [record and record[0] for record in found]


def holds(folder: Path, text: str) -> list[str]:
    """The files below a folder that have the bytes of a text, also as UTF-16."""
    looked_for = (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in looked_for)
    ]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a small graph, whose database runs in the background."""
    home = tmp_path_factory.mktemp("live")
    subprocess.run([COMMAND, "database", "start", "--no-train"], env=ports(home), check=True)
    run(home, *SCHEMA, FILL)
    yield home
    subprocess.run([COMMAND, "database", "stop"], env=ports(home), check=True)


@pytest.fixture(scope="module")
def copy(live: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    with served(live, tmp_path_factory.mktemp("copy")) as made:
        yield made


def test_the_copy_has_a_password_of_its_own(live: Path, copy: Copy) -> None:
    instance = running(Settings(home=live))
    assert instance is not None
    passwords = [Home(live).password(), Home(copy.home).password()]
    for uri, other in ((instance.bolt_uri, passwords[1]), (copy.uri, passwords[0])):
        with GraphDatabase.driver(uri, auth=("neo4j", other)) as driver, pytest.raises(AuthError):
            driver.verify_connectivity()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (:Note)",
        "MERGE (s:Site {key: 'site:one'})",
        "MATCH (s:Site) SET s.name = 'Two'",
        "MATCH (s:Site) REMOVE s.name",
        "MATCH (s:Site) DETACH DELETE s",
        "MATCH (a:Site), (b:Source) CREATE (a)-[:CITED_IN]->(b)",
        "CREATE INDEX site_name FOR (s:Site) ON (s.name)",
        "DROP CONSTRAINT request_key",
        "LOAD CSV FROM 'file:///etc/hostname' AS row CREATE (:Note)",
    ],
)
def test_nobody_changes_the_copy(copy: Copy, statement: str) -> None:
    with pytest.raises(Neo4jError) as refused:
        run(copy.home, f"CYPHER 25 {statement}", uri=copy.uri)
    assert refused.value.gql_status == "42N18" or statement.startswith("LOAD CSV")
    assert run(copy.home, "MATCH (s:Site) RETURN s.name", "MATCH (n:Note) RETURN count(n)") == ["One", 0]


def test_no_statement_takes_all_time_or_memory(copy: Copy) -> None:
    assert run(copy.home, "SHOW SETTINGS 'db.transaction.timeout' YIELD value") == ["2m"]
    with pytest.raises(Neo4jError) as refused:
        run(copy.home, "UNWIND range(1, 100000000) AS x WITH collect(x) AS xs RETURN size(xs)")
    assert refused.value.code == "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
    assert run(copy.home, "RETURN 1") == [1]


def test_link_page_front_page_and_guide_name_data_version_and_time(copy: Copy) -> None:
    facts = json.loads((copy.home / "data" / "copy.json").read_text())
    made = facts["copied_at"][:16].replace("T", " ")
    said = f"read-only copy of {made} UTC, data version 7, with single requests: for staff only."
    page = httpx.get(copy.link)
    front = httpx.get(copy.url, headers={"accept": "text/html"})
    for each in (page, front, httpx.get(f"{copy.url}/research/guide.html")):
        assert each.status_code == 200
        assert said in each.text
    assert httpx.get(copy.link).status_code == 403, "a link signs in once"


def test_the_link_opens_the_copy_alone(live: Path, copy: Copy) -> None:
    assert httpx.get(copy.url).json()["bolt_direct"] == copy.uri
    again = quick(live, "research")
    assert (again.exit_code, "Runs already" in again.stderr) == (0, True)
    page = httpx.get(again.stdout.strip())
    assert json.dumps(Home(copy.home).password()) in page.text
    assert copy.uri in page.text
    assert Home(live).password() not in page.text
    assert "set-cookie" not in page.headers, "a cookie of 127.0.0.1 would sign in to the service of the graph"
    policy = httpx.get(f"{copy.url}/browser/").headers["content-security-policy"]
    assert f"ws://{copy.uri.removeprefix('bolt://')}" in policy


def test_the_command_browser_leads_to_the_copy_while_it_runs(live: Path, copy: Copy) -> None:
    found = quick(live, "browser")
    assert found.stdout.startswith(f"{copy.url}/explore?token=")
    assert "Opens the read-only copy of" in found.stderr


def test_a_copy_with_requests_is_never_handed_out_as_one_without(live: Path, copy: Copy) -> None:
    refused = quick(live, "research", "--without-requests")
    assert refused.exit_code == 2
    assert "--refresh --without-requests" in refused.stderr
    assert not refused.stdout


def test_the_home_is_not_reset_under_a_copy_that_runs(tmp_path: Path, live: Path, copy: Copy) -> None:
    refused = quick(live, "database", "reset", "--yes")
    assert refused.exit_code == 2
    assert "INSTANCE_RUNNING" in refused.stderr


def test_its_files_are_for_their_owner_alone(copy: Copy) -> None:
    for name in ("data", "logs", "conf", "password", "data/copy.json"):
        assert (copy.home / name).stat().st_mode & 0o077 == 0, name


@pytest.mark.parametrize(
    ("arguments", "more", "message"),
    [
        ((), {}, "LEARNING_SITES_HOME: .* has no database to copy; run `make up` first"),
        (("--refresh",), {}, "has no database to copy"),
        (("--dump", "x.dump"), {}, "has no database to copy"),
        (("--refresh", "--dump", "x.dump"), {}, "--refresh, --dump: give one of them"),
        (
            (),
            {"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "secret"},
            "NEO4J_URI is set.*docs/researchers.md",
        ),
    ],
)
def test_wrong_use_is_said_with_the_way_out(
    tmp_path: Path, arguments: tuple[str, ...], more: dict[str, str], message: str
) -> None:
    refused = quick(tmp_path, "research", *arguments, **more)
    assert refused.exit_code == 2, refused.stderr
    assert re.search(message, refused.stderr)
    assert refused.stderr.count("\n") == 1


def test_a_refresh_replaces_the_copy_only_by_one_that_answers(live: Path, copy: Copy) -> None:
    uri, data = copy.uri, copy.home / "data"
    before = json.loads((data / "copy.json").read_text())
    password = Home(copy.home).password()
    run(live, "CREATE (:Topic {key: 'topic:new'}) RETURN 1", "MATCH (g:Graph) SET g.dataVersion = 8 RETURN 1")

    killed = copy.home / "rebuilding" / "data"
    killed.mkdir(parents=True)
    failed = command(live, "research", "--refresh", LEARNING_SITES_START_TIMEOUT_S="0.2")
    assert failed.returncode == 1
    assert failed.stderr.startswith("error [START_FAILED]")
    log = Path(re.findall(r"More: (\S+)\.$", failed.stderr.strip())[0])
    assert log.exists(), "the message names a file that is there"
    assert json.loads((data / "copy.json").read_text()) == before
    assert not (copy.home / "copying" / "data").exists()
    assert not killed.exists(), "what a killed one has left goes, too"
    assert run(copy.home, "MATCH (t:Topic) RETURN count(t)", uri=uri) == [0]

    done = command(live, "research", "--refresh", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert (facts["running"], facts["data_version"], facts["inventory"]["nodes"]["Topic"]) == (True, 8, 1)
    assert run(copy.home, "MATCH (t:Topic) RETURN count(t)", uri=uri) == [1], "at the same port"
    assert Home(copy.home).password() == password
    assert "data version 8" in httpx.get(f"{copy.url}/research/guide.html").text
    assert not [*copy.home.glob("data.*")], "the old copy is gone"
    assert not (copy.home / "copying").exists()
    with pytest.raises(Neo4jError) as refused:
        run(copy.home, "CREATE (:Note)", uri=uri)
    assert refused.value.gql_status == "42N18"


def test_a_dump_of_the_copy_loads_into_another_home(live: Path, copy: Copy, tmp_path: Path) -> None:
    before = json.loads((copy.home / "data" / "copy.json").read_text())
    done = command(live, "research", "--dump", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    dump = Path(facts["file"])
    assert dump == tmp_path / "neo4j.dump"
    assert dump.stat().st_size == facts["bytes"]
    assert dump.stat().st_mode & 0o077 == 0
    assert [*tmp_path.iterdir()] == [dump]
    assert json.loads((copy.home / "data" / "copy.json").read_text()) == before, "the copy that runs stays"
    refused = quick(live, "research", "--dump", str(dump))
    assert (refused.exit_code, "exists" in refused.stderr) == (2, True)

    home = Home(tmp_path / "home")
    home.prepare()
    artifacts = Artifacts(Settings().cache)
    with home_lock(home) as lock:
        admin.load(home, artifacts, tmp_path, lock, lambda _: None)
    assert command(home.root, "database", "start", "--no-train").returncode == 0
    found = run(home.root, "MATCH (n) RETURN count(n)", "MATCH (q:Request) RETURN q.key")
    assert command(home.root, "database", "stop").returncode == 0
    assert found == [facts["inventory"]["total"], PLANTED]


def test_a_copy_without_requests_has_no_trace_of_one_in_any_file(
    live: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert holds(live / "data", PLANTED), "the control: the scan finds it where it is"
    home = tmp_path / "home"
    shutil.copytree(live, home, ignore=shutil.ignore_patterns("research", "instance.json", "lock"))
    with served(home, tmp_path, "--without-requests") as copy:
        kept = run(
            copy.home,
            "MATCH (n) RETURN count(n)",
            "MATCH (n:Request|Requester|SiteMonth|LoadRun|Tombstone|Lease) RETURN count(n)",
            "MATCH ()-[r:FROM|ANSWERED_BY|ABOUT|CONCERNS|LOAD]->() RETURN count(r)",
            "MATCH (j:Jurisdiction {key: 'us-county:39163'}) RETURN properties(j)",
            "MATCH (g:Graph) RETURN keys(g)",
            "MATCH (:Jurisdiction)-[r:SIMILAR_TO]->(k) RETURN r {.*, to: k.key}",
            "SHOW CONSTRAINTS YIELD name RETURN collect(name)",
            "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN collect(name)",
        )
        of_the_graph = "MATCH (n:Graph|Jurisdiction|Site|Source|Topic) RETURN count(n)"
        assert kept[:3] == [*run(live, of_the_graph), 0, 0]
        point = kept[3].pop("location")
        assert (point.longitude, point.latitude) == (-82.5, 39.25)
        assert kept[3] == {"key": "us-county:39163", "name": "Vinton County", "zips": []}
        assert sorted(kept[4]) == ["changedAt", "dataVersion", "key", "reference"]
        assert kept[5] == {"rank": 1, "score": 0.9375, "to": "us-county:39105"}
        assert {"site_key", "request_key"} <= {*kept[6]}
        assert {"from_request", "request_text", "jurisdiction_name"} <= {*kept[7]}
        assert "without requests" in httpx.get(copy.link).text
        with pytest.raises(Neo4jError):
            run(copy.home, "CREATE (:Note)")
        again = command(home, "research", "--refresh", "--json")
        assert again.returncode == 0, again.stderr
        assert json.loads(again.stdout)["with_requests"] is False, "a refresh never adds them"
        assert holds(copy.home, PLANTED) == []
    assert holds(copy.home, PLANTED) == []
    assert not [*copy.home.glob("data.*")]


def test_up_leads_to_the_copy_that_runs_and_answers_while_it_is_replaced(
    filled_home: FilledHome, tmp_path: Path
) -> None:
    home = filled_home.copy_to(tmp_path / "home")
    with served(home, tmp_path) as copy, up(home, tmp_path) as service:
        until = time.monotonic() + 60
        while (link := LINK.search(service.log.read_text())) is None:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert link[0].startswith(f"{copy.url}/explore")
        assert re.search(rf"{re.escape(link[0])} \(the read-only copy of .* UTC", service.log.read_text())
        assert httpx.get(link[0]).status_code == 200
        with subprocess.Popen(
            [COMMAND, "research", "--refresh"], env=ports(home), stdout=subprocess.PIPE, text=True
        ) as refresh:
            answers = []
            while refresh.poll() is None:
                answers.append(ask(service.url, '{ site(key: "site:houston-pd") { name } }').json())
                time.sleep(0.2)
        assert refresh.returncode == 0
        assert answers
        assert all("errors" not in each for each in answers)
        live, made = (
            run(each, "MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)")
            for each in (home, copy.home)
        )
        assert live == made
        assert interrupt(service) == 0
