"""Homes of the benchmark's own: one is filled with reference data and sample, the others are copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from cli.contents import fill
from cli.session import connected
from graph.access import Access, access_to
from graph.embedded import EmbeddedServer
from graph.embedded import running as instance_of
from graph.settings import Settings


class Neo4j(NamedTuple):
    """A Neo4j that answers, the process id of its Java, and the settings of its home."""

    access: Access
    java: int
    settings: Settings


def settings_of(home: Path) -> Settings:
    """Of a home: free ports, a deadline that a busy machine holds, all else as it ships."""
    return Settings(home=home, bolt_port=0, port=0, deadline_s=60)


def fill_home(home: Path, console: Console) -> None:
    """Makes a home with all that `make up` loads, and stops its Neo4j."""
    settings = settings_of(home)
    with EmbeddedServer.start(settings, train=False), connected(settings) as session:
        session.run(fill(session.database, console))


def copy_home(filled: Path, home: Path) -> Settings:
    """Makes `home` a copy of one whose Neo4j has stopped."""
    home.mkdir()
    shutil.copy2(filled / "password", home)
    shutil.copytree(filled / "data", home / "data")
    return settings_of(home)


@contextmanager
def started(settings: Settings) -> Iterator[Neo4j]:
    """The Neo4j of a home, for the time of the block."""
    with EmbeddedServer.start(settings, train=False) as server:
        instance = instance_of(settings)
        assert instance is not None
        yield Neo4j(access_to(settings, server), instance.java_pid, settings)
