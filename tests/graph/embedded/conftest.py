"""One Neo4j, started through the command line, that all tests of this folder share."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any, LiteralString

import psutil
import pytest
from neo4j import GraphDatabase
from rich.console import Console

from graph.embedded import Artifacts, Home, Instance, running
from graph.embedded.aot import cache_file
from graph.embedded.java import bundled, find_java
from graph.settings import Settings

OWNER = Path(__file__).with_name("owner.py")
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home of its own, any free port, the user's downloads."""
    return Settings(home=tmp_path / "home", bolt_port=0)


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `learning-sites database …` for a home."""

    def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        program = "from cli.database import app; app()"
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=os.environ
            | {"LEARNING_SITES_HOME": str(home), "LEARNING_SITES_BOLT_PORT": "0"}
            | environment,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def shared(
    tmp_path_factory: pytest.TempPathFactory, command: Callable[..., subprocess.CompletedProcess[str]]
) -> Iterator[Settings]:
    """The settings of a running, detached instance; its path has a blank and a letter outside ASCII."""
    home = tmp_path_factory.mktemp("embedded") / "a hôme"
    started = command(home, "start", "--no-train")
    assert started.returncode == 0, started.stderr
    yield Settings(home=home, bolt_port=0)
    stopped = command(home, "stop")
    assert stopped.returncode == 0, stopped.stderr


@pytest.fixture(scope="session")
def ask() -> Callable[..., list[list[Any]]]:
    """Runs one statement against the instance of a home that runs; the values of its records."""

    def run(settings: Settings, statement: LiteralString, **parameters: Any) -> list[list[Any]]:
        instance = running(settings)
        assert instance is not None
        auth = ("neo4j", Home(settings.home).password())
        with GraphDatabase.driver(instance.bolt_uri, auth=auth) as driver:
            found = driver.execute_query(statement, parameters, database_="neo4j")
            return [record.values() for record in found.records]

    return run


class Owner:
    """A process that owns a Neo4j (see owner.py)."""

    def __init__(self, settings: Settings) -> None:
        environment = {
            "LEARNING_SITES_HOME": str(settings.home),
            "LEARNING_SITES_CACHE": str(settings.cache),
            "LEARNING_SITES_BOLT_PORT": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, OWNER],
            env=os.environ | environment,
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the owner ended early"
        self.instance = Instance.model_validate(json.loads(line))

    def signal(self, number: signal.Signals) -> None:
        """Sends the owner a signal and waits for its end."""
        self.process.send_signal(number)
        self.process.wait(30)

    def close(self) -> None:
        with self.process:
            self.process.kill()

    @property
    def pids(self) -> tuple[int, int]:
        return self.instance.pid, self.instance.java_pid

    def remains(self, timeout_s: float = 20.0) -> list[int]:
        """The processes of its Neo4j that live on after that time."""
        until = monotonic() + timeout_s
        while (left := [pid for pid in self.pids if _lives(pid)]) and monotonic() < until:
            sleep(0.05)
        return left


@pytest.fixture
def program() -> Callable[[Path, str], Path]:
    """Writes a shell script that stands for a Java, and returns its path."""

    def write(path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def caches() -> Callable[[Path], Path]:
    """Fills a cache folder with the downloads and a damaged AOT cache, whose path it returns."""

    def fill(folder: Path) -> Path:
        downloads = Settings().cache
        Artifacts(downloads).ensure(Console(quiet=True))
        (folder / "neo4j").symlink_to(downloads / "neo4j")
        damaged = cache_file(folder, find_java(bundled()), Artifacts(folder))
        damaged.parent.mkdir()
        damaged.write_bytes(b"\0" * 100_000)
        return damaged

    return fill


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def owner() -> Iterator[Callable[[Settings], Owner]]:
    """Starts owners; those still alive at the end of the test are killed, and their Neo4j with them."""
    owners: list[Owner] = []

    def make(settings: Settings) -> Owner:
        owners.append(Owner(settings))
        return owners[-1]

    yield make
    for each in owners:
        each.close()
        assert not each.remains()
