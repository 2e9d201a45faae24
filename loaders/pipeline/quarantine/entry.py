"""An entry of the quarantine: one bad row, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from domain.write_result import RowProblem
from loaders.pipeline.privacy import redacted
from loaders.pipeline.row import fingerprint

ID_DIGITS: Final = 16
SHOWN_DIGITS: Final = 10
"""Digits of an id that a list shows; a command takes any that are enough to tell it from the others."""


class EntryState(StrEnum):
    """`waiting` for a person; `fixed`: its row is in the graph; `dismissed`: somebody has given it up."""

    WAITING = "waiting"
    FIXED = "fixed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row of a file that could not be loaded.

    `id` is the same in every night and every file, `cells` and `problems` are without personal data, `key` is
    that of its node. `superseded`: another file of the same command has a good row of its key, which takes
    precedence.
    """

    id: str
    source: str
    file: str
    line: int
    cells: dict[str, Any]
    problems: list[dict[str, str]]
    key: str | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineEntry:
    """A bad row in the store. Times are texts, ISO 8601 in UTC; `file`, `line` and `run` are the last ones.

    `reported` says whether a command has named it to its end: until then it is new.
    """

    id: str
    source: str
    key: str | None
    cells: dict[str, Any]
    problems: list[dict[str, str]]
    file: str
    line: int
    run: str
    first_seen: str
    last_seen: str
    reported: bool
    fixed_at: str | None
    dismissed_at: str | None
    reason: str | None
    state: EntryState

    def facts(self) -> dict[str, Any]:
        """All but its cells, for JSON; problems have code, field, reason and remedy."""
        return {
            "id": self.id,
            "state": self.state.value,
            "source": self.source,
            "key": self.key,
            "file": self.file,
            "line": self.line,
            "run": self.run,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "fixed_at": self.fixed_at,
            "dismissed_at": self.dismissed_at,
            "reason": self.reason,
            "problems": self.problems,
        }


def row_id(source: str, cells: Mapping[str, Any], place: str, problems: Iterable[Mapping[str, str]]) -> str:
    """A hash of a row of a source, ID_DIGITS hexadecimal digits.

    A row of which nothing can be read has no cells: it is known by its place, or the hash of its text, and by
    what is wrong with it.
    """
    content = cells or {"unreadable": place, "reasons": [each["reason"] for each in problems]}
    return fingerprint([source, content])[:ID_DIGITS]


def written_problems(problems: Iterable[RowProblem]) -> list[dict[str, str]]:
    """Problems as files and the store have them, without personal data."""
    return [
        {
            "code": problem.code.name,
            "field": problem.field,
            "reason": redacted(problem.reason),
            "remedy": problem.remedy,
        }
        for problem in problems
    ]


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What happened in a day, and how many entries waited at its end."""

    day: str
    new: int
    fixed: int
    dismissed: int
    expired: int
    waiting: int

    @classmethod
    def after(cls, before: int, day: str, events: dict[str, int]) -> Self:
        """The counts of a day with these events, when `before` entries waited."""
        new, fixed = events.get("new", 0), events.get("fixed", 0)
        dismissed, expired = events.get("dismissed", 0), events.get("expired", 0)
        return cls(day, new, fixed, dismissed, expired, before + new - fixed - dismissed - expired)
