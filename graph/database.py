"""The only Neo4j client: every statement of the process goes through a Database."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
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
from neo4j._conf import SessionConfig

from graph.access import Access
from graph.activity import is_warm_up, metadata
from graph.deadline import Deadline
from graph.errors import DeadlineExceeded, GraphError, Overloaded, Unavailable
from graph.faults import FAULTS, translate
from graph.observer import Observer
from graph.room import Room
from graph.settings import Settings
from graph.statements import Statement, statement

log = logging.getLogger(__name__)

T = TypeVar("T")
Parameters = Mapping[str, Any]

PING = statement("graph/ping")

# A lost connection or a deadlock is over after one or two retries; a server that is down is not.
ATTEMPTS = 4
FIRST_PAUSE_S = 0.05
# Neo4j's own time limit comes a little before ours, so that the error is its own.
SERVER_SHARE = 0.9


@dataclass
class _Attempt:
    """One attempt; `reached` is True once Neo4j has accepted the statement."""

    reached: bool = False


class Transaction:
    """An open transaction; it commits when its block ends without an error, else it rolls back."""

    def __init__(self, inner: AsyncTransaction) -> None:
        self._inner = inner
        self.changed = False

    async def run(self, statement: Statement, parameters: Parameters) -> list[Record]:
        """The records of one statement. Afterwards `changed` is True if any statement has changed data."""
        try:
            result = await self._inner.run(_text(statement), dict(parameters))
            records = [record async for record in result]
            counters: SummaryCounters = (await result.consume()).counters
        except FAULTS as error:
            raise translate(error, statement.name) from error
        self.changed = self.changed or counters.contains_updates
        return records


class Database:
    """An asynchronous Neo4j driver with deadlines, retries and the errors of graph.errors; one per process.

    Every call takes a Deadline and ends before it, with its records or an error.
    """

    def __init__(
        self, driver: AsyncDriver, access: Access, settings: Settings, observer: Observer | None = None
    ) -> None:
        self.observer = observer or Observer()
        self._driver = driver
        # In a cluster a read waits until its member has what this process has written and seen.
        bookmarks = AsyncGraphDatabase.bookmark_manager() if access.routed else None
        # fetch_size −1: all records in one PULL; a plan returns one record, a loader a few.
        session = {"database": access.database, "fetch_size": -1, "bookmark_manager": bookmarks}
        self._options: dict[str, SessionConfig] = {
            mode: driver._read_session_config(session | {"default_access_mode": mode})  # type: ignore[no-untyped-call]
            for mode in (READ_ACCESS, WRITE_ACCESS)
        }
        self._room = Room(access.folder)
        self._pool_size = settings.pool_size
        self._running = 0  # statements and transactions
        self._slow = settings.slow_statement_s

    @classmethod
    def open(cls, access: Access, settings: Settings, observer: Observer | None = None) -> Self:
        """A database whose connections open on demand: no server needs to run yet."""
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
        return cls(driver, access, settings, observer)

    @property
    def connections(self) -> tuple[int, int]:
        """How many Bolt connections are in use, and how many idle."""
        # The driver has no public name for its pool; the test of /metrics fails once it differs.
        pools = self._driver._pool.connections.values()
        in_use = [connection.in_use for pool in pools for connection in pool]
        return sum(in_use), len(in_use) - sum(in_use)

    async def close(self) -> None:
        """Closes all connections."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ping(self, deadline: Deadline) -> None:
        """Returns when the database has answered a statement. Raises Unavailable, AuthenticationFailed."""
        await self.read(PING, {}, deadline)

    async def read(
        self,
        statement: Statement,
        parameters: Parameters,
        deadline: Deadline,
        *,
        planned: Callable[[], None] | None = None,
    ) -> list[Record]:
        """The records of a read-only statement; Neo4j refuses one that writes.

        One round trip (auto-commit), retried while a retry can help and time remains. Calls `planned`
        when Neo4j has planned the statement and begins to run it.
        """

        async def once(attempt: _Attempt) -> list[Record]:
            async with self._session(READ_ACCESS) as session:
                query = Query(_text(statement), metadata(), deadline.remaining() * SERVER_SHARE)
                result = await session.run(query, dict(parameters))
                attempt.reached = True
                if planned is not None:
                    planned()
                return [record async for record in result]

        # A slow query deserves a warning; a batch of a loader, or the first plan of a statement, may be slow.
        slow = logging.INFO if is_warm_up() else logging.WARNING
        return await self._retrying(once, statement.name, deadline, slow=slow)

    async def explain(
        self, statement: Statement, parameters: Parameters, deadline: Deadline
    ) -> Mapping[str, Any]:
        """How Neo4j would run a statement: operators with `operatorType`, `args` and `children`."""

        async def once(attempt: _Attempt) -> Mapping[str, Any]:
            async with self._session(READ_ACCESS) as session:
                explained = Statement(statement.name, f"CYPHER 25 EXPLAIN {statement.body}")
                result = await session.run(_text(explained), dict(parameters))
                attempt.reached = True
                plan: Mapping[str, Any] | None = (await result.consume()).plan
                assert plan is not None
                return plan

        return await self._retrying(once, statement.name, deadline)

    async def write(
        self,
        statement: Statement,
        parameters: Parameters,
        deadline: Deadline,
        *,
        from_reserve: bool = False,
    ) -> list[Record]:
        """Runs one idempotent statement in a transaction of its own; see `transact`."""

        async def work(transaction: Transaction) -> list[Record]:
            return await transaction.run(statement, parameters)

        return await self.transact(work, deadline, name=statement.name, from_reserve=from_reserve)

    async def transact(
        self,
        work: Callable[[Transaction], Awaitable[T]],
        deadline: Deadline,
        *,
        name: str = "transaction",
        from_reserve: bool = False,
    ) -> T:
        """Runs `work` in one transaction and commits it.

        After a retryable error `work` runs again, also when the commit may have succeeded: so `work` must be
        idempotent (MERGE by key, counters set with their rows). `from_reserve` is for a short write that must
        succeed on a nearly full disk. Raises NoSpace, and the errors of `translate`.
        """

        async def once(attempt: _Attempt) -> T:
            self._room.require(name, from_reserve=from_reserve)
            async with self._transaction(deadline) as transaction:
                attempt.reached = True
                return await work(transaction)

        return await self._retrying(once, name, deadline)

    @asynccontextmanager
    async def transaction(self, deadline: Deadline) -> AsyncIterator[Transaction]:
        """One transaction without retries, for a caller that handles errors itself."""
        self._running += 1
        try:
            async with self._transaction(deadline) as transaction:
                yield transaction
        finally:
            self._running -= 1

    @asynccontextmanager
    async def _transaction(self, deadline: Deadline) -> AsyncIterator[Transaction]:
        async with self._session(WRITE_ACCESS) as session:
            inner = await session.begin_transaction(metadata(), deadline.remaining() * SERVER_SHARE)
            async with inner:
                yield Transaction(inner)
                await inner.commit()

    async def execute(self, statement: Statement, parameters: Parameters, deadline: Deadline) -> list[Record]:
        """Runs an idempotent auto-commit statement: schema changes, CALL … IN TRANSACTIONS."""

        async def once(attempt: _Attempt) -> list[Record]:
            self._room.require(statement.name)
            async with self._session(WRITE_ACCESS) as session:
                result = await session.run(Query(_text(statement), metadata()), dict(parameters))
                attempt.reached = True
                return [record async for record in result]

        return await self._retrying(once, statement.name, deadline)

    def _session(self, access: str) -> AsyncSession:
        """A session, which holds one connection of the pool while a statement runs."""
        # As `driver.session`, which reads its options anew each time: docs/decisions/session-options.md.
        session: AsyncSession = self._driver._session(self._options[access])
        return session

    async def _retrying(
        self,
        once: Callable[[_Attempt], Awaitable[T]],
        name: str,
        deadline: Deadline,
        *,
        slow: int = logging.INFO,
    ) -> T:
        pause = FIRST_PAUSE_S
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.observer.statement(name, attempt):
                    return await self._within(once, name, deadline, slow)
            except DeadlineExceeded:
                raise  # no time is left for a retry
            except Overloaded:
                raise  # a retry would add to the load
            except GraphError as error:
                if not error.retryable or attempt == ATTEMPTS or deadline.left() < pause:
                    raise
                log.info("%s: attempt %d failed (%s), retry in %.2f s", name, attempt, error.code, pause)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))
            pause *= 2
        raise AssertionError("unreachable")  # pragma: no cover

    async def _within(
        self, once: Callable[[_Attempt], Awaitable[T]], name: str, deadline: Deadline, slow: int
    ) -> T:
        started, attempt = perf_counter(), _Attempt()
        waits = self._running >= self._pool_size
        self._running += 1
        try:
            async with asyncio.timeout(deadline.remaining()):
                return await once(attempt)
        except TimeoutError as error:
            if attempt.reached:  # Neo4j checks for overdue transactions every two seconds only
                raise DeadlineExceeded(f"{name}: the statement took longer than its deadline.") from error
            if waits:
                raise Overloaded(
                    f"{name}: all {self._pool_size} connections to Neo4j were in use."
                ) from error
            raise Unavailable(f"{name}: no answer from Neo4j before the deadline.") from error
        except FAULTS as error:
            raise translate(error, name) from error
        finally:
            self._running -= 1
            seconds = perf_counter() - started
            if seconds > self._slow:
                facts = {"statement": name, "ms": round(1000 * seconds, 1)}
                log.log(slow, "slow statement %s: %.2f s", name, seconds, extra={"facts": facts})


def _text(statement: Statement) -> LiteralString:
    # Only files of cypher/ and the planner's writer make a Statement: it never has text of a client.
    return statement.text
