"""`learning-sites up`: one command on an empty home ends in an answer; it leaves nothing behind."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import httpx
import pytest
from first_up import FirstUp
from processes import Command, ask, gone, interrupt, javas, up

from graph.embedded import running
from graph.settings import Settings

VERSION = "{ dataVersion { version requests } }"


def test_on_an_empty_home_it_loads_everything_answers_and_leaves_nothing(first_up: FirstUp) -> None:
    said_all = ("Migrations applied: ", "jurisdictions: 2", "12 of 14 current sites are documented.")
    for said in (*said_all, "similarity: full", "requests: 510 rows read"):
        assert said in first_up.log
    assert re.search(r"/explore\?token=\S+ \(the graph itself, in read transactions\)", first_up.log)
    assert "errors" not in first_up.answer
    best = first_up.answer["data"]["recommendSites"]["edges"][0]["node"]
    assert best["site"]["name"]
    assert best["score"] == pytest.approx(sum(f["contribution"] for f in best["factors"]), abs=1e-9)
    assert all(factor["reason"].endswith((".", "(synthetic)")) for factor in best["factors"])
    assert best["evidence"]["edges"]
    assert '"path":"/graphql"' in first_up.log  # the line of the request before the signal
    assert first_up.code == 0
    assert first_up.left_nothing
    assert running(Settings(home=first_up.home)) is None


@pytest.mark.slow
def test_it_refuses_a_second_and_killed_leaves_nothing_but_its_data_for_the_next(
    home: Path, tmp_path: Path, learning_sites: Command
) -> None:
    with up(home, tmp_path) as running_one:
        assert "rows read" not in running_one.log.read_text()  # nothing was loaded again
        before = ask(running_one.url, VERSION).json()

        second = learning_sites("up")
        assert second.returncode == 2
        assert second.stderr.count("\n") == 1
        assert "INSTANCE_RUNNING" in second.stderr
        assert running_one.url in second.stderr

        link = re.search(r"http://\S+/explore\?token=\S+", running_one.log.read_text())
        assert link is not None
        assert httpx.get(link[0]).status_code == 200
        assert httpx.get(link[0]).status_code == 403  # it signs in once
        again = learning_sites("browser")
        assert httpx.get(again.stdout.strip()).status_code == 200

        running_one.process.kill()
        running_one.process.wait()
        assert gone(home)
    with up(home, tmp_path) as after:
        assert "rows read" not in after.log.read_text()
        assert ask(after.url, VERSION).json() == before
        assert interrupt(after) == 0
    assert gone(home)


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
