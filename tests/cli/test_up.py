"""`learning-sites up`: one command on an empty home ends in an answer; it leaves nothing behind."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from processes import ask, gone, interrupt, javas, up

from graph.embedded import running
from graph.settings import Settings
from graph.viewer import STAFF
from schema.server.first_question import first_question

QUESTION = first_question(STAFF)
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_up_answers_refuses_a_second_and_ends_clean(
    home: Path, port: int, tmp_path: Path, learning_sites: Command
) -> None:
    with up(home, port, tmp_path) as first:
        answer = ask(first.url, QUESTION).json()
        assert "errors" not in answer
        best = answer["data"]["recommendSites"]["edges"][0]["node"]
        assert best["site"]["name"]
        assert best["score"] == pytest.approx(sum(f["contribution"] for f in best["factors"]), abs=1e-9)
        assert all(factor["reason"].endswith((".", "(synthetic)")) for factor in best["factors"])
        assert best["evidence"]["edges"]

        second = learning_sites("up")
        assert second.returncode == 2
        assert second.stderr.count("\n") == 1
        assert "INSTANCE_RUNNING" in second.stderr
        assert first.url in second.stderr

        link = re.search(r"http://\S+/explore\?token=\S+", first.log.read_text())
        assert link is not None
        assert httpx.get(link[0]).status_code == 200
        assert httpx.get(link[0]).status_code == 403  # it signs in once
        again = learning_sites("browser")
        assert httpx.get(again.stdout.strip()).status_code == 200

        assert interrupt(first) == 0
    assert gone(home)
    assert running(Settings(home=home)) is None


def test_a_taken_port_is_said_in_one_line_before_anything_starts(home: Path, learning_sites: Command) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = learning_sites("up", PORT=str(other.getsockname()[1]))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert re.search(r"PORT_TAKEN.*PORT=8001", refused.stderr)
    assert not javas(home)


def test_reading_is_open_on_loopback_only_unless_stated(learning_sites: Command) -> None:
    refused = learning_sites("serve", LEARNING_SITES_HOST="0.0.0.0")
    assert refused.returncode == 2
    assert "LEARNING_SITES_OPEN_READING=true" in refused.stderr


def test_a_killed_parent_leaves_nothing_and_the_next_up_finds_its_data(
    home: Path, port: int, tmp_path: Path
) -> None:
    with up(home, port, tmp_path) as first:
        before = ask(first.url, "{ dataVersion { version requests } }").json()
        first.process.kill()
        first.process.wait()
        assert gone(home)
    with up(home, port, tmp_path) as second:
        assert "rows read" not in second.log.read_text()  # nothing was loaded again
        assert ask(second.url, "{ dataVersion { version requests } }").json() == before
        assert interrupt(second) == 0
    assert gone(home)
