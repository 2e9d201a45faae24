"""A token bucket of cost for each caller: what one may spend a second, and at once."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final

from graph.errors import RateLimited
from graph.settings import Settings, variable
from schema.lru_cache import LRUCache

MAX_CALLERS: Final = 10_000
"""Callers that are remembered; one that has not called for longest begins anew."""


@dataclass(slots=True)
class Budget:
    """What one caller may still spend; below 0 it has spent in advance."""

    left: float
    at: float
    """The time of `left`, on the monotonic clock."""


class CostBudgets:
    """Budgets that fill up at `rate` a second, up to `burst`; a rate of 0 is no limit.

    Callers on this machine that have not signed in have none, unless the rate is a setting.

    An operation runs while anything is left, whatever it costs: so that a costly one can run at all. Its
    caller then waits longer.
    """

    def __init__(self, settings: Settings) -> None:
        self.rate, self.burst = settings.cost_per_second, settings.burst_of_cost
        self._spares_local = settings.cost_rate is None
        self._budgets: LRUCache[Budget] = LRUCache(MAX_CALLERS)

    def spend(self, caller: str, cost: int) -> None:
        """Takes the cost of an operation. Raises RateLimited."""
        if not self._limits(caller):
            return
        budget = self._filled(caller)
        if budget.left <= 0:
            seconds = ceil((1 - budget.left) / self.rate)
            raise RateLimited(
                f"One caller may spend a cost of {self.rate:,} a second ({variable('cost_rate')}) and "
                f"{self.burst:,} at once ({variable('cost_burst')}); wait {seconds} s.",
                retry_after_s=seconds,
            )
        budget.left -= cost

    def headers(self, caller: str) -> dict[str, str]:
        """The headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10)."""
        if not self._limits(caller):
            return {}
        left = self._filled(caller).left
        full_s = ceil((self.burst - left) / self.rate)
        return {
            "ratelimit-policy": f'"cost";q={self.burst};w={ceil(self.burst / self.rate)}',
            "ratelimit": f'"cost";r={max(0, int(left))};t={full_s}',
        }

    def _limits(self, caller: str) -> bool:
        local = self._spares_local and (caller.startswith("127.") or caller == "::1")
        return self.rate > 0 and not local

    def _filled(self, caller: str) -> Budget:
        now, budget = monotonic(), self._budgets.get(caller)
        if budget is None:
            budget = Budget(self.burst, now)
            self._budgets.put(caller, budget)
        budget.left = min(self.burst, budget.left + (now - budget.at) * self.rate)
        budget.at = now
        return budget
