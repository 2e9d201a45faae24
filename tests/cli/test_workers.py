"""`serve --workers N`: one service of several processes, which heals itself and ends as a whole."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from processes import COMMAND, STOP_S, Up, environment, serve

from graph.access import Access
from graph.settings import Settings
from graph.viewer import Role
from sign_in.api_keys import ApiKeys

pytestmark = pytest.mark.slow

COUNT = 3
QUERY = {"query": 'query WhoShouldWeAsk { site(key: "site:houston-pd") { name } }'}


def workers(running: Up) -> set[int]:
    """The process ids of its workers."""
    found = set()
    for each in psutil.Process(running.process.pid).children():
        with suppress(psutil.Error):  # it is about to end
            if "spawn_main" in " ".join(each.cmdline()):
                found.add(each.pid)
    return found


def ask(running: Up, **more: Any) -> httpx.Response:
    """One request over a connection of its own, which any worker may accept."""
    return httpx.post(f"{running.url}/graphql", json=QUERY, timeout=60, **more)


def until(condition: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def service(access: Access, home: Path) -> Iterator[Up]:
    with serve(access, home, "--workers", str(COUNT)) as running:
        until(lambda: len(started(running)) == COUNT)
        yield running


def started(running: Up) -> set[str]:
    """The workers that share metrics: those that have begun to serve."""
    text = httpx.get(f"{running.url}/metrics", timeout=60).text
    return set(re.findall(r'process_resident_memory_bytes\{pid="(\d+)"\}', text))


def test_metrics_are_those_of_all_workers_together(service: Up) -> None:
    def answered() -> float:
        text = httpx.get(f"{service.url}/metrics", timeout=60).text
        found = re.search(r'operation_seconds_count\{operation="WhoShouldWeAsk"\} (\S+)', text)
        return float(found[1]) if found else 0

    before = answered()
    with ThreadPoolExecutor(8) as pool:
        assert {each.status_code for each in pool.map(lambda _: ask(service), range(40))} == {200}
    assert {answered() - before for _ in range(10)} == {40}
    assert {int(pid) for pid in started(service)} == workers(service)


def test_a_worker_that_is_killed_is_started_again_and_the_service_goes_on(service: Up) -> None:
    before = workers(service)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    until(lambda: victim not in workers(service) and len(workers(service)) == COUNT)
    assert len(workers(service) - before) == 1
    assert all(ask(service).status_code == 200 for _ in range(20))
    lines = [json.loads(line) for line in service.log.read_text().splitlines()]
    assert any(str(victim) in line.get("message", "") for line in lines)


def test_a_key_is_valid_and_revoked_in_all_workers(service: Up, home: Path, settings: Settings) -> None:
    keys = ApiKeys(settings.model_copy(update={"home": home}))
    key, text = keys.create("a program", Role.STAFF, None)
    headers = {"authorization": f"Bearer {text}"}
    time.sleep(1.2)
    assert {ask(service, headers=headers).status_code for _ in range(30)} == {200}
    keys.revoke(key.id)
    time.sleep(1.2)
    assert {ask(service, headers=headers).status_code for _ in range(30)} == {401}


SLOW = (
    'query Slow%d { recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 3) { edges {'
    " node { slow%d: score site { name } factors { value } evidence(first: 3) { totalCount } } } } }"
)
"""A document that Neo4j plans for a while, each number anew."""


def test_sigterm_ends_all_workers_after_the_requests_that_run(access: Access, tmp_path: Path) -> None:
    more = {"LEARNING_SITES_WORKERS": "2", "LEARNING_SITES_DEADLINE_S": "240"}  # the machine is shared
    with serve(access, tmp_path, **more) as running, ThreadPoolExecutor(2) as pool:
        until(lambda: len(started(running)) == 2)
        before = workers(running)
        documents = [{"query": SLOW % (number, number)} for number in range(2)]
        url = f"{running.url}/graphql"
        asked = [pool.submit(httpx.post, url, json=document, timeout=300) for document in documents]
        time.sleep(0.3)
        assert not any(each.done() for each in asked)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(300) == 0
        answers = [each.result() for each in asked]
    assert not any(psutil.pid_exists(pid) for pid in before)
    assert [(each.status_code, each.json().get("errors")) for each in answers] == [(200, None)] * 2


def test_workers_do_not_outlive_their_parent(access: Access, tmp_path: Path) -> None:
    with serve(access, tmp_path, "--workers", "2") as running:
        before = workers(running)
        running.process.kill()
        running.process.wait()
        until(lambda: not any(psutil.pid_exists(pid) for pid in before), STOP_S)


def test_what_is_wrong_for_every_worker_stops_the_start(access: Access, tmp_path: Path) -> None:
    more = {
        "NEO4J_URI": access.uri,
        "NEO4J_PASSWORD": access.password,
        "LEARNING_SITES_TRUSTED_DOCUMENTS": str(tmp_path / "missing.json"),
    }
    ended = subprocess.run(
        [COMMAND, "serve", "--workers", "2"],
        env=environment(tmp_path, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 2
    assert "LEARNING_SITES_TRUSTED_DOCUMENTS" in ended.stderr


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_wrong_number_of_workers_is_refused(tmp_path: Path, count: str) -> None:
    for arguments, more in ((["--workers", count], {}), ([], {"LEARNING_SITES_WORKERS": count})):
        ended = subprocess.run(
            [COMMAND, "serve", *arguments],
            env=environment(tmp_path, **more),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 2
        assert "workers" in ended.stderr.lower()
