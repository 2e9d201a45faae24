"""Links lead somewhere, README is short, and no file names a machine's path or a registry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = {".git", ".venv", "node_modules", "build", "__pycache__", "dist"}
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("registry", "yarnpkg", "com"),
        ("repo1", "maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
    )
]
MACHINE = re.compile(r"(?<![\w.~$}-])/(?:work|root|home)/\w+")
MAX_PICTURE_BYTES = 300_000
MAX_README_LINES = 199


def tracked() -> list[Path]:
    """The files of the project: tracked by git, or without git all that are not generated."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
        )
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    return [p for p in ROOT.rglob("*") if p.is_file() and GENERATED.isdisjoint(p.relative_to(ROOT).parts)]


def texts() -> Iterator[tuple[Path, str]]:
    """The tracked files that are text."""
    for path in tracked():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_links_lead_to_files(pages: dict[Path, str]) -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path, text in pages.items()
        for target in re.findall(r"\]\(([^)\s]+)\)", text)
        if not re.match(r"https?://|#|mailto:", target)
        and not (path.parent / unquote(target.partition("#")[0])).exists()
    ]
    assert broken == []


def test_links_lead_to_headings(pages: dict[Path, str]) -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path, text in pages.items()
        for target in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", text)
        if "://" not in target
        and target.partition("#")[2]
        not in anchors(
            pages[(path.parent / target.partition("#")[0]).resolve()] if target.partition("#")[0] else text
        )
    ]
    assert broken == []


def anchors(text: str) -> set[str]:
    """The fragments of a page's headings, as GitHub makes them."""
    headings = re.findall(
        r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_files_and_folders_named_on_pages_exist(pages: dict[Path, str]) -> None:
    folders = "|".join(
        path.name for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()
    )
    missing = [
        f"{page.relative_to(ROOT)}: {name}"
        for page, text in pages.items()
        if page.name != "CHANGELOG.md"
        for name in re.findall(rf"`((?:{folders}|cypher|docs|tests)/[\w./-]*)`", text)
        if not (ROOT / name).exists()
    ]
    assert missing == []


def test_readme_fits_on_a_few_screens(readme: str) -> None:
    assert len(readme.splitlines()) <= MAX_README_LINES


def test_every_page_can_be_reached_from_readme(pages: dict[Path, str]) -> None:
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        path = todo.pop()
        if path in reached or path not in pages:
            continue
        reached.add(path)
        links = re.findall(r"\]\(([^)\s#]+)\)", pages[path])
        todo += [(path.parent / link).resolve() for link in links if "://" not in link]
    assert set(pages) == reached


def test_no_file_names_a_package_registry() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {host}" for path, text in texts() for host in REGISTRIES if host in text
    ]
    assert named == []


def test_no_file_names_a_path_of_a_machine() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {found}" for path, text in texts() for found in MACHINE.findall(text)
    ]
    assert named == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "img").glob("*.png")), ids=lambda path: path.name)
def test_pictures_are_small_and_shown(picture: Path, pages: dict[Path, str]) -> None:
    assert picture.stat().st_size < MAX_PICTURE_BYTES
    assert any(f"img/{picture.name})" in text for text in pages.values())


def test_changelog_has_the_version_and_a_place_for_the_next() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert headings[:2] == ["Unreleased", version]


def test_machines_run_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "make test"]
