"""The home that a first `learning-sites up` fills; the graphs of the tests are copies of it.

It is kept in the user's cache under a digest of all that decides its content. A run of the same loaders,
data, migrations and statements need not load 24,000 jurisdictions again.

A change of a file that cannot change what is loaded (a setting, an error, a command) needs no new home:
`FILLED_HOME` names an older one, a folder of the cache such as `6033947275944a75`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graph.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (
    "cli",
    "cypher/graph",
    "cypher/load",
    "cypher/migrations",
    "cypher/part",
    "data",
    "domain",
    "graph",
    "loaders",
)
"""What `up` runs and reads to fill a graph; `requirements.lock` is the rest."""
KEPT = 4
"""Homes in the cache, some 300 MB each: those of a few branches."""


class FilledHome:
    """A home that no server runs on. `copy_to` makes another of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def copy_to(self, home: Path) -> Path:
        """Makes a folder the home of an equal graph; a start makes what is not copied."""
        home.mkdir(exist_ok=True)
        _copy(self._path, home)
        return home


def cached() -> FilledHome | None:
    """The home for the code as it stands, or None where no first `up` has filled one."""
    path = _folder() / _digest()
    if not path.exists():
        return None
    os.utime(path)
    return FilledHome(path)


def keep(home: Path) -> None:
    """Puts a copy of a filled home in the cache, whole or not at all, and removes the oldest ones."""
    if cached() is not None:
        return
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{os.getpid()}"
    part.mkdir()
    _copy(home, part)
    if (path := folder / _digest()).exists():
        shutil.rmtree(part)
    else:
        part.rename(path)
    by_age = sorted(
        (one for one in folder.iterdir() if one.name[0] != "."), key=lambda one: one.stat().st_mtime
    )
    for old in by_age[:-KEPT]:
        shutil.rmtree(old)


def _copy(home: Path, into: Path) -> None:
    shutil.copy2(home / "password", into)
    shutil.copytree(home / "data", into / "data")


def _folder() -> Path:
    return Settings().cache / "filled-homes"


@cache
def _digest() -> str:
    if named := os.environ.get("FILLED_HOME"):
        return named
    digest = hashlib.sha256()
    for path in _files():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    yield ROOT / "requirements.lock"
    for folder in FOLDERS:
        yield from sorted(
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md"
        )
