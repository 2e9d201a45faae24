"""What a caller may choose about a synthetic log, with its limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from domain.months import month_index
from graph.errors import InvalidInput

FIRST_MONTH: Final = "2010-01"
LAST_MONTH: Final = "2099-12"
MAX_REQUESTS: Final = 9_999_999
"""Seven digits of a request id."""
MAX_STATES: Final = 51
"""The 50 states and the District of Columbia."""
MAX_STRENGTH: Final = 10.0
MAX_REPEAT: Final = 0.95


@dataclass(frozen=True, slots=True)
class GenerateArguments:
    """The same arguments make the same rows. Raises InvalidInput naming the argument, its limit and a remedy.

    `since` and `until` are the first and the last month, both included; `states` is held exactly;
    `strength` scales all that makes one site fit better than another (0: popularity only); `repeat` is the
    share of rows that come from an earlier requester.
    """

    seed: int = 7
    requests: int = 510
    since: str = "2020-01"
    until: str = "2025-12"
    states: int = 38
    strength: float = 1.0
    repeat: float = 0.22

    def __post_init__(self) -> None:
        _within("seed", self.seed, 0, 2**63 - 1)
        _within("requests", self.requests, 1, MAX_REQUESTS)
        _within("states", self.states, 1, MAX_STATES)
        _within("strength", self.strength, 0.0, MAX_STRENGTH)
        _within("repeat", self.repeat, 0.0, MAX_REPEAT)
        for name, month in (("from", self.since), ("until", self.until)):
            if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
                raise InvalidInput(f"{name}: {month!r} is not a month; write it as YYYY-MM, such as 2020-01")
            if not FIRST_MONTH <= month <= LAST_MONTH:
                raise InvalidInput(
                    f"{name}: {month} is outside {FIRST_MONTH} to {LAST_MONTH}; the program began in 2010"
                )
        if self.since > self.until:
            raise InvalidInput(f"from: {self.since} is after until {self.until}; swap them")
        if self.requests < self.states:
            raise InvalidInput(
                f"requests: {self.requests} cannot reach {self.states} states; "
                "ask for more requests or fewer states"
            )

    @property
    def first(self) -> int:
        """Index of the first month, as of `month_index`."""
        return month_index(self.since)

    @property
    def last(self) -> int:
        """Index of the last month."""
        return month_index(self.until)


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:  # also refuses NaN
        raise InvalidInput(f"{name}: {value} is outside {least} to {most}; choose a value within")
