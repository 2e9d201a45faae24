"""`learning-sites` as a process of its own, and the Java that it leaves or does not leave behind."""

from __future__ import annotations

import os
import re
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
from click.testing import Result
from typer.testing import CliRunner

from cli.app import command_line
from graph.access import Access

COMMAND = Path(sys.executable).with_name("learning-sites")
GRAPHQL = re.compile(r"GraphQL +(http://\S+)/graphql")
ANSWERS = re.compile(r"GraphQL answers at (http://\S+)/graphql")
READY_S = 600.0
INHERITED = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("NEO4J_", "LEARNING_SITES_"))
    and name not in {"FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
}
"""What a process inherits: no settings, and nothing that makes Rich take a file for a terminal.

It is read once, as the first `up` starts in a thread while a test may change the environment.
"""
STOP_S = 40.0


Command = Callable[..., subprocess.CompletedProcess[str]]
"""A command with its arguments; keyword arguments are environment variables."""


class Up(NamedTuple):
    """A running `learning-sites up` or `serve`."""

    process: subprocess.Popen[str]
    url: str
    log: Path


def environment(home: Path, **more: str) -> dict[str, str]:
    ports = {"LEARNING_SITES_BOLT_PORT": "0", "PORT": "0"}
    # A test loads a file as soon as it has written it.
    return INHERITED | {"LEARNING_SITES_HOME": str(home), "LEARNING_SITES_SETTLE_S": "0"} | ports | more


def run_command(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, with these variables and no others."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=READY_S,
        check=False,
    )


def as_a_process(home: Path) -> Command:
    """Runs commands on a home, each in a process of its own."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run_command(environment(home, **more), *arguments)

    return run


def in_this_process(home: Path) -> Command:
    """Runs commands on a home in the process of the tests."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        done = run_here(environment(home, **more), *arguments)
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return run


def run_here(variables: dict[str, str], *arguments: str) -> Result:
    """One command in this process: a new one takes a second to import what it needs."""
    only = dict.fromkeys(os.environ.keys() - variables.keys()) | variables
    return CliRunner().invoke(command_line(), arguments, env=only, catch_exceptions=False)


@contextmanager
def up(home: Path, folder: Path) -> Iterator[Up]:
    """Starts `learning-sites up` on any free port and waits for its doors; what is left is killed."""
    with started(["up"], environment(home, COLUMNS="200"), folder, GRAPHQL) as running:
        yield running


@contextmanager
def serve(access: Access, home: Path, *arguments: str, **more: str) -> Iterator[Up]:
    """Starts `learning-sites serve` over a Neo4j and waits until it listens; what is left is killed.

    The home is a folder for its keys and its log.
    """
    database = {"NEO4J_URI": access.uri, "NEO4J_USERNAME": access.username, "NEO4J_PASSWORD": access.password}
    with started(["serve", *arguments], environment(home, **database, **more), home, ANSWERS) as running:
        yield running


@contextmanager
def started(
    arguments: list[str], environment: dict[str, str], folder: Path, address: re.Pattern[str]
) -> Iterator[Up]:
    """Starts a command and waits for its address, the first group of the pattern; what is left is killed."""
    log = folder / f"{arguments[0]}-{time.monotonic_ns()}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [COMMAND, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            text=True,
        )
    try:
        until = time.monotonic() + READY_S
        while (found := address.search(log.read_text())) is None:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield Up(process, found[1], log)
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


def planned(running: Up) -> None:
    """Returns once `up` says that a recommendation is answered at once."""
    until = time.monotonic() + READY_S
    while "Planned: " not in running.log.read_text():
        assert running.process.poll() is None, running.log.read_text()
        assert time.monotonic() < until, running.log.read_text()
        time.sleep(0.1)


def warm(url: str) -> None:
    """Returns once every statement of the service's own pages is planned: others are planned sooner then."""
    until = time.monotonic() + READY_S
    while httpx.get(f"{url}/readyz").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.1)


def ask(url: str, query: str) -> httpx.Response:
    """One GraphQL request."""
    return httpx.post(f"{url}/graphql", json={"query": query}, timeout=60)
