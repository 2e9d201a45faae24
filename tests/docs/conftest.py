"""The texts of README and docs/."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def readme() -> str:
    """The text of README.md."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages() -> dict[Path, str]:
    """Every page for people: README, CHANGELOG, docs/ and the notes beside the data."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]
    ours = sorted(path for path in found if "node_modules" not in path.parts)
    return {path: path.read_text(encoding="utf-8") for path in ours}
