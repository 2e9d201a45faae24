"""docs/operations.md names, for each promise of the production files, a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.tables import marked

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!promise|---)(.+) \| `(tests/[\w/]+\.py)(?:::(test_\w+))?` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("promise", "file", "test"), ROWS, ids=[promise for promise, *_ in ROWS])
def test_the_test_of_a_promise_exists(promise: str, file: str, test: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not test or f"def {test}(" in text


def test_every_row_has_a_test_and_every_file_of_tests_is_named() -> None:
    table = marked(PAGE, "promises").strip().splitlines()
    assert len(ROWS) == len(table) - 2 >= 20
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "deploy").rglob("test_*.py")}
    assert {file for _, file, _ in ROWS} == files
