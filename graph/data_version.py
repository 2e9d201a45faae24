"""The data version, polled from Neo4j: read from memory, awaited by subscriptions, a token for caches.

Neo4j Community sends no notification of changes, so the version is polled: at most once per interval for all
callers together, and not at all while there is none.
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

READ_VERSION = statement("graph/data_version")


class Stopped(Exception):
    """Nothing waits for changes any more, because the service stops."""


class DataVersion:
    """The data version of one database, one object per process; it rises by one with each change.

    The GraphQL type of this name, in schema/types/, is what a client sees of it.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._interval_s = settings.change_poll_s
        self._deadline_s = settings.deadline_s
        self._version = 0
        self._cache_token = ""
        self._ledger = ""
        self._fresh_until = 0.0
        self._reading = asyncio.Lock()
        self._invalidated = asyncio.Event()
        self._changed = asyncio.Event()
        """Of the present state of data and ledger; another state has another event."""
        self._stopped = asyncio.Event()
        self._pausing = set[asyncio.Future[None]]()
        self._waiting = 0
        self._polling: asyncio.Task[None] | None = None

    async def current(self, deadline: Deadline) -> int:
        """The version, at most one interval old. Raises Unavailable, AuthenticationFailed."""
        if monotonic() >= self._fresh_until:
            try:
                async with asyncio.timeout(deadline.remaining()), self._reading:
                    if monotonic() >= self._fresh_until:
                        await self._read(deadline)
            except TimeoutError as error:
                raise Unavailable("The data version could not be read before the deadline.") from error
        return self._version

    async def cache_token(self, deadline: Deadline) -> str:
        """A token of the state of data and ledger, as fresh as `current`; another state has another token."""
        await self.current(deadline)
        return self._cache_token

    def invalidate(self) -> None:
        """Makes the next read fetch the version, after a write of this process; wakes those that wait."""
        self._fresh_until = 0.0
        self._invalidated.set()
        self._invalidated = asyncio.Event()

    def stop(self) -> None:
        """Ends all waiting for changes: `wait_beyond`, `wait_ledger` and `pause` raise Stopped."""
        self._stopped.set()
        for paused in self._pausing:
            if not paused.done():
                paused.set_exception(Stopped)
        self._changed.set()
        self.invalidate()

    async def pause(self, seconds: float) -> None:
        """Waits so many seconds. Raises Stopped."""
        if self._stopped.is_set():
            raise Stopped
        loop = asyncio.get_running_loop()
        resumed: asyncio.Future[None] = loop.create_future()
        timer = loop.call_later(seconds, _resume, resumed)  # thousands may end at once: a timeout costs more
        self._pausing.add(resumed)
        try:
            await resumed
        finally:
            self._pausing.remove(resumed)
            timer.cancel()

    async def ledger(self, deadline: Deadline) -> str:
        """A token of the state of the loaders' ledger, as fresh as `current`."""
        await self.current(deadline)
        return self._ledger

    async def wait_beyond(self, version: int) -> int:
        """Waits until the version is above `version` and returns it. Survives an unavailable database.

        Raises Stopped.
        """
        await self._wait(lambda: self._version > version)
        return self._version

    async def wait_ledger(self, seen: str) -> str:
        """Waits until the ledger's token differs from `seen` and returns it. Survives the same."""
        await self._wait(lambda: self._ledger != seen)
        return self._ledger

    async def _wait(self, condition: Callable[[], bool]) -> None:
        self._waiting += 1
        try:
            while not self._stopped.is_set():
                if self._cache_token and condition():
                    return
                if self._polling is None or self._polling.done():
                    self._polling = asyncio.create_task(self._poll())
                await self._changed.wait()
        finally:
            self._waiting -= 1
        raise Stopped

    async def _poll(self) -> None:
        """Reads the version once an interval while anybody waits; many who wait cost no more than one."""
        while self._waiting and not self._stopped.is_set():
            invalidated = self._invalidated
            try:
                await self.current(Deadline.after(self._deadline_s))
                pause = self._fresh_until - monotonic()
            except GraphError as error:
                log.info("data version not known (%s), retry in %.1f s", error.code, self._interval_s)
                pause = self._interval_s
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await invalidated.wait()

    async def _read(self, deadline: Deadline) -> None:
        started, invalidated = monotonic(), self._invalidated
        records = await self._database.read(READ_VERSION, {}, deadline)
        known = self._version, self._ledger
        self._version, self._ledger = records[0]["version"], str(records[0]["ledger"])
        if (self._version, self._ledger) != known:
            self._changed.set()
            self._changed = asyncio.Event()
        self._cache_token = "{version} {changedAt} {ledger}".format(**records[0])
        if invalidated is self._invalidated:  # else this may be the version before the write
            self._fresh_until = started + self._interval_s


def _resume(paused: asyncio.Future[None]) -> None:
    if not paused.done():
        paused.set_result(None)
