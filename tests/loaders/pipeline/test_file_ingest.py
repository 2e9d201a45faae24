"""A file is loaded a batch at a time, and the event loop never waits for it."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path
from time import sleep
from typing import Any, Final

from graph_answers import told
from request_files import REQUEST, write_jsonl

from graph.database import Database
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.placement import Placement
from loaders.resolver.resolver import Resolver
from loaders.sources.requests.source import REQUESTS

READS: Final = 2
"""A file is read for its hash, and for its rows."""
PAUSE_S: Final = 1.0
LONG_S: Final = 10.0


def requests(number: int) -> list[dict[str, Any]]:
    return [REQUEST | {"request_id": f"ingest-{each}"} for each in range(number)]


async def test_the_event_loop_runs_while_a_file_is_waited_for(empty: Database, tmp_path: Path) -> None:
    content = write_jsonl(tmp_path / "content.jsonl", requests(2)).read_bytes()
    pipe, loop = tmp_path / "pipe.jsonl", asyncio.get_running_loop()
    os.mkfifo(pipe)
    ran = list[bool]()

    def feed() -> None:
        for _ in range(READS):
            sleep(PAUSE_S)  # the load waits for the pipe by now
            turn = threading.Event()
            loop.call_soon_threadsafe(turn.set)
            ran.append(turn.wait(LONG_S))
            pipe.write_bytes(content)

    options = LoadOptions(quarantine=tmp_path / "aside")
    _, report = await asyncio.gather(asyncio.to_thread(feed), load_file(empty, REQUESTS, pipe, options))
    assert told(report) == (2, 0, 0, 0, 0)
    assert ran == [True] * READS


async def test_a_batch_is_read_once_the_one_before_it_is_written(empty: Database, tmp_path: Path) -> None:
    resolver, checked, written, held = Resolver(read_jurisdictions()), 0, 0, list[int]()
    rows = [{name: value for name, value in row.items() if name != "jurisdiction_key"} for row in requests(7)]

    def counted() -> Resolver:
        nonlocal checked
        checked += 1
        return resolver

    def advance(number: int, _: float | None) -> None:
        nonlocal written
        held.append(checked - written)
        written += number

    options = LoadOptions(quarantine=tmp_path / "aside", placement=Placement(counted), batch=2)
    path = write_jsonl(tmp_path / "log.jsonl", rows)
    assert told(await load_file(empty, REQUESTS, path, options, advance)) == (7, 0, 0, 0, 0)
    assert held == [2, 2, 2, 1]
