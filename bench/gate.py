"""A gate on speed: what the service costs for a request beside the bare endpoint, in CPU of the server.

Both answer the question at size S over one Neo4j, in turns. CPU and not the clock, because machines are
shared; a ratio within its turn, because they slow down. What the service waits for is not seen.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import uvloop

from bench.load import send
from bench.processor import cpu_s
from bench.question import SIZES
from bench.servers import BARE, PYTHON, Server, running
from graph.access import Access

SERVICE: Final = (
    *PYTHON,
    "-c",
    "from unittest.mock import AsyncMock, patch\n"
    "patch('schema.server.warmup.Warmup.warm_up', AsyncMock()).start()\n"
    "from cli.app import main\n"
    "main()",
    "serve",
)
"""The API without its warm-up, whose CPU would count as that of requests."""
RECORD: Final = Path(__file__).with_suffix(".toml")
WORSE: Final = 1.15
"""A ratio that is so many times the recorded one fails."""
ROUNDS: Final = 25
REQUESTS: Final = 100
CONNECTIONS: Final = 8
LONGEST_S: Final = 20.0
WARM_UPS: Final = 5


class Gate(NamedTuple):
    """CPU of the service a request, as a multiple of the bare endpoint's; gate.toml has the recorded one."""

    ratio: float
    lowest: float
    highest: float
    recorded: float

    @property
    def passes(self) -> bool:
        """True unless the service has become too expensive."""
        return self.ratio <= WORSE * self.recorded


def gate(access: Access, rounds: int = ROUNDS) -> Gate:
    """Measures it over a Neo4j that has sites and requests. Call it where no event loop runs."""
    with running("API", SERVICE, access, answer_cache_mb=0) as api, running("bare", BARE, access) as bare:
        ratios = [_cpu(api) / _cpu(bare) for _ in range(WARM_UPS + rounds)][WARM_UPS:]
    recorded = tomllib.loads(RECORD.read_text(encoding="utf-8"))["ratio"]
    return Gate(median(ratios), min(ratios), max(ratios), recorded)


def _cpu(server: Server) -> float:
    """Seconds of CPU for REQUESTS."""
    before = cpu_s(server.pid)
    uvloop.run(send(server.url, CONNECTIONS, LONGEST_S, [SIZES[0].body] * REQUESTS, once=True))
    return cpu_s(server.pid) - before
