"""The contenders as processes of their own, over one Neo4j."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final, NamedTuple
from urllib.parse import urljoin

import httpx

from graph.access import Access
from graph.settings import PREFIX

PYTHON: Final = (sys.executable, "-u")
API: Final = (*PYTHON, "-c", "from cli.app import main; main()", "serve")
BARE: Final = (*PYTHON, "-m", "bench.bare")
RAW: Final = (*BARE, "raw")
PLANNED: Final = (*PYTHON, "-m", "bench.planned")
ADDRESS: Final = re.compile(r"http://[0-9.]+:\d+(/graphql)?")
START_S: Final = 300.0
GRACE_S: Final = 30
ROOT: Final = Path(__file__).parents[1]


class Server(NamedTuple):
    """A contender that answers at `url` from the process `pid`."""

    name: str
    url: str
    pid: int


def environment_of(access: Access) -> dict[str, str]:
    """What a process needs to find a Neo4j, beside what this one has."""
    return os.environ | {
        "NEO4J_URI": access.uri,
        "NEO4J_USERNAME": access.username,
        "NEO4J_PASSWORD": access.password,
        "NEO4J_DATABASE": access.database,
    }


@contextmanager
def running(name: str, command: tuple[str, ...], access: Access, **settings: object) -> Iterator[Server]:
    """Starts a contender and waits until it prints its address; it ends with the block.

    What it logs goes to a file, as a service manager would have it.
    """
    with tempfile.TemporaryDirectory() as home:
        said = Path(home) / "log"
        environment = environment_of(access) | {
            "PORT": "0",
            "NODE_ENV": "production",
            f"{PREFIX}HOME": home,
            **{f"{PREFIX}{key.upper()}": str(value) for key, value in settings.items()},
        }
        with logged(command, said, ROOT, environment) as process:
            yield Server(name, _address(process, said), process.pid)


@contextmanager
def logged(
    command: Sequence[str | Path], log: Path, folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs in a folder for the time of the block, and prints into a file."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, cwd=folder, env=environment
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(GRACE_S)


def wait_until_warm(api: Server) -> None:
    """Waits until Neo4j has planned the explorer's statements, which takes CPU of the service, too."""
    ready = urljoin(api.url, "/readyz")
    until = monotonic() + START_S
    while httpx.get(ready, timeout=START_S).status_code != httpx.codes.OK:
        if monotonic() > until:
            raise RuntimeError(f"the service is not ready after {START_S:.0f} s")
        sleep(0.2)


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    until = monotonic() + START_S
    while process.poll() is None and monotonic() < until:
        if found := ADDRESS.search(said.read_text(encoding="utf-8")):
            return found.group()
        sleep(0.1)
    raise RuntimeError(f"the contender does not answer: {said.read_text(encoding='utf-8')}")
