"""Requests counted in plain Python: what the statements must answer, and what readers may see of it.

Written from the definitions and not from the statements; numbers are typed out again, so that a change of one
side alone is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import copysign, floor, log
from statistics import median
from typing import Any

from domain.vocabulary import AssistanceType, RequestStatus, SwornBand, UrbanClass
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

LOG = Statement(
    "log",
    """CYPHER 25 MATCH (q:Request) RETURN q {.*,
      models: COLLECT { MATCH (q)-[:ABOUT]->(m) RETURN m.key },
      topics: COLLECT { MATCH (q)-[:CONCERNS]->(t) RETURN t.key },
      sites: COLLECT { MATCH (q)-[:ANSWERED_BY]->(s) RETURN s.key },
      places: COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key },
      classes: COLLECT { MATCH (q)-[:FROM]->(j) RETURN DISTINCT j.urbanClass }} AS request""",
)
PRIME = 2**31 - 1

Request = Mapping[str, Any]
CLASSES, STATUSES = list(UrbanClass.__members__), list(RequestStatus.__members__)
BANDS, KINDS = list(SwornBand.__members__), list(AssistanceType.__members__)


def _or_unknown(values: Sequence[Any]) -> Sequence[Any]:
    return values or [None]


def _named(names: Sequence[str]) -> Callable[[int | None], str | None]:
    return lambda place: None if place is None else names[place]


VALUES: Mapping[str, Callable[[Request], Sequence[Any]]] = {
    "MONTH": lambda q: [q["month"]],
    "QUARTER": lambda q: [q["month"] // 3],
    "YEAR": lambda q: [q["month"] // 12],
    "STATE": lambda q: [q["state"]],
    "URBAN_CLASS": lambda q: _or_unknown(q["classes"]),
    "MODEL": lambda q: _or_unknown(q["models"]),
    "TOPIC": lambda q: _or_unknown(q["topics"]),
    "ASSISTANCE_TYPE": lambda q: _or_unknown([KINDS.index(kind) for kind in q["assistanceTypes"]]),
    "SITE": lambda q: _or_unknown(q["sites"]),
    "STATUS": lambda q: [STATUSES.index(q["status"])],
    "AGENCY_SIZE": lambda q: [BANDS.index(q["swornBand"]) if "swornBand" in q else None],
}
"""What a request counts under, in a form whose order is that of the groups."""
SHOWN: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "MONTH": ("month", lambda index: f"{index // 12:04d}-{index % 12 + 1:02d}"),
    "QUARTER": ("quarter", lambda index: f"{index // 4:04d}-Q{index % 4 + 1}"),
    "YEAR": ("year", lambda index: index),
    "STATE": ("state", lambda state: state),
    "URBAN_CLASS": ("urbanClass", _named(CLASSES)),
    "MODEL": ("model", lambda key: key and {"key": key}),
    "TOPIC": ("topic", lambda key: key and {"key": key}),
    "ASSISTANCE_TYPE": ("assistanceType", _named(KINDS)),
    "SITE": ("site", lambda key: key and {"key": key}),
    "STATUS": ("status", _named(STATUSES)),
    "AGENCY_SIZE": ("agencySize", _named(BANDS)),
}
"""The field of a row that shows the value, and how."""


class Log(list[Request]):
    """Requests, which a report on a failure does not print."""

    def __repr__(self) -> str:
        return f"<{len(self)} requests>"


async def read_log(database: Database) -> Log:
    """All requests with what they are tied to."""
    return Log(row["request"] for row in await database.read(LOG, {}, Deadline.after(60)))


def published(count: int, key: int) -> int | None:
    """What a reader sees of a count; `key` is the sum of the random numbers of what is counted."""
    if count < 5:
        return None
    u = (key % PRIME + 0.5) / PRIME - 0.5
    shown = 5 * floor((count - copysign(1, u) * log(1 - 2 * abs(u))) / 5 + 0.5)
    return shown if shown >= 5 else None


@dataclass(frozen=True, slots=True)
class Eyes:
    """How a role sees a set of requests."""

    staff: bool

    def number(self, requests: Sequence[Request]) -> int | None:
        """How many they are."""
        if self.staff:
            return len(requests)
        return published(len(requests), sum(q["recordKey"] for q in requests))

    def middle(self, requests: Sequence[Request], value: Callable[[Request], int]) -> float | None:
        """The median of a value that all of them have."""
        if self.staff:
            return float(median(map(value, requests))) if requests else None
        if (self.number(requests) or 0) < 10:
            return None
        return float(floor(median(map(value, requests)) + 0.5))


def counted(requests: Sequence[Request], eyes: Eyes) -> dict[str, Any]:
    """A row's numbers."""
    timed = [q for q in requests if "daysToMatch" in q]
    closed = [q for q in requests if "closedMonth" in q]
    counts = {
        "requests": eyes.number(requests),
        "answered": eyes.number([q for q in requests if "matchedMonth" in q]),
        "completed": eyes.number([q for q in requests if q["status"] == "COMPLETED"]),
    }
    return counts | {
        "medianDaysToMatch": eyes.middle(timed, lambda q: q["daysToMatch"]),
        "medianMonthsToClose": eyes.middle(closed, lambda q: q["closedMonth"] - q["month"]),
        "suppressed": None in counts.values(),
    }


def grouped(requests: Iterable[Request], dimensions: Sequence[str], eyes: Eyes) -> list[dict[str, Any]]:
    """The rows, in order."""
    groups: dict[tuple[Any, ...], list[Request]] = defaultdict(list)
    for q in requests:
        for group in product(*(VALUES[dimension](q) for dimension in dimensions)):
            groups[group].append(q)
    order = sorted(groups, key=lambda group: [(value is None, value) for value in group])
    rows = []
    for group in order if dimensions else ():
        shown = {SHOWN[d][0]: SHOWN[d][1](value) for d, value in zip(dimensions, group, strict=True)}
        rows.append(shown | counted(groups[group], eyes))
    return [row for row in rows if row["requests"] is not None]
