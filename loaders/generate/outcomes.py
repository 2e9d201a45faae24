"""How requests end: when they are matched, when they are closed, and their status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.vocabulary import RequestStatus

MEDIAN_DAYS: Final = 9.0
"""Median days from request to match (ours; the program aims at two weeks)."""
P95_DAYS: Final = 28.0
SIGMA: Final = float(np.log(P95_DAYS / MEDIAN_DAYS) / 1.6448536269514722)
"""Of the log-normal with that median and that 95th percentile (1.645: the normal's 95th percentile)."""
LONGEST: Final = 6
"""Most months from match to close; the least is 1."""
ENDS: Final = (
    (0.80, RequestStatus.COMPLETED),
    (0.07, RequestStatus.WITHDRAWN),
    (0.06, RequestStatus.REFERRED_ELSEWHERE),
)
"""Share of each outcome of a matched request; what is left stays open (ours)."""
OPEN: Final = ((0.2, RequestStatus.MATCHED), (0.3, RequestStatus.SCHEDULED), (0.5, RequestStatus.IN_PROGRESS))
WAITING: Final = (
    (0.3, RequestStatus.RECEIVED),
    (0.3, RequestStatus.ACKNOWLEDGED),
    (0.4, RequestStatus.SCOPING),
)
STATUSES: Final = tuple(RequestStatus)
NEVER: Final = -1

_EPOCH_YEAR: Final = 1970


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One array a field, one entry a row; NEVER (-1) stands for what has not come by the log's end."""

    matched: NDArray[np.int64]
    days: NDArray[np.int64]
    """From request to match."""
    closed: NDArray[np.int64]
    status: NDArray[np.int64]
    """Index into STATUSES."""


def draw_outcomes(month: NDArray[np.int64], last: int, random: np.random.Generator) -> Outcomes:
    """Outcomes of requests of the months `month` in a log that ends with the month `last`.

    What lies after `last` has not happened: so the last months are mostly open without a rule of their own.
    """
    rows = len(month)
    start = (month - 12 * _EPOCH_YEAR).astype("datetime64[M]")
    length = ((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64)
    day = np.floor(random.random(rows) * length).astype(np.int64)
    wait = np.rint(random.lognormal(np.log(MEDIAN_DAYS), SIGMA, rows)).astype(np.int64)
    met = (start.astype("datetime64[D]") + (day + wait)).astype("datetime64[M]").astype(np.int64)
    matched = met + 12 * _EPOCH_YEAR
    closed = matched + random.integers(1, LONGEST, rows, endpoint=True)
    end = _pick(ENDS, random.random(rows))
    middle, waiting = _pick(OPEN, random.random(rows)), _pick(WAITING, random.random(rows))

    is_matched = matched <= last
    is_closed = is_matched & (closed <= last) & (end != NEVER)
    return Outcomes(
        matched=np.where(is_matched, matched, NEVER),
        days=np.where(is_matched, wait, NEVER),
        closed=np.where(is_closed, closed, NEVER),
        status=np.where(is_closed, end, np.where(is_matched, middle, waiting)),
    )


def _pick(shares: tuple[tuple[float, RequestStatus], ...], draw: NDArray[np.float64]) -> NDArray[np.int64]:
    """The status of each draw in [0, 1) as an index into STATUSES, NEVER past the last share."""
    codes = np.array([*(STATUSES.index(status) for _, status in shares), NEVER])
    return codes[np.searchsorted(np.cumsum([share for share, _ in shares]), draw, side="right")]
