"""An honest client, a process of its own: `python -m bench.attacks.honest URL`.

It asks from another address than the attackers, ten times a second, until its standard input closes: the
liveness probe, a question that is cached, and one that is not. Then it prints one JSON object a kind.
"""

from __future__ import annotations

import asyncio
import sys
from statistics import median, quantiles
from time import perf_counter
from typing import Final

import httpx
import orjson

ADDRESS: Final = "127.0.0.2"
PAUSE_S: Final = 0.1
SITES: Final = "query Sites%s { sites(first: 3) { edges { node { id name } } } }"
FIRST: Final = 3
"""Rounds that are not counted: they open connections."""


class Seen:
    """What one kind of request got: milliseconds of each, and what failed."""

    def __init__(self) -> None:
        self.ms: list[float] = []
        self.failures: list[str] = []

    def summary(self) -> dict[str, object]:
        """Numbers of requests and failures, median, 99th percentile and maximum in milliseconds."""
        ms = self.ms[FIRST:] or self.ms
        p99 = quantiles(ms, n=100)[98] if len(ms) > 1 else ms[0]
        return {
            "count": len(ms),
            "failures": len(self.failures),
            "first": self.failures[:1],
            "p50": median(ms),
            "p99": p99,
            "max": max(ms),
        }


async def _ask(client: httpx.AsyncClient, seen: Seen, query: str | None) -> None:
    started = perf_counter()
    try:
        if query is None:
            answer = await client.get("/livez")
        else:
            answer = await client.post("/graphql", json={"query": query})
            if "errors" in answer.json():
                seen.failures.append(answer.text[:200])
        if answer.status_code != 200:
            seen.failures.append(str(answer.status_code))
    except httpx.HTTPError as error:
        seen.failures.append(type(error).__name__)
    seen.ms.append(1000 * (perf_counter() - started))


async def _run(url: str) -> bytes:
    kinds = {"livez": Seen(), "cached": Seen(), "computed": Seen()}
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    transport = httpx.AsyncHTTPTransport(local_address=ADDRESS)
    async with httpx.AsyncClient(base_url=url, transport=transport, timeout=60) as client:
        number = 0
        while not ended.done():
            number += 1
            await _ask(client, kinds["livez"], None)
            await _ask(client, kinds["cached"], SITES % "")
            await _ask(client, kinds["computed"], SITES % number)
            await asyncio.sleep(PAUSE_S)
    return orjson.dumps({name: seen.summary() for name, seen in kinds.items()})


if __name__ == "__main__":
    sys.stdout.buffer.write(asyncio.run(_run(sys.argv[1])))
