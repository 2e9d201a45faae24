"""What commands share that run `neo4j-admin` on the embedded database: checks, work folder, progress."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.bars import bar
from graph.embedded import Home
from graph.errors import InvalidInput
from graph.settings import Settings


def require_embedded(settings: Settings, instead: str) -> None:
    """Raises InvalidInput where NEO4J_URI names a server; `instead` says what to use there."""
    if not settings.embedded:
        raise InvalidInput(f"NEO4J_URI is set, and this command is for the embedded database. Use {instead}.")


def new_file(target: Path, name: str, argument: str) -> Path:
    """The file to write: `target`, or `name` in it if it is a folder. Raises InvalidInput if it exists."""
    if target.is_dir():
        target /= name
    if target.exists():
        raise InvalidInput(f"{argument}: {target} exists; give another name, or a folder.")
    if not target.parent.is_dir():
        raise InvalidInput(f"{argument}: the folder {target.parent} does not exist; make it first.")
    return target


@contextmanager
def work_folder(home: Home, target: Path) -> Iterator[Path]:
    """A folder beside the target, the same for each run of a home: it clears that of a killed one."""
    name = hashlib.sha256(str(home.root).encode()).hexdigest()[:16]
    folder = target.parent / f".backup-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def share_bar(title: str) -> Iterator[Callable[[float], None]]:
    """Yields a function that takes the share that is done, 0 to 1."""
    done = 0
    with bar(title, 100) as advance:

        def progress(share: float) -> None:
            nonlocal done
            advance(round(100 * share) - done)
            done = round(100 * share)

        yield progress
