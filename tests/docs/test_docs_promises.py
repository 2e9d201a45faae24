"""docs/operations.md names, for each promise of the production files, a test that exists."""

from __future__ import annotations

from pathlib import Path

import pytest
from promises import PROMISES, TEXT, Promise

from docs.tables import marked

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("promise", PROMISES, ids=[promise.says for promise in PROMISES])
def test_the_test_of_a_promise_exists(promise: Promise) -> None:
    text = (ROOT / promise.file).read_text(encoding="utf-8")
    assert not promise.test or f"def {promise.test}(" in text


def test_every_row_has_a_test_and_every_file_of_tests_is_named() -> None:
    table = marked(TEXT, "promises").strip().splitlines()
    assert len(PROMISES) == len(table) - 2 >= 20
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "deploy").rglob("test_*.py")}
    assert {promise.file for promise in PROMISES} == files


def test_a_promise_is_as_good_as_the_worst_of_its_tests() -> None:
    one, entire = Promise("", "tests/a.py", "test_b"), Promise("", "tests/a.py", "")
    results = {"passed": ["tests/a.py::test_b[1]", "tests/a.py::test_c"], "failed": ["tests/a.py::test_b[2]"]}
    assert one.result(results) == entire.result(results) == "failed"
    assert one.result({"passed": ["tests/a.py::test_b[1]"], "failed": ["tests/a.py::test_bc"]}) == "passed"
    assert one.result({"passed": ["tests/a.py::test_c"]}) == "not run"
