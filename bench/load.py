"""The load generator, a process of its own: `python -m bench.load URL CONNECTIONS SECONDS < body`.

Each connection asks again as soon as it has its answer. It prints one JSON object: how many answers a
second, and the median, 95th and 99th percentile of the time to an answer in milliseconds.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from statistics import quantiles
from time import perf_counter
from typing import cast
from urllib.parse import urlsplit

import httptools
import orjson
import uvloop


class Connection(asyncio.Protocol):
    """One connection, which asks over and over until `until`."""

    def __init__(self, request: bytes, until: float, ended: asyncio.Future[None]) -> None:
        self.times: list[float] = []
        self._request, self._until, self._ended = request, until, ended
        self._parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        now = perf_counter()
        self.times.append(1000 * (now - self._asked))
        if self._parser.get_status_code() != 200:
            self._ended.set_exception(RuntimeError(f"status {self._parser.get_status_code()}"))
        elif now < self._until:
            self._parser = httptools.HttpResponseParser(self)
            self._ask()
            return
        else:
            self._ended.set_result(None)
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_exception(exc or ConnectionError("closed early"))

    def _ask(self) -> None:
        self._asked = perf_counter()
        self._transport.write(self._request)


def _same(made: Connection) -> Connection:
    return made


async def _run(url: str, connections: int, seconds: float, body: bytes) -> bytes:
    loop, address = asyncio.get_running_loop(), urlsplit(url)
    head = (
        f"POST {address.path or '/'} HTTP/1.1\r\nhost: {address.netloc}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    until = perf_counter() + seconds
    all_ended, all_made = [], []
    started = perf_counter()
    for _ in range(connections):
        ended = loop.create_future()
        made = Connection(head.encode() + body, until, ended)
        await loop.create_connection(partial(_same, made), address.hostname or "", address.port or 80)
        all_ended.append(ended)
        all_made.append(made)
    await asyncio.gather(*all_ended)
    took = perf_counter() - started
    times = [time for made in all_made for time in made.times]
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return orjson.dumps(
        {
            "per_second": len(times) / took,
            "count": len(times),
            "p50": cuts[49],
            "p95": cuts[94],
            "p99": cuts[98],
        }
    )


def main() -> None:
    """Reads the body of the request from standard input."""
    url, connections, seconds = sys.argv[1:]
    sys.stdout.buffer.write(uvloop.run(_run(url, int(connections), float(seconds), sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
