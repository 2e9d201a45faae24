"""docs/clients/python: the client is made, passes mypy, and prints what the service answers."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from client_output import KEY, expected

from graph.settings import Settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "clients" / "python"
LOCK = EXAMPLE / "requirements.lock"
RUN_S = 300.0
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def environment() -> Path:
    """A virtual environment with what the lock names and nothing else, made once in the user's cache."""
    kept = f"{sys.version}\n{LOCK.read_text(encoding='utf-8')}"
    home = Settings.read().cache / "clients" / hashlib.sha256(kept.encode()).hexdigest()[:16]
    ready = home / "ready"
    if not ready.exists():
        venv.create(home, clear=True)
        pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True, timeout=RUN_S)
        ready.touch()
    return home


@pytest.fixture(scope="module")
def project(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a user has it, with the committed schema and its environment."""
    folder = tmp_path_factory.mktemp("client")
    made = shutil.ignore_patterns(".venv", "learning_sites", "schema.graphql")
    shutil.copytree(EXAMPLE, folder, ignore=made, dirs_exist_ok=True)
    shutil.copy2(ROOT / "schema.graphql", folder)
    (folder / ".venv").symlink_to(environment)
    return folder


@pytest.fixture(scope="module")
def run(project: Path, service: str) -> Run:
    """Runs a command in the example, for the service of the tests."""

    def done(*command: str) -> subprocess.CompletedProcess[str]:
        asked = os.environ | {"SERVICE_URL": service}
        return subprocess.run(
            command, cwd=project, env=asked, capture_output=True, text=True, timeout=RUN_S, check=False
        )

    return done


@pytest.fixture(scope="module")
def made(run: Run) -> Run:
    """The same, after the client is made."""
    codegen = run(*commands()[-2])
    assert codegen.returncode == 0, codegen.stdout + codegen.stderr
    return run


def test_made_client_gets_sites_an_answer_and_a_node(made: Run, service: str) -> None:
    program = commands()[-1]
    assert program[-1] == KEY
    said = made(*program)
    assert said.returncode == 0, said.stderr
    assert said.stdout == expected(service)


def test_refusal_reaches_the_program_with_its_code(made: Run) -> None:
    *program, _ = commands()[-1]
    refused = made(*program, "us-county:00000")
    assert refused.returncode == 1
    assert refused.stderr.startswith("UNKNOWN_KEY: ")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("", "", None),
        ("jurisdiction_key=key", "jurisdiction=key", "jurisdiction"),
        ("each.site.name", "each.site.state", "state"),
        ("as_of=date(2025, 12, 31)", 'as_of="2025"', "as_of"),
    ],
)
def test_mypy_passes_the_program_and_finds_a_wrong_one(
    made: Run, project: Path, right: str, wrong: str, said: str | None
) -> None:
    checked = project / "checked.py"
    source = (project / "who_should_we_ask.py").read_text(encoding="utf-8")
    assert right in source
    checked.write_text(source.replace(right, wrong), encoding="utf-8")
    found = made(sys.executable, "-m", "mypy", "--python-executable", ".venv/bin/python", checked.name)
    assert (found.returncode == 0) == (said is None), found.stdout
    assert said is None or said in found.stdout


def commands() -> list[list[str]]:
    """The commands of the page."""
    page = EXAMPLE.with_suffix(".md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```bash\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [shlex.split(line) for line in block.splitlines()]
