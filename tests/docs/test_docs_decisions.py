"""Every decision page has the same form, and the list names it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
SECTIONS = ["Context", "Decision", "Measured", "Consequences"]
HEAD = re.compile(
    r"# (?P<title>.+)\n\nDate: (?P<date>\d{4}-\d\d-\d\d)\n+"
    r"Status: (?:accepted|replaced by \[[^\]]+\]\([\w-]+\.md\))\n\n## "
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_has_the_form(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    head = HEAD.match(text)
    assert head, "begin with `# A plain statement`, `Date: YYYY-MM-DD`, `Status: accepted` or `replaced by …`"
    date.fromisoformat(head["date"])
    sections = re.findall(r"^## ([^\n]+)\n\n(.+?)(?=\n## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert [heading for heading, _ in sections] == SECTIONS
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", page.stem)


def test_the_list_names_every_decision_by_its_title() -> None:
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    titles = {
        page.name: page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for page in PAGES
    }
    assert {name: title for title, name in listed} == titles
    assert len(listed) == len(titles)
