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
        self._stopped = asyncio.Event()

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
        self.invalidate()

    async def pause(self, seconds: float) -> None:
        """Waits so many seconds. Raises Stopped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
                raise Stopped

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
        while not self._stopped.is_set():
            invalidated = self._invalidated
            try:
                await self.current(Deadline.after(self._deadline_s))
                if condition():
                    return
                pause = self._fresh_until - monotonic()
            except GraphError as error:
                log.info("data version not known (%s), retry in %.1f s", error.code, self._interval_s)
                pause = self._interval_s
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await invalidated.wait()
        raise Stopped

    async def _read(self, deadline: Deadline) -> None:
        started, invalidated = monotonic(), self._invalidated
        records = await self._database.read(READ_VERSION, {}, deadline)
        self._version = records[0]["version"]
        self._ledger = str(records[0]["ledger"])
        self._cache_token = "{version} {changedAt} {ledger}".format(**records[0])
        if invalidated is self._invalidated:  # else this may be the version before the write
            self._fresh_until = started + self._interval_s
