"""docker-compose.yml in a folder and under a name of its own, as an operator has it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from deploy.containers import ROOT, images, podman
from deploy.containers.engine import LONG_S, Engine


class Project:
    """A folder with docker-compose.yml, and the containers that are made there. `down` removes them all."""

    def __init__(self, engine: Engine, folder: Path, name: str, **variables: str) -> None:
        self.engine = engine
        self.folder = folder
        self.name = name
        files = ["docker-compose.yml"]
        shutil.copy(ROOT / "docker-compose.yml", folder)
        if engine.name == "podman":
            (folder / "podman.yml").write_text(podman.override())
            files.append("podman.yml")
        self._environment = {
            **engine.variables,
            "COMPOSE_PROJECT_NAME": name,
            "COMPOSE_FILE": ":".join(files),
            **variables,
        }

    def shell(self, lines: str, *, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs lines of a page with bash in the folder. Raises RuntimeError with what they printed."""
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", lines],
            env={**self._environment, **more},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONG_S,
            check=False,
        )
        if check and ended.returncode:
            raise RuntimeError(f"{lines}: {ended.returncode}\n{ended.stdout}{ended.stderr}")
        return ended

    def container(self, service: str) -> str:
        """The name of a service's container."""
        names = self._labelled("ps", "--all", "--format", "{{.Names}}", service=service).split()
        assert len(names) == 1, f"{service}: {names}"
        return names[0]

    def inspect(self, service: str) -> dict[str, Any]:
        """What the engine says of a service's container."""
        found: list[dict[str, Any]] = json.loads(self.engine.says("inspect", self.container(service)))
        return found[0]

    def execute(
        self, service: str, *command: str, user: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command in a service's container; its exit code may be any."""
        who = ("--user", user) if user else ()
        return self.engine.run("exec", *who, self.container(service), *command, check=False, timeout=120)

    def image_run(self, network: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in our image on one network of the project, as closed as its services."""
        closed = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges")
        where = ("--network", f"{self.name}_{network}")
        return self.engine.run(
            "run", "--rm", *closed, *where, images.ours(), *command, check=False, timeout=120
        )

    def wait_until_healthy(self, service: str, limit_s: float = 900.0) -> None:
        """Returns once the health check of a service succeeds."""
        name, until = self.container(service), monotonic() + limit_s
        while not self._healthy(name):
            assert monotonic() < until, f"{service} is not healthy: {self.logs(service)[-2000:]}"
            sleep(1)

    def logs(self, service: str) -> str:
        """What a service's container has printed."""
        ended = self.engine.run("logs", self.container(service), check=False)
        return ended.stdout + ended.stderr

    def down(self) -> None:
        """Removes containers, networks and volumes of this project, and nothing else."""
        self.shell("docker compose down --volumes", check=False)
        label = f"label=com.docker.compose.project={self.name}"
        for kind in ("container", "volume", "network"):
            listed = self.engine.says(
                kind, "ls", *(["--all"] if kind == "container" else []), "-q", "--filter", label
            )
            for each in listed.split():
                self.engine.run(kind, "rm", "--force", each, check=False)

    def _healthy(self, name: str) -> bool:
        if self.engine.name == "podman":
            return self.engine.run("healthcheck", "run", name, check=False).returncode == 0
        state = self.engine.run("inspect", "--format", "{{.State.Health.Status}}", name, check=False)
        return state.stdout.strip() == "healthy"

    def _labelled(self, *arguments: str, service: str) -> str:
        project = f"label=com.docker.compose.project={self.name}"
        return self.engine.says(
            *arguments, "--filter", project, "--filter", f"label=com.docker.compose.service={service}"
        )
