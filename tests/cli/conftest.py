"""`learning-sites` as a person runs it: a process of its own, on a home that these tests share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
import pytest

COMMAND = Path(sys.executable).with_name("learning-sites")
READY_S = 300.0
STOP_S = 40.0


class Up(NamedTuple):
    """A running `learning-sites up`."""

    process: subprocess.Popen[str]
    url: str
    log: Path


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that the first `up` fills."""
    return tmp_path_factory.mktemp("cli") / "home"


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("NEO4J_", "LEARNING_SITES_"))}
    return kept | {"LEARNING_SITES_HOME": str(home), "LEARNING_SITES_BOLT_PORT": "0", "PORT": "0"} | more


@pytest.fixture(scope="session")
def learning_sites(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs one command to its end."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *arguments],
            env=environment(home, **more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=READY_S,
            check=False,
        )

    return run


@contextmanager
def up(home: Path, port: int, folder: Path) -> Iterator[Up]:
    """Starts `learning-sites up` and waits for its doors; whatever is left at the end is killed."""
    log = folder / f"up-{time.monotonic_ns()}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [COMMAND, "up"],
            env=environment(home, PORT=str(port), COLUMNS="200"),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            text=True,
        )
    try:
        until = time.monotonic() + READY_S
        while "Ready." not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield Up(process, f"http://127.0.0.1:{port}", log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def javas(home: Path) -> list[psutil.Process]:
    """The Java processes that run on a home."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(f"--home-dir={home}" == each for each in process.info["cmdline"] or ()):
            found.append(process)
    return found


def gone(home: Path) -> bool:
    """True once no Java runs on a home; waits for it."""
    until = time.monotonic() + STOP_S
    while javas(home) and time.monotonic() < until:
        time.sleep(0.1)
    return not javas(home)


def interrupt(running: Up) -> int:
    """Ctrl-C, and the exit code that follows."""
    running.process.send_signal(signal.SIGINT)
    return running.process.wait(STOP_S)


def ask(url: str, query: str) -> httpx.Response:
    """One GraphQL request."""
    return httpx.post(f"{url}/graphql", json={"query": query}, timeout=60)
