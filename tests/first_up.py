"""The first `learning-sites up`, on an empty home."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from filled_home import keep
from processes import ask, gone, interrupt, planned, up
from pydantic import BaseModel
from rich.console import Console

from graph.embedded import Artifacts
from graph.embedded.disk import take_lock
from graph.embedded.java import bundled, find_java
from graph.embedded.training import make
from graph.settings import Settings
from graph.viewer import STAFF
from schema.server.pages.default_query import default_query

PATIENCE_S = 900.0


class FirstUp(BaseModel):
    """What it said to its end, what it answered to the first question, how it ended, and the home it left."""

    log: str
    answer: dict[str, Any]
    code: int
    left_nothing: bool
    home: Path


def train() -> None:
    """Makes the AOT cache where there is none: a run starts Neo4j some twenty times.

    The product does it at the lowest priority, which between two busy workers would come to no end.
    """
    settings = Settings()
    Artifacts(settings.cache).ensure(Console(quiet=True))
    make(settings.cache, find_java(bundled()), settings.heap_mb)


def run_once(base: Path) -> FirstUp:
    """Runs it in pytest's folder `base`, or waits for the worker of the same run that does."""
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    lock = take_lock(folder / "first-up.lock", wait_s=PATIENCE_S)
    assert lock is not None, "the other worker takes too long"
    try:
        record = folder / "first-up.json"
        if not record.exists():
            assert not (folder / "first-up").exists(), "it has failed in the other worker, which says why"
            record.write_text(_run(folder / "first-up").model_dump_json())
        return FirstUp.model_validate_json(record.read_text())
    finally:
        os.close(lock)


def _run(folder: Path) -> FirstUp:
    folder.mkdir()
    home = folder / "home"
    with up(home, folder) as first:
        planned(first)
        answer = ask(first.url, default_query(STAFF)).json()
        code = interrupt(first)
    keep(home)
    return FirstUp(log=first.log.read_text(), answer=answer, code=code, left_nothing=gone(home), home=home)
