"""The database of a command: that of NEO4J_URI, or the embedded one, which is started if it does not run."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.access import Access, access_to
from graph.database import Database
from graph.embedded import attach_or_start
from graph.observer import Observer
from graph.settings import Settings
from monitoring.traces import traced

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Session:
    """An open database and the event loop of its calls."""

    database: Database
    runner: asyncio.Runner

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine, run to its end."""
        return self.runner.run(work)


@contextmanager
def connected(settings: Settings) -> Iterator[Session]:
    """The database of a command; an embedded server that was started for it stops with it."""
    server = attach_or_start(settings, train=False) if settings.embedded else nullcontext(None)
    with server as embedded, traced(settings) as observer, asyncio.Runner() as runner:
        database = runner.run(_open(access_to(settings, embedded), settings, observer))
        try:
            yield Session(database, runner)
        finally:
            runner.run(database.close())


async def _open(access: Access, settings: Settings, observer: Observer) -> Database:
    return Database.open(access, settings, observer)
