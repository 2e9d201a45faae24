"""The commands `docker` and `docker compose` of our pages, done by podman and podman-compose.

Beside the names, three things differ. podman runs health checks by timers of systemd, which not every machine
has: here `up --wait` runs each check itself until it succeeds. `run` and `exec` take no terminal where there
is none. And `run` finds services of a profile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from deploy.containers.podman import COMPOSE

WAIT_S: Final = 900.0
PAUSE_S: Final = 2.0


def main(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code."""
    if arguments[:1] != ["compose"]:
        return subprocess.run(["podman", *arguments], check=False).returncode
    command, wait = [each for each in arguments[1:] if each != "--wait"], "--wait" in arguments
    if command[0] in ("run", "exec") and not sys.stdin.isatty() and "-T" not in command:
        command.insert(1, "-T")
    if command[0] == "run":
        command = ["--profile", "nightly", *command]
    ended = subprocess.run([*compose(), *command], check=False)
    if ended.returncode or not wait:
        return ended.returncode
    services = [each for each in command[1:] if not each.startswith("-")]
    return 0 if all_healthy(services) else 1


def compose() -> list[str]:
    """podman-compose, pinned, for the project of the environment."""
    uv = Path(sys.executable).with_name("uv")
    project = os.environ["COMPOSE_PROJECT_NAME"]
    return [str(uv), "tool", "run", "--quiet", "--from", COMPOSE, "podman-compose", "--project-name", project]


def all_healthy(services: Sequence[str], limit_s: float = WAIT_S) -> bool:
    """True once every container of the services (default: of the project) is healthy."""
    until, waiting = monotonic() + limit_s, containers(services)
    while waiting:
        waiting = [each for each in waiting if not healthy(each)]
        if waiting and monotonic() > until:
            print("not healthy:", *waiting, file=sys.stderr)
            return False
        sleep(PAUSE_S if waiting else 0)
    return True


def containers(services: Sequence[str]) -> list[str]:
    """Names of the running containers with a health check."""
    label = f"label=com.docker.compose.project={os.environ['COMPOSE_PROJECT_NAME']}"
    listed = _json("ps", "--filter", label, "--format", "json")
    names = [
        each["Names"][0]
        for each in listed
        if not services or each["Labels"]["com.docker.compose.service"] in services
    ]
    return [name for name in names if _json("inspect", name)[0]["Config"].get("Healthcheck")]


def healthy(name: str) -> bool:
    """The outcome of one run of a container's health check."""
    ended = subprocess.run(["podman", "healthcheck", "run", name], capture_output=True, check=False)
    return ended.returncode == 0


def _json(*arguments: str) -> Any:
    ended = subprocess.run(["podman", *arguments], capture_output=True, check=True)
    return json.loads(ended.stdout or b"[]")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
