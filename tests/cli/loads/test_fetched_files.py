"""`load` and `nightly` over files at an address, through the command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from file_server import FileServer, Served, file_server
from processes import Command
from tls_certificate import write_certificate

pytestmark = pytest.mark.usefixtures("empty_quarantine")

LOG = b"""request_id,month,jurisdiction,jurisdiction_type,state,status
fetch-%d,2024-03,Athens,city,OH,received
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FileServer]:
    with file_server(write_certificate(tmp_path / "localhost.pem")) as opened:
        opened.files |= {"/requests.csv": Served(LOG % 1), "/other.csv": Served(LOG % 3)}
        yield opened


@pytest.fixture
def trusting(
    command: Command, server: FileServer, tmp_path: Path, delete_requests: Callable[..., None]
) -> Iterator[Command]:
    """The command, where the server's certificate is trusted; the requests of a test are deleted after it."""
    del server

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return command(*arguments, SSL_CERT_FILE=str(tmp_path / "localhost.pem"))

    yield run
    delete_requests(f"fetch-{number}" for number in (1, 2, 3))


def test_load_takes_an_address(trusting: Command, server: FileServer) -> None:
    address = f"{server.address}/other.csv"
    done = trusting("load", "requests", address, "--json")
    assert (done.returncode, json.loads(done.stdout)[address]["created"]) == (0, 1)
    wrong = trusting("load", "requests", address, "--sha256", "0" * 64)
    assert (wrong.returncode, "its SHA-256 is" in wrong.stderr) == (1, True)
    refused = trusting("load", "requests", address, f"{server.address}/requests.csv", "--sha256", "0" * 64)
    assert (refused.returncode, "--sha256: is of one address, got 2" in refused.stderr) == (2, True)
    assert "--sha256: " in trusting("load", "requests", address, "--sha256", "12").stderr


def test_a_night_fetches_first_and_loads_what_came(
    trusting: Command, server: FileServer, folder: Path
) -> None:
    (folder / "loader.toml").write_text(
        f"""
        [[fetch]]
        address = "{server.address}/requests.csv?key=s3cret"
        [[fetch]]
        address = "{server.address}/gone.csv"
        name = "requests-2.csv"
        """
    )
    night = trusting("nightly", str(folder), "--json")
    files = {each["file"]: each for each in json.loads(night.stdout)}
    assert night.returncode == 1
    assert (files["requests.csv"]["status"], files["requests.csv"]["created"]) == ("DONE", 1)
    assert files["requests-2.csv"]["status"] == "NOT_FETCHED"
    assert "status 404" in files["requests-2.csv"]["problem"]
    assert "s3cret" not in night.stdout + night.stderr
    server.files["/gone.csv"] = Served(LOG % 2)
    again = trusting("nightly", str(folder))
    assert (again.returncode, "2 of 2 files loaded. Nothing to do." in again.stderr) == (0, True)


def test_a_night_without_the_package_for_an_address_loads_the_other_files(
    trusting: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    (folder / "loader.toml").write_text('[[fetch]]\naddress = "s3://logs/requests-3.csv"\n')
    (folder / "requests.csv").write_bytes(LOG % 1)
    night = trusting("nightly", str(folder), "--json")
    files = {each["file"]: each for each in json.loads(night.stdout)}
    assert (night.returncode, files["requests.csv"]["status"]) == (1, "DONE")
    assert files["requests-3.csv"]["status"] == "NOT_FETCHED"
    assert "learning-sites-graph[s3]" in files["requests-3.csv"]["problem"]
