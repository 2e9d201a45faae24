"""The one door to Neo4j: every statement of the process goes through a Database."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, LiteralString, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncSession,
    AsyncTransaction,
    Query,
    Record,
    SummaryCounters,
)
from neo4j.api import AsyncBookmarkManager

from graph.access import Access
from graph.deadline import Deadline
from graph.errors import DeadlineExceeded, GraphError, Unavailable
from graph.faults import FAULTS, translate
from graph.settings import Settings
from graph.statements import Statement, statement

log = logging.getLogger(__name__)

T = TypeVar("T")
Parameters = Mapping[str, Any]

PING = statement("graph/ping")

# A lost connection or a deadlock is over after one or two fresh tries; a server that is gone is not.
TRIES = 4
FIRST_PAUSE_S = 0.05
# Neo4j ends a statement a little before we stop waiting for it, so that the answer is its own.
SERVER_SHARE = 0.9


@dataclass
class _Try:
    """One try of a call; `reached` once Neo4j has answered that it works on it."""

    reached: bool = False


class _NoBookmarks(AsyncBookmarkManager):
    """No statement waits for one before it, also in a session that is used again."""

    async def update_bookmarks(
        self, previous_bookmarks: Collection[str], new_bookmarks: Collection[str]
    ) -> None:
        """Forgets them."""

    async def get_bookmarks(self) -> Collection[str]:
        """There are none."""
        return ()


_NO_BOOKMARKS = _NoBookmarks()


class _Rows(list[Any]):
    """Rows on their way to the driver, which words all parameters for its debug log even when there is none.

    That took a tenth of a loader's time; and rows have no place in a log.
    """

    def __repr__(self) -> str:
        return f"[{len(self)} rows]"


class Transaction:
    """One open transaction; commits when its block ends well, rolls back otherwise."""

    def __init__(self, inner: AsyncTransaction) -> None:
        self._inner = inner
        self.changed = False

    async def run(self, statement: Statement, parameters: Parameters) -> list[Record]:
        """All records of one statement. `changed` tells afterwards whether any statement changed data."""
        try:
            sent = {
                name: _Rows(each) if isinstance(each, list) else each for name, each in parameters.items()
            }
            result = await self._inner.run(_text(statement), sent)
            records = [record async for record in result]
            counters: SummaryCounters = (await result.consume()).counters
        except FAULTS as error:
            raise translate(error, statement.name) from error
        self.changed = self.changed or counters.contains_updates
        return records


class Database:
    """An asynchronous Neo4j driver with our deadlines, errors and retries; one per process.

    Every call takes a Deadline and ends before it: with the answer, or with an error of graph.errors.
    """

    def __init__(self, driver: AsyncDriver, name: str, settings: Settings) -> None:
        self._driver = driver
        self._name = name
        self._slow = settings.slow_statement_s
        self._readers: list[AsyncSession] = []  # idle, and without a connection
        self._most_readers = settings.pool_size

    @classmethod
    def open(cls, access: Access, settings: Settings) -> Self:
        """Connects lazily: no server needs to answer yet."""
        driver = AsyncGraphDatabase.driver(
            access.uri,
            auth=(access.username, access.password),
            connection_timeout=settings.connect_timeout_s,
            connection_acquisition_timeout=settings.deadline_s,
            max_connection_pool_size=settings.pool_size,
            liveness_check_timeout=30.0,
            telemetry_disabled=True,
            notifications_min_severity="OFF",
        )
        return cls(driver, access.database, settings)

    async def close(self) -> None:
        """Closes all connections."""
        while self._readers:
            await self._readers.pop().close()
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ping(self, deadline: Deadline) -> None:
        """Returns when the database answers a statement. Raises Unavailable, AuthenticationFailed."""
        await self.read(PING, {}, deadline)

    async def read(
        self,
        statement: Statement,
        parameters: Parameters,
        deadline: Deadline,
        *,
        planned: Callable[[], None] | None = None,
    ) -> list[Record]:
        """All records of a statement that only reads; Neo4j refuses it when it writes.

        One round trip (auto-commit), tried again while the failure is retryable and time remains. Calls
        `planned` when Neo4j has planned the statement and begins to run it.
        """

        async def once(this: _Try) -> list[Record]:
            # Making a session costs a tenth of a small question, so those that read are used again.
            session = self._readers.pop() if self._readers else self._session(READ_ACCESS)
            try:
                query = Query(_text(statement), timeout=deadline.remaining() * SERVER_SHARE)
                result = await session.run(query, dict(parameters))
                this.reached = True
                if planned is not None:
                    planned()
                records = [record async for record in result]
            except BaseException:
                async with session:  # ends it as the driver ends one that failed or was cancelled
                    raise
            if len(self._readers) < self._most_readers:
                self._readers.append(session)
            else:
                await session.close()
            return records

        # A question that is slow is news; a batch of a loader may take its time.
        return await self._try(once, statement.name, deadline, slow=logging.WARNING)

    async def explain(
        self, statement: Statement, parameters: Parameters, deadline: Deadline
    ) -> Mapping[str, Any]:
        """How Neo4j would run a statement: operators with `operatorType`, `args` and `children`."""

        async def once(this: _Try) -> Mapping[str, Any]:
            async with self._session(READ_ACCESS) as session:
                explained = Statement(statement.name, f"CYPHER 25 EXPLAIN {statement.body}")
                result = await session.run(_text(explained), dict(parameters))
                this.reached = True
                plan: Mapping[str, Any] | None = (await result.consume()).plan
                assert plan is not None
                return plan

        return await self._try(once, statement.name, deadline)

    async def write(self, statement: Statement, parameters: Parameters, deadline: Deadline) -> list[Record]:
        """Runs one idempotent statement in a transaction of its own; see `transact`."""

        async def work(transaction: Transaction) -> list[Record]:
            return await transaction.run(statement, parameters)

        return await self.transact(work, deadline, name=statement.name)

    async def transact(
        self, work: Callable[[Transaction], Awaitable[T]], deadline: Deadline, *, name: str = "transaction"
    ) -> T:
        """Runs `work` in one transaction and commits it; all or nothing.

        After a retryable failure the whole of `work` runs again, also when it is not known whether
        the commit arrived: so `work` must be idempotent (MERGE by key, counters set with their rows).
        """

        async def once(this: _Try) -> T:
            async with self.transaction(deadline) as transaction:
                this.reached = True
                return await work(transaction)

        return await self._try(once, name, deadline)

    @asynccontextmanager
    async def transaction(self, deadline: Deadline) -> AsyncIterator[Transaction]:
        """One transaction without retries, for a caller that handles failures itself."""
        async with self._session(WRITE_ACCESS) as session:
            inner = await session.begin_transaction(timeout=deadline.remaining() * SERVER_SHARE)
            async with inner:
                yield Transaction(inner)
                await inner.commit()

    async def execute(self, statement: Statement, parameters: Parameters, deadline: Deadline) -> list[Record]:
        """Runs an idempotent auto-commit statement: schema changes, CALL … IN TRANSACTIONS."""

        async def once(this: _Try) -> list[Record]:
            async with self._session(WRITE_ACCESS) as session:
                result = await session.run(_text(statement), dict(parameters))
                this.reached = True
                return [record async for record in result]

        return await self._try(once, statement.name, deadline)

    def _session(self, access: str) -> AsyncSession:
        # fetch_size −1: all records in one PULL; a plan returns one record, a loader a few.
        return self._driver.session(
            database=self._name, default_access_mode=access, fetch_size=-1, bookmark_manager=_NO_BOOKMARKS
        )

    async def _try(
        self, once: Callable[[_Try], Awaitable[T]], name: str, deadline: Deadline, *, slow: int = logging.INFO
    ) -> T:
        pause = FIRST_PAUSE_S
        for attempt in range(1, TRIES + 1):
            try:
                return await self._within(once, name, deadline, slow)
            except DeadlineExceeded:
                raise  # the next request may have better luck, this one has no time left
            except GraphError as error:
                if not error.retryable or attempt == TRIES or deadline.left() < pause:
                    raise
                log.info("%s: try %d failed (%s), again in %.2f s", name, attempt, error.code, pause)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))
            pause *= 2
        raise AssertionError("unreachable")  # pragma: no cover

    async def _within(
        self, once: Callable[[_Try], Awaitable[T]], name: str, deadline: Deadline, slow: int
    ) -> T:
        started, this = perf_counter(), _Try()
        try:
            async with asyncio.timeout(deadline.remaining()):
                return await once(this)
        except TimeoutError as error:
            if this.reached:  # Neo4j looks for overdue transactions only every two seconds
                raise DeadlineExceeded(f"{name}: the statement took longer than its deadline.") from error
            raise Unavailable(f"{name}: no answer from Neo4j before the deadline.") from error
        except FAULTS as error:
            raise translate(error, name) from error
        finally:
            seconds = perf_counter() - started
            if seconds > self._slow:
                log.log(slow, "slow statement %s: %.2f s", name, seconds)


def _text(statement: Statement) -> LiteralString:
    # Only files of cypher/ and the planner's writer make a Statement: no client text comes this way.
    return statement.text
