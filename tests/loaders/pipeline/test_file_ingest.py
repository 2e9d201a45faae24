"""A file is loaded a batch at a time, and the event loop does not wait for it."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any, Final

import pytest
from graph_answers import row_counts
from request_files import REQUEST, write_jsonl

from domain.vocabulary import RunStatus
from graph.database import Database
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement
from loaders.resolver.resolver import Resolver
from loaders.sources.requests.source import REQUESTS

LARGE_BYTES: Final = 150_000_000
LONG_S: Final = 10.0


def rows(number: int) -> list[dict[str, Any]]:
    """Requests that name their jurisdiction without its key."""
    given = {name: value for name, value in REQUEST.items() if name != "jurisdiction_key"}
    return [given | {"request_id": f"ingest-{each}"} for each in range(number)]


def takes_a_turn(loop: asyncio.AbstractEventLoop) -> bool:
    """True once the event loop runs, False if it does not for long."""
    turn = threading.Event()
    loop.call_soon_threadsafe(turn.set)
    return turn.wait(LONG_S)


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(read_jurisdictions())


async def test_the_event_loop_runs_while_a_file_is_hashed(empty: Database, tmp_path: Path) -> None:
    path, turns, ended = tmp_path / "large.jsonl", list[float](), asyncio.Event()
    with path.open("wb") as file:
        file.truncate(LARGE_BYTES)  # no row: it is hashed, and refused

    async def turn() -> None:
        while not ended.is_set():
            turns.append(monotonic())
            await asyncio.sleep(0.001)

    async def load() -> LoadReport:
        try:
            return await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
        finally:
            ended.set()

    started = monotonic()
    hashlib.sha256(path.read_bytes())
    hashed_s = monotonic() - started
    _, report = await asyncio.gather(turn(), load())
    assert report.status is RunStatus.FAILED
    assert max(after - before for before, after in pairwise(turns)) < hashed_s / 2


async def test_the_event_loop_runs_while_rows_are_checked(
    empty: Database, tmp_path: Path, resolver: Resolver
) -> None:
    loop, ran = asyncio.get_running_loop(), list[bool]()

    def waited() -> Resolver:
        ran.append(takes_a_turn(loop))
        return resolver

    options = LoadOptions(quarantine=tmp_path / "aside", placement=Placement(waited))
    path = write_jsonl(tmp_path / "log.jsonl", rows(2))
    assert row_counts(await load_file(empty, REQUESTS, path, options)) == (2, 0, 0, 0, 0)
    assert ran == [True, True]


async def test_one_batch_at_most_is_read_before_the_one_before_it_is_written(
    empty: Database, tmp_path: Path, resolver: Resolver
) -> None:
    checked, written, held = 0, 0, list[int]()

    def counted() -> Resolver:
        nonlocal checked
        checked += 1
        return resolver

    def advance(number: int, _: float | None) -> None:
        nonlocal written
        held.append(checked - written)
        written += number

    options = LoadOptions(quarantine=tmp_path / "aside", placement=Placement(counted), batch=2)
    path = write_jsonl(tmp_path / "log.jsonl", rows(7))
    assert row_counts(await load_file(empty, REQUESTS, path, options, advance)) == (7, 0, 0, 0, 0)
    assert max(held) <= 2 * options.batch
