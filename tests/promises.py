"""The promises of the production files: rows of docs/operations.md, each with the test that proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from operations_page import PAGE

TEXT: Final = PAGE.read_text(encoding="utf-8")
ROW: Final = re.compile(
    r"^\| (?!promise|---)(?P<says>.+) \| `(?P<file>tests/[\w/]+\.py)(?:::(?P<test>test_\w+))?` \|$",
    re.MULTILINE,
)
LINK: Final = re.compile(r"\[([^]]+)\]\([^)]+\)")
WORST_FIRST: Final = ("failed", "error", "skipped", "passed")
"""What becomes of a test, as pytest names it."""
NOT_RUN: Final = "not run"


class Promise(NamedTuple):
    """What the page says, without links, and its test: a file, or a function of it (empty: all)."""

    says: str
    file: str
    test: str

    @property
    def named(self) -> str:
        """Its test as pytest names it."""
        return f"{self.file}::{self.test}" if self.test else self.file

    def result(self, results: Mapping[str, Iterable[str]]) -> str:
        """The worst result of its tests; `results` has node ids by result."""
        ended = re.compile(rf"{re.escape(self.named)}(?=$|\[|::)")
        return next((each for each in WORST_FIRST if any(map(ended.match, results.get(each, ())))), NOT_RUN)


PROMISES: Final = [
    Promise(LINK.sub(r"\1", row["says"]), row["file"], row["test"] or "") for row in ROW.finditer(TEXT)
]
