"""Memory and processes stay within the limits of docker-compose.yml, whatever the attack."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import httpx
import pytest

from bench.attacks.attackers import KINDS
from deploy.containers.project import Project

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
ATTACK_S = 10.0
MB = 1 << 20
LIMITS = {"neo4j": (2560 * MB, 1000), "api": (1024 * MB, 200)}
EATS = "x = []\nwhile True:\n    x.append(b'1' * (1 << 24))"
FORKS = """
import os, time
made = 0
for _ in range(5000):
    try:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
    except OSError as error:
        print(made, error.errno)
        break
"""


def read(project: Project, service: str, *names: str) -> int:
    """A number of the container's control group, by the name of either version."""
    for name in names:
        ended = project.execute(service, "cat", f"/sys/fs/cgroup/{name}")
        if ended.returncode == 0:
            return int(ended.stdout)
    raise AssertionError(f"none of {names}")


@pytest.mark.parametrize("service", LIMITS)
def test_the_kernel_has_the_limits_of_the_file(project: Project, service: str) -> None:
    memory, pids = LIMITS[service]
    assert read(project, service, "memory.max", "memory/memory.limit_in_bytes") == memory
    assert read(project, service, "pids.max", "pids/pids.max") == pids
    found = project.inspect(service)["HostConfig"]
    assert found["NanoCpus"] == 2_000_000_000


def test_a_process_that_takes_more_memory_is_killed_and_the_service_lives(
    project: Project, address: str
) -> None:
    before = project.inspect("api")["State"]["Pid"]
    assert project.execute("api", "python", "-c", EATS).returncode == 137
    assert httpx.get(f"{address}/livez").status_code == 200
    assert project.inspect("api")["State"]["Pid"] == before


def test_a_process_that_makes_processes_is_refused_and_the_service_lives(
    project: Project, address: str
) -> None:
    made, error = project.execute("api", "python", "-c", FORKS).stdout.split()
    assert int(made) < LIMITS["api"][1]
    assert int(error) == 11  # EAGAIN
    assert httpx.get(f"{address}/livez").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_an_attack_stays_within_memory_and_processes(project: Project, kind: str) -> None:
    """Reading is open for these, or each attack would end at the sign-in."""
    project.shell("docker compose up --detach --wait api", LEARNING_SITES_OPEN_READING="true")
    port = project.engine.says("port", project.container("api"), "8000/tcp").splitlines()[0]
    where = urlsplit(f"http://{port}")
    before = project.inspect("api")["State"]["Pid"]
    command = [sys.executable, "-m", "bench.attacks.attackers", kind, str(where.hostname), str(where.port)]
    attack = subprocess.Popen([*command, str(ATTACK_S)], cwd=ROOT)
    most = 0
    try:
        while attack.poll() is None:
            most = max(most, read(project, "api", "pids.current", "pids/pids.current"))
            sleep(0.5)
    finally:
        attack.kill()
        attack.wait()
    peak = read(project, "api", "memory.peak", "memory/memory.max_usage_in_bytes")
    print(f"{kind}: peak {peak / MB:.0f} MiB of 1024, {most} processes of 200")
    assert attack.returncode == 0
    assert peak < LIMITS["api"][0]
    assert most < LIMITS["api"][1]
    until = monotonic() + 60
    while httpx.get(f"http://{port}/readyz", timeout=30).status_code != 200:
        assert monotonic() < until
        sleep(1)
    for service in LIMITS:
        state = project.inspect(service)["State"]
        assert state["OOMKilled"] is False
    assert project.inspect("api")["State"]["Pid"] == before


def test_after_the_attacks_reading_is_closed_again(project: Project) -> None:
    project.shell("docker compose up --detach --wait")
    port = project.engine.says("port", project.container("api"), "8000/tcp").splitlines()[0]
    answer = httpx.post(f"http://{port}/graphql", json={"query": "{ __typename }"})
    assert answer.status_code == 401
