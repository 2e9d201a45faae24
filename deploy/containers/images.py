"""The images that docker-compose.yml names: bases from a registry or substitutes for them, and ours."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.containers import ROOT, substitutes
from deploy.containers.engine import Engine

PULL_S: Final = 300.0
PIP_FILES: Final = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
CERTIFICATES: Final = "/etc/ssl/certs/ca-certificates.crt"
PIP_VARIABLES: Final = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_TRUSTED_HOST")


def base_python() -> str:
    """The image that the Dockerfile begins with."""
    return _only(r"^ARG PYTHON=(\S+)$", ROOT / "Dockerfile")


def base_neo4j() -> str:
    """The image of Neo4j in docker-compose.yml."""
    return _only(r"image: \$\{NEO4J_IMAGE:-(\S+)\}", ROOT / "docker-compose.yml")


def ours() -> str:
    """The name and tag of our image."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']}:{project['version']}"


def prepare(engine: Engine, state: Path) -> Iterator[str]:
    """Makes all images, as far as they are not there; a line of text for each."""
    yield from make_bases(engine, state)
    build(engine)
    above = size(engine, ours()) - size(engine, f"docker.io/library/{base_python()}")
    yield f"{ours()}: built, {above / 1e6:.0f} MB above its base"


def make_bases(engine: Engine, state: Path) -> list[str]:
    """Pulls both bases, or makes substitutes where they cannot be pulled; one line of text for each."""
    makers = {base_python(): substitutes.make_python, base_neo4j(): substitutes.make_neo4j}
    lines = []
    for name, make in makers.items():
        full = f"docker.io/library/{name}"
        if _is_there(engine, full) and not substitute(engine, full):
            lines.append(f"{full}: the official image, here already")
        elif engine.run("pull", "--quiet", full, check=False, timeout=PULL_S).returncode == 0:
            lines.append(f"{full}: the official image, pulled")
        elif engine.name == "podman":
            make(engine, full, state)
            lines.append(f"{full}: A SUBSTITUTE, for no registry answers: {substitute(engine, full)}")
        else:
            raise RuntimeError(f"{full} cannot be pulled, and substitutes are made with podman only.")
    return lines


def build(engine: Engine, folder: Path = ROOT, name: str | None = None) -> None:
    """Builds our image from the Dockerfile of a folder as it stands."""
    machine = _pip_of_this_machine() if engine.name == "podman" else ()
    # The format of Docker: that of OCI has no health check.
    kind = ("--format=docker",) if engine.name == "podman" else ()
    engine.run("build", "--tag", name or ours(), *kind, *machine, ".", cwd=folder)


def substitute(engine: Engine, name: str) -> str:
    """What a substitute says of itself; "" for any other image."""
    template = f'{{{{ index .Config.Labels "{substitutes.LABEL}" }}}}'
    return engine.run("image", "inspect", "--format", template, name, check=False).stdout.strip()


def size(engine: Engine, name: str) -> int:
    """Bytes of an image with its bases."""
    return int(engine.says("image", "inspect", "--format", "{{.Size}}", name))


def _is_there(engine: Engine, name: str) -> bool:
    return engine.run("image", "inspect", name, check=False).returncode == 0


def _pip_of_this_machine() -> Iterator[str]:
    """pip of the build reads what pip of this machine does: files are mounted, variables passed by name."""
    yield "--network=host"
    for path in (*(Path(each).expanduser() for each in PIP_FILES), Path(CERTIFICATES)):
        if path.is_file():
            inside = "/etc/pip.conf" if path.name == "pip.conf" else str(path)
            yield f"--volume={path}:{inside}:ro"
    for name in PIP_VARIABLES:
        if name in os.environ:
            yield f"--env={name}"
            yield f"--unsetenv={name}"


def _only(pattern: str, path: Path) -> str:
    found = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None, f"{path.name} has no line {pattern}"
    return found[1]
