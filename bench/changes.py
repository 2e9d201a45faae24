"""The response cache while the data change: `python -m bench changes`.

Sixteen clients ask the mix (bench/peers/classes.py), which repeats sixty questions, while another process
raises the version of the data every so often. Each change ends all stored answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from threading import Event, Thread
from typing import Final, NamedTuple

from bench.homes import Neo4j
from bench.peers.classes import mix
from bench.peers.dialects import Dialect
from bench.runs import Run, run
from bench.servers import API, running, wait_until_warm
from cli.session import connected
from graph.deadline import Deadline
from graph.settings import Settings
from loaders.pipeline.writer import RAISE_VERSION

CONNECTIONS: Final = 16
SECONDS: Final = 10.0
ROUNDS: Final = 3
EVERY_S: Final = {"never": None, "every 5 seconds": 5.0, "every second": 1.0}
"""The data change. The service asks for their version once a second, so more often is the same."""
NO_CACHE: Final = "no response cache"
DEADLINE_S: Final = 30.0


class Row(NamedTuple):
    """How often the data change, answers, and the throughput to that of data that never change."""

    changes: str
    run: Run
    ratio: float


def changes(graph: Neo4j) -> list[Row]:
    """Measures all in each round. Call it where no event loop runs. Raises RunFailed."""
    bodies = [body for each in mix() if (body := each.body(Dialect.OURS)) is not None]
    runs: dict[str, list[Run]] = {name: [] for name in (*EVERY_S, NO_CACHE)}
    with (
        running("API", API, graph.access) as cached,
        running("API", API, graph.access, answer_cache_mb=0) as uncached,
    ):
        for server in (cached, uncached):
            wait_until_warm(server)
            run(server, bodies, CONNECTIONS, SECONDS, graph.java)
        for _ in range(ROUNDS):
            for name, seconds in EVERY_S.items():
                with _changed_every(seconds, graph.settings):
                    runs[name].append(run(cached, bodies, CONNECTIONS, SECONDS, graph.java))
            runs[NO_CACHE].append(run(uncached, bodies, CONNECTIONS, SECONDS, graph.java))
    unchanged = [each.per_second for each in next(iter(runs.values()))]
    return [
        Row(
            name,
            Run(*(median(each) for each in zip(*found, strict=True))),
            median(each.per_second / never for each, never in zip(found, unchanged, strict=True)),
        )
        for name, found in runs.items()
    ]


@contextmanager
def _changed_every(seconds: float | None, settings: Settings) -> Iterator[None]:
    """Raises the version of the data in that interval, as another process does; never where it is None."""
    ended = Event()

    def change() -> None:
        with connected(settings) as session:
            while not ended.wait(seconds):
                session.run(session.database.write(RAISE_VERSION, {}, Deadline.after(DEADLINE_S)))

    thread = Thread(target=change)
    if seconds is not None:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        if seconds is not None:
            thread.join()
