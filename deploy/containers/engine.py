"""The container engine of this machine: Docker where it answers, else podman with a configuration of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.containers import podman

LONG_S: Final = 1800.0


class NoEngine(Exception):
    """No engine answers here; the message is one line that says what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that answers to `docker` and `docker compose`, with `environment` beside ours."""

    name: str
    environment: dict[str, str]

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its commands."""
        return {**os.environ, **self.environment}

    def run(
        self, *arguments: str, check: bool = True, timeout: float = LONG_S, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs `docker` with these arguments to its end. Raises CalledProcessError with what it printed."""
        ended = subprocess.run(
            [shutil.which("docker", path=self.variables["PATH"]) or "docker", *arguments],
            env=self.variables,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and ended.returncode:
            raise RuntimeError(
                f"docker {' '.join(arguments)}: {ended.returncode}\n{ended.stdout}{ended.stderr}"
            )
        return ended

    def says(self, *arguments: str) -> str:
        """What a command prints on standard output, without the line ends around it."""
        return self.run(*arguments).stdout.strip()


def find_engine(state: Path) -> Engine:
    """The engine of this machine; `state` is the folder of podman's images and configuration.

    Raises NoEngine where none answers, or one without Compose.
    """
    if _answers("docker", "info") and _answers("docker", "compose", "version"):
        return Engine("docker", {})
    if missing := podman.missing():
        raise NoEngine(f"no container engine: docker does not answer, and {', '.join(missing)} not installed")
    environment = podman.configure(state)
    if not _answers("podman", "info", environment=environment):
        raise NoEngine("no container engine: `podman info` fails for this user; root can use it")
    return Engine("podman", environment)


def _answers(*command: str, environment: dict[str, str] | None = None) -> bool:
    if shutil.which(command[0]) is None:
        return False
    try:
        ended = subprocess.run(
            command, check=False, env={**os.environ, **(environment or {})}, capture_output=True, timeout=60
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0
