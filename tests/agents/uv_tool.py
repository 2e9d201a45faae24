"""Programs that only a test needs: uv installs them for it, so `make slow` needs a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UV = shutil.which("uv", path=str(Path(sys.executable).parent))
NEEDS_UV = [
    pytest.mark.slow,
    pytest.mark.skipif(UV is None, reason="uv is not installed: `make slow` does it"),
]


def python(packages: tuple[str, ...], *arguments: str, timeout_s: float, **more: str) -> str:
    """The output of Python with these packages and no others; `more` are variables."""
    named = [part for name in packages for part in ("--with", name)]
    done = subprocess.run(
        [str(UV), "run", "--quiet", "--no-project", "--python", sys.executable, *named, "python", *arguments],
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tool(package: str, *arguments: str) -> list[str]:
    """The command line of a package's own program."""
    return [str(UV), "tool", "run", "--quiet", "--python", sys.executable, package, *arguments]
