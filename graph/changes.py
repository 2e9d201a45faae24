"""The version of the data, watched: who asks has it from memory, who waits is told when it rises.

Neo4j Community tells nobody of changes, so the version is polled: at most once in an interval, however
many ask or wait, and not at all while nobody does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import GraphError, Unavailable
from graph.settings import Settings
from graph.statements import statement

log = logging.getLogger(__name__)

VERSION = statement("graph/data_version")


class Changes:
    """The data version of one database; one per process. It only rises, by one for each change."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._interval_s = settings.change_poll_s
        self._deadline_s = settings.deadline_s
        self._version = 0
        self._stamp = ""
        self._ledger = ""
        self._fresh_until = 0.0
        self._reading = asyncio.Lock()
        self._told = asyncio.Event()

    async def current(self, deadline: Deadline) -> int:
        """The version, at most an interval old. Raises Unavailable, AuthenticationFailed."""
        if monotonic() >= self._fresh_until:
            try:
                async with asyncio.timeout(deadline.remaining()), self._reading:
                    if monotonic() >= self._fresh_until:
                        await self._read(deadline)
            except TimeoutError as error:
                raise Unavailable("The data version could not be read before the deadline.") from error
        return self._version

    async def stamp(self, deadline: Deadline) -> str:
        """A name of the state of all that can be asked for, as old as `current`."""
        await self.current(deadline)
        return self._stamp

    def moved(self) -> None:
        """Told by writes of our own: whoever asks or waits gets a version that is read after this call."""
        self._fresh_until = 0.0
        self._told.set()
        self._told = asyncio.Event()

    async def ledger(self, deadline: Deadline) -> str:
        """A name of the state of the loaders' ledger, as old as `current`."""
        await self.current(deadline)
        return self._ledger

    async def wait_beyond(self, version: int) -> int:
        """Returns the newest version once it is above `version`. Outlasts a database that is away."""
        await self._wait(lambda: self._version > version)
        return self._version

    async def wait_ledger(self, seen: str) -> str:
        """Returns the newest name of the ledger's state once it is another. Outlasts the same."""
        await self._wait(lambda: self._ledger != seen)
        return self._ledger

    async def _wait(self, happened: Callable[[], bool]) -> None:
        while True:
            told = self._told
            try:
                await self.current(Deadline.after(self._deadline_s))
                if happened():
                    return
                pause = self._fresh_until - monotonic()
            except GraphError as error:
                log.info("data version not known (%s), again in %.1f s", error.code, self._interval_s)
                pause = self._interval_s
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await told.wait()

    async def _read(self, deadline: Deadline) -> None:
        asked_at, told = monotonic(), self._told
        records = await self._database.read(VERSION, {}, deadline)
        self._version = records[0]["version"]
        self._ledger = str(records[0]["ledger"])
        self._stamp = "{version} {changedAt} {ledger}".format(**records[0])
        if told is self._told:  # else it may be older than what we were told of
            self._fresh_until = asked_at + self._interval_s
