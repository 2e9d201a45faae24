"""The load generator, a process of its own: `python -m bench.load URL CONNECTIONS SECONDS [once] < bodies`.

Each line of the input is the body of a request. Each connection sends the next one as soon as it has its
answer; after the last line the first follows, or with `once` nothing. It prints one JSON object: how many
answers a second, and percentiles of the time to an answer in milliseconds. It fails on an error of GraphQL.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from statistics import quantiles
from time import perf_counter
from typing import Final, cast
from urllib.parse import SplitResult, urlsplit

import httptools
import orjson
import uvloop

ERRORS: Final = b'"errors":'


class Connection(asyncio.Protocol):
    """One connection, which sends requests until `until`, or until there are no more."""

    def __init__(self, requests: Iterator[bytes], until: float, ended: asyncio.Future[None]) -> None:
        self.times: list[float] = []
        self._requests, self._until, self._ended = requests, until, ended
        self._parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        if ERRORS in data:
            self._ended.set_exception(RuntimeError(data.decode(errors="replace")))
            self._transport.close()
            return
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
        request = next(self._requests, None)
        if request is None:
            self._ended.set_result(None)
            self._transport.close()
            return
        self._asked = perf_counter()
        self._transport.write(request)


def _same(made: Connection) -> Connection:
    return made


def _request(url: SplitResult, body: bytes) -> bytes:
    head = (
        f"POST {url.path or '/'} HTTP/1.1\r\nhost: {url.netloc}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def send(
    url: str, connections: int, seconds: float, bodies: list[bytes], *, once: bool
) -> dict[str, float]:
    """Sends the bodies and returns what the module prints. Raises RuntimeError, ConnectionError."""
    loop, address = asyncio.get_running_loop(), urlsplit(url)
    all_requests = [_request(address, body) for body in bodies]
    requests = iter(all_requests) if once else cycle(all_requests)
    until = perf_counter() + seconds
    all_ended, all_made = [], []
    started = perf_counter()
    for _ in range(connections):
        ended = loop.create_future()
        made = Connection(requests, until, ended)
        await loop.create_connection(partial(_same, made), address.hostname or "", address.port or 80)
        all_ended.append(ended)
        all_made.append(made)
    await asyncio.gather(*all_ended)
    took = perf_counter() - started
    times = [time for made in all_made for time in made.times]
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return {
        "per_second": len(times) / took,
        "answers": len(times),
        "p50": cuts[49],
        "p90": cuts[89],
        "p99": cuts[98],
    }


def main() -> None:
    """Reads the bodies from standard input."""
    url, connections, seconds, *once = sys.argv[1:]
    bodies = sys.stdin.buffer.read().splitlines()
    found = uvloop.run(send(url, int(connections), float(seconds), bodies, once=bool(once)))
    sys.stdout.buffer.write(orjson.dumps(found))


if __name__ == "__main__":
    main()
