"""Makes the AOT cache, in a process with the lowest priority: `python -m graph.embedded.training`.

It runs typical queries on a Neo4j with a temporary home, and lets Java write the cache. It ends when its
standard input closes (unless `--detached`), and after LIMIT_S in any case; unfinished files are removed.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from time import sleep

from neo4j import GraphDatabase

from graph.embedded.aot import cache_file
from graph.embedded.artifacts import Artifacts
from graph.embedded.command import neo4j_command, neo4j_environment
from graph.embedded.configuration import neo4j_conf
from graph.embedded.disk import MB, make_folder, require_space, take_lock, write_atomically
from graph.embedded.home import Home
from graph.embedded.java import Java, find_java
from graph.embedded.ports import choose_port
from graph.embedded.process import Process
from graph.embedded.readiness import USERNAME, wait_until_ready
from graph.errors import StartFailed
from graph.settings import Settings

DELAY_S = 10.0
"""Pause after the start of the owner, seconds."""
LIMIT_S = 300.0
STEP_S = 120.0
"""How long Java may take to write the record, or the cache from it."""
NEEDED = 600 * MB
QUERIES = (
    "CYPHER 25 CREATE CONSTRAINT site_key IF NOT EXISTS FOR (s:Site) REQUIRE s.key IS UNIQUE",
    "CYPHER 25 CREATE FULLTEXT INDEX site_text IF NOT EXISTS FOR (s:Site) ON EACH [s.name]",
    "CYPHER 25 CALL db.awaitIndexes(60)",
    "CYPHER 25 UNWIND range(1, 200) AS i MERGE (s:Site {key: 'site:' + i}) "
    "SET s.name = 'Site ' + i, s.population = i * 1000 MERGE (m:ProgramModel {key: 'model:' + i % 7}) "
    "MERGE (s)-[r:OPERATES]->(m) SET r.since = date('2020-01-01')",
    "CYPHER 25 MATCH (s:Site) WHERE s.population >= 5000 AND s.key > 'site:1' "
    "RETURN s {.key, .name, models: COLLECT { MATCH (s)-[:OPERATES]->(m) RETURN m {.key} }} "
    "ORDER BY s.key LIMIT 20",
    "CYPHER 25 MATCH (s:Site {key: 'site:7'})-[:OPERATES]->(m)<-[:OPERATES]-(o) "
    "RETURN o.key, count(*) AS shared ORDER BY shared DESC LIMIT 5",
    "CYPHER 25 MATCH (s:Site) WHERE EXISTS { (s)-[:OPERATES]->(:ProgramModel {key: 'model:3'}) } "
    "RETURN count(s), avg(s.population), max(s.population)",
    "CYPHER 25 CALL db.index.fulltext.queryNodes('site_text', 'site') YIELD node, score "
    "RETURN node.key, score LIMIT 5",
    "CYPHER 25 MATCH (s:Site) CALL (s) { MATCH (s)-[r]->(m) RETURN collect(m.key) AS keys } "
    "RETURN s.key, keys SKIP 10 LIMIT 10",
    "CYPHER 25 MATCH (s:Site {key: 'site:200'}) DETACH DELETE s",
)
"""Typical queries. Planning our own statements too took three times the CPU and made neither the next start
nor the first query faster (measured three times each, alternating)."""


def main(arguments: list[str]) -> int:
    """The exit code: 0 when the cache exists in the end."""
    cache, java_path, heap_mb = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    os.nice(19)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(1))
    signal.alarm(int(LIMIT_S))
    if "--detached" in arguments:
        sleep(DELAY_S)
    elif select.select([0], [], [], DELAY_S)[0]:
        return 1
    else:
        threading.Thread(target=_end_with_owner, daemon=True).start()
    return make(cache, find_java(java_path, {}), heap_mb)


def make(cache: Path, java: Java, heap_mb: int) -> int:
    """Makes the cache unless it exists or another process makes it; 0 when it exists in the end."""
    artifacts = Artifacts(cache)
    target = cache_file(cache, java, artifacts)
    make_folder(target.parent, "cache")
    with ExitStack() as stack:
        lock = take_lock(target.parent / "lock")
        if lock is None:
            return 1
        stack.callback(os.close, lock)
        work = target.parent / "training"
        shutil.rmtree(work, ignore_errors=True)  # left by a training that was killed
        if target.exists():
            return 0
        require_space(target.parent, NEEDED, "cache", "making the AOT cache")
        stack.callback(shutil.rmtree, work, ignore_errors=True)
        made = _Maker(work, java, artifacts, heap_mb, lock).make()
        for old in target.parent.glob("*.aot"):  # of another Java, other flags or files
            old.unlink()
        made.replace(target)
    return 0


class _Maker:
    """Java's two steps: record a run of Neo4j, then write the cache from the record."""

    def __init__(self, work: Path, java: Java, artifacts: Artifacts, heap_mb: int, lock: int) -> None:
        self._home = Home(work)
        self._java = java
        self._artifacts = artifacts
        self._settings = Settings(home=work, heap_mb=heap_mb)
        self._lock = lock

    def make(self) -> Path:
        """Returns the cache, still in the work folder."""
        self._home.prepare()
        record, made = self._home.root / "record", self._home.root / "made.aot"
        port = choose_port(0)
        write_atomically(self._home.conf / "neo4j.conf", neo4j_conf(self._settings, port, None))
        process = self._run("-XX:AOTMode=record", f"-XX:AOTConfiguration={record}")
        try:
            wait_until_ready(process, self._home, port, new=True, log_from=0, timeout_s=LIMIT_S)
            self._run_queries(port)
            process.terminate(STEP_S)  # writes the record
        finally:
            process.stop()
        process = self._run("-XX:AOTMode=create", f"-XX:AOTConfiguration={record}", f"-XX:AOTCache={made}")
        try:
            status = process.wait(STEP_S)
        finally:
            process.stop()
        if status != 0 or not made.is_file():
            raise StartFailed(f"Java wrote no AOT cache (status {status}).")
        return made

    def _run_queries(self, port: int) -> None:
        auth = (USERNAME, self._home.password())
        with GraphDatabase.driver(
            f"bolt://127.0.0.1:{port}", auth=auth, notifications_min_severity="OFF"
        ) as driver:
            for query in QUERIES * 3:
                driver.execute_query(query, database_="neo4j")

    def _run(self, *extra: str) -> Process:
        return Process(
            self._home,
            neo4j_command(
                self._java, self._home, self._artifacts.class_path(), self._settings.heap_mb, extra
            ),
            folder=self._artifacts.folder,
            environment=neo4j_environment(self._java),
            facts={"purpose": "AOT training"},
            lock=self._lock,
            grace_s=0.0,  # nothing here is worth a graceful stop
        )


def _end_with_owner() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
