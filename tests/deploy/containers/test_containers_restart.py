"""Services stop in time, come back by themselves, and find their data again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from time import monotonic, sleep

import httpx
import pytest

from deploy.containers.project import Project

pytestmark = pytest.mark.slow

Ask = Callable[[str, str | None], httpx.Response]
COUNT = "{ requests { totalCount } }"
GRACE_S = {"api": 15, "neo4j": 60}


def requests(ask: Ask, secret: dict[str, str], limit_s: float = 600.0) -> int:
    """The number of requests, once the service answers it; the errors until then are the documented ones."""
    until = monotonic() + limit_s
    while True:
        try:
            answer = ask(COUNT, secret["staff"])
        except httpx.TransportError:
            answer = httpx.Response(502)
        if answer.status_code == 200 and "errors" not in answer.json():
            return int(answer.json()["data"]["requests"]["totalCount"])
        assert monotonic() < until, answer.text
        sleep(1)


@pytest.mark.parametrize("service", GRACE_S)
def test_a_service_that_is_restarted_answers_again(
    project: Project, ask: Ask, secret: dict[str, str], service: str
) -> None:
    before = requests(ask, secret)
    assert before >= 510
    pid = project.inspect(service)["State"]["Pid"]
    project.shell(f"docker compose restart {service}")
    project.wait_until_healthy(service)
    assert project.inspect(service)["State"]["Pid"] != pid
    assert requests(ask, secret) == before


def test_a_killed_neo4j_is_started_again_with_its_data(
    project: Project, ask: Ask, secret: dict[str, str]
) -> None:
    before = requests(ask, secret)
    pid = project.inspect("neo4j")["State"]["Pid"]
    begun = monotonic()
    os.kill(pid, signal.SIGKILL)  # the process itself: an engine does not restart what it was told to kill
    sleep(1)
    assert requests(ask, secret) == before
    print(f"answered {monotonic() - begun:.0f} s after the kill")
    assert project.inspect("neo4j")["State"]["Pid"] != pid
    project.wait_until_healthy("neo4j")


@pytest.mark.parametrize("service", GRACE_S)
def test_a_service_stops_within_its_period(
    project: Project, ask: Ask, secret: dict[str, str], service: str
) -> None:
    before = requests(ask, secret)
    begun = monotonic()
    project.shell(f"docker compose stop {service}")
    seconds = monotonic() - begun
    state = project.inspect(service)["State"]
    print(f"{service} stopped in {seconds:.1f} s with {state['ExitCode']}")
    assert seconds < GRACE_S[service]
    assert state["ExitCode"] in {0, 143}, "137 would be the kill after the period"
    assert "Stopped." in project.logs("neo4j") or service == "api"
    project.shell("docker compose up --detach --wait")
    assert requests(ask, secret) == before


def test_what_was_taken_down_comes_up_again_with_its_data(
    project: Project, ask: Ask, secret: dict[str, str]
) -> None:
    before = requests(ask, secret)
    project.shell("docker compose down")
    with pytest.raises(AssertionError, match="neo4j"):
        project.container("neo4j")
    project.shell("docker compose up --detach --wait neo4j")
    project.shell("docker compose up --detach --wait")
    assert requests(ask, secret) == before  # and the key is still valid: it is in the volume api-home
