"""Every call ends before its deadline, with the answer or with a typed error; retries help and do no harm."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
from bolt_proxy import COMMIT, BoltProxy

from graph.access import Access
from graph.activity import activity
from graph.database import PING, Database, Transaction
from graph.deadline import Deadline
from graph.errors import (
    AuthenticationFailed,
    ConstraintViolated,
    DeadlineExceeded,
    GraphError,
    Overloaded,
    StatementFailed,
    Unavailable,
)
from graph.settings import Settings
from graph.statements import Statement

SLACK_S = 2.0
"""What a busy machine may add to a deadline."""
LONG_S = 30.0

ONE = Statement("one", "CYPHER 25 RETURN 1 AS answer")
ENDLESS = Statement(
    "endless",
    "CYPHER 25 UNWIND range(1, 1000000000) AS a WITH a WHERE a % 7 = 8 RETURN count(a) AS answer",
)
BROKEN = Statement("broken", "CYPHER 25 RETURN FROM nowhere")
MERGE = Statement("merge", "CYPHER 25 MERGE (n:TestNode {key: $key}) SET n.value = coalesce(n.value, 0) + 1")
COUNT = Statement(
    "count", "CYPHER 25 MATCH (n:TestNode) WHERE n.key STARTS WITH $prefix RETURN count(n) AS answer"
)
SET = Statement("set", "CYPHER 25 MATCH (n:TestNode {key: $key}) SET n.value = $value")
RUNNING = Statement(
    "running",
    "CYPHER 25 SHOW TRANSACTIONS YIELD currentQuery AS query WHERE query CONTAINS '1000000000) AS a WITH' "
    "AND NOT query CONTAINS 'SHOW' RETURN query",
)


@contextmanager
def within(deadline_s: float) -> Iterator[Deadline]:
    """A deadline, and the promise that the block ends with it."""
    started = monotonic()
    yield Deadline.after(deadline_s)
    assert monotonic() - started < deadline_s + SLACK_S


@asynccontextmanager
async def opened(access: Access, settings: Settings, **changes: Any) -> AsyncIterator[Database]:
    async with Database.open(access, settings.model_copy(update=changes)) as database:
        yield database


async def value(database: Database, statement: Statement, **parameters: Any) -> Any:
    records = await database.read(statement, parameters, Deadline.after(LONG_S))
    return records[0]["answer"]


async def no_longer_running(database: Database) -> None:
    until = Deadline.after(LONG_S)
    while until.left() > 0:
        if not await database.read(RUNNING, {}, until):
            return
        await asyncio.sleep(0.2)
    pytest.fail("Neo4j works on, for nobody")


# Reaching the server ----------------------------------------------------------------------------------


async def test_opening_needs_no_server_and_a_closed_port_is_unavailable(
    settings: Settings, closed_port: int
) -> None:
    async with opened(Access(f"bolt://127.0.0.1:{closed_port}", "neo4j", "x"), settings) as database:
        with within(3.0) as deadline, pytest.raises(Unavailable, match="graph/ping"):
            await database.ping(deadline)


async def test_a_server_that_never_answers_is_unavailable_by_the_deadline(
    proxy: BoltProxy, through: Database
) -> None:
    proxy.silent = True
    with within(1.0) as deadline, pytest.raises(Unavailable):
        await through.ping(deadline)


async def test_a_server_that_takes_no_connection_costs_the_connect_timeout_and_not_the_deadline(
    settings: Settings,
) -> None:
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())  # the one place in its queue: further ones get no answer
        access = Access(f"bolt://127.0.0.1:{full.getsockname()[1]}", "neo4j", "x")
        async with opened(access, settings, connect_timeout_s=0.3) as database:
            with within(10.0) as deadline, pytest.raises(Unavailable):
                await database.ping(deadline)
            assert deadline.left() > 5.0


async def test_a_slow_server_answers_while_there_is_time(proxy: BoltProxy, through: Database) -> None:
    proxy.delay_s = 0.1
    assert await value(through, ONE) == 1


async def test_a_server_too_slow_for_the_deadline_is_unavailable_by_then(
    proxy: BoltProxy, through: Database
) -> None:
    proxy.delay_s = 2.0
    with within(1.0) as deadline, pytest.raises(Unavailable):
        await through.ping(deadline)


async def test_a_connection_that_stalled_is_not_used_again(proxy: BoltProxy, through: Database) -> None:
    assert await value(through, ONE) == 1
    proxy.stall_at = b"RETURN 1"
    with within(1.0) as deadline, pytest.raises(Unavailable):
        await through.read(ONE, {}, deadline)
    assert await value(through, ONE) == 1
    assert proxy.connections == 2


async def test_a_wrong_password_fails_at_once_after_one_attempt(proxy: BoltProxy, settings: Settings) -> None:
    # A name of our own: Neo4j locks a user for seconds after a few wrong passwords.
    stranger = replace(proxy.access, username="nobody", password="wrong")
    async with opened(stranger, settings) as database:
        with within(LONG_S) as deadline, pytest.raises(AuthenticationFailed, match="NEO4J_PASSWORD"):
            await database.ping(deadline)
    assert proxy.connections == 1


async def test_waiting_for_a_connection_of_the_pool_ends_with_the_deadline(
    access: Access, settings: Settings
) -> None:
    async with opened(access, settings, pool_size=1) as database:
        async with database.transaction(Deadline.after(LONG_S)) as transaction:
            await transaction.run(ONE, {})
            with within(1.0) as deadline, pytest.raises(Overloaded, match="all 1 connections"):
                await database.read(ONE, {}, deadline)
        assert await value(database, ONE) == 1


# Deadlines of statements ------------------------------------------------------------------------------


async def test_a_passed_deadline_sends_no_statement(database: Database, bolt_requests: list[str]) -> None:
    with pytest.raises(Unavailable):
        await database.read(ONE, {}, Deadline.after(-1))
    assert bolt_requests == []


@pytest.mark.parametrize("call", ["read", "write", "execute"])
async def test_a_statement_that_takes_longer_is_ended_on_the_server_too(
    call: str, database: Database, bolt_requests: list[str]
) -> None:
    with within(1.5) as deadline, pytest.raises(DeadlineExceeded, match="endless"):
        await getattr(database, call)(ENDLESS, {}, deadline)
    assert len([each for each in bolt_requests if "range(1" in each]) == 1, "tried again without time"
    await no_longer_running(database)


async def test_a_slow_statement_is_logged_by_name_without_its_values(
    access: Access, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    statement = Statement("named", "CYPHER 25 RETURN $secret AS answer")
    async with opened(access, settings, slow_statement_s=0.000001) as database:
        with caplog.at_level(logging.WARNING, "graph.database"):
            assert await value(database, statement, secret="hidden") == "hidden"
    assert [record.levelname for record in caplog.records if "named" in record.getMessage()] == ["WARNING"]
    assert "hidden" not in caplog.text


# Retries ----------------------------------------------------------------------------------------------


async def test_a_read_whose_connection_is_cut_succeeds_on_the_second_try(
    proxy: BoltProxy, through: Database, bolt_requests: list[str]
) -> None:
    proxy.cut_at = b"RETURN 1"
    assert await value(through, ONE) == 1
    assert len(bolt_requests) == 2
    assert proxy.connections == 2


async def test_a_statement_that_is_wrong_is_tried_once(database: Database, bolt_requests: list[str]) -> None:
    with pytest.raises(StatementFailed, match=r"^broken: SyntaxError"):
        await database.read(BROKEN, {}, Deadline.after(LONG_S))
    assert len(bolt_requests) == 1


async def test_all_the_work_runs_again_when_its_connection_is_cut(
    proxy: BoltProxy, through: Database, key_prefix: str
) -> None:
    calls = 0

    async def work(transaction: Transaction) -> None:
        nonlocal calls
        calls += 1
        await transaction.run(MERGE, {"key": f"{key_prefix}first"})
        await transaction.run(MERGE, {"key": f"{key_prefix}second"})

    proxy.cut_at = b"second"
    await through.transact(work, Deadline.after(LONG_S))
    assert calls == 2
    assert await values_of(through, key_prefix) == [1, 1], "the first try left nothing behind"


async def test_a_commit_whose_answer_is_lost_is_done_again_by_key(
    proxy: BoltProxy, through: Database, key_prefix: str
) -> None:
    proxy.cut_after = COMMIT
    await through.write(MERGE, {"key": f"{key_prefix}only"}, Deadline.after(LONG_S))
    assert proxy.cut_after is None
    assert await values_of(through, key_prefix) == [2], "one node, although both commits arrived"


async def test_two_transactions_that_block_each_other_both_succeed(
    database: Database, key_prefix: str
) -> None:
    keys = [f"{key_prefix}a", f"{key_prefix}b"]
    for key in keys:
        await database.write(MERGE, {"key": key}, Deadline.after(LONG_S))
    both = asyncio.Barrier(2)
    tries = 0

    async def change(first: str, second: str, value: int) -> None:
        met = False

        async def work(transaction: Transaction) -> None:
            nonlocal met, tries
            tries += 1
            await transaction.run(SET, {"key": first, "value": value})
            if not met:
                met = True
                await both.wait()  # each now holds what the other wants
            await transaction.run(SET, {"key": second, "value": value})

        await database.transact(work, Deadline.after(LONG_S))

    await asyncio.gather(change(keys[0], keys[1], 10), change(keys[1], keys[0], 20))
    assert tries > 2, "a deadlock was met"
    assert await values_of(database, key_prefix) in ([10, 10], [20, 20])


# Writes -----------------------------------------------------------------------------------------------


async def test_a_read_does_not_write(database: Database, key_prefix: str) -> None:
    with pytest.raises(StatementFailed, match="merge"):
        await database.read(MERGE, {"key": f"{key_prefix}n"}, Deadline.after(LONG_S))
    assert await value(database, COUNT, prefix=key_prefix) == 0


async def test_an_exception_in_the_work_leaves_nothing_and_comes_through(
    database: Database, key_prefix: str
) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(MERGE, {"key": f"{key_prefix}n"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.transact(work, Deadline.after(LONG_S))
    assert await value(database, COUNT, prefix=key_prefix) == 0


async def test_a_transaction_knows_whether_it_changed_data(database: Database, key_prefix: str) -> None:
    async def work(transaction: Transaction) -> list[bool]:
        before = transaction.changed
        await transaction.run(ONE, {})
        after_reading = transaction.changed
        await transaction.run(MERGE, {"key": f"{key_prefix}n"})
        await transaction.run(ONE, {})
        return [before, after_reading, transaction.changed]

    assert await database.transact(work, Deadline.after(LONG_S)) == [False, False, True]


async def test_a_violated_uniqueness_constraint_is_an_error_and_not_retried(
    database: Database, key_prefix: str, bolt_requests: list[str]
) -> None:
    twice = Statement("twice", "CYPHER 25 CREATE (:Topic {key: $key}), (:Topic {key: $key})")
    with pytest.raises(ConstraintViolated, match="twice"):
        await database.write(twice, {"key": f"{key_prefix}n"}, Deadline.after(LONG_S))
    assert len(bolt_requests) == 1


@pytest.mark.parametrize("call", ["ping", "read", "write", "execute", "transact"])
async def test_every_door_gives_the_typed_error_within_the_deadline(
    call: str, proxy: BoltProxy, through: Database
) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(ONE, {})

    def asked(deadline: Deadline) -> Awaitable[object]:
        match call:
            case "ping":
                return through.ping(deadline)
            case "transact":
                return through.transact(work, deadline)
            case _:
                return getattr(through, call)(ONE, {}, deadline)  # type: ignore[no-any-return]

    proxy.silent = True
    with within(0.5) as deadline, pytest.raises(GraphError) as caught:
        await asked(deadline)
    assert type(caught.value) is Unavailable


async def values_of(database: Database, prefix: str) -> list[int]:
    statement = Statement(
        "values",
        "CYPHER 25 MATCH (n:TestNode) WHERE n.key STARTS WITH $prefix "
        "RETURN n.value AS answer ORDER BY n.key",
    )
    records = await database.read(statement, {"prefix": prefix}, Deadline.after(LONG_S))
    return [record["answer"] for record in records]


async def test_a_slow_question_is_a_warning_and_a_slow_batch_or_warm_up_is_not(
    access: Access, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    watchful = settings.model_copy(update={"slow_statement_s": 1e-9})
    async with Database.open(access, watchful) as database:
        await database.read(PING, {}, Deadline.after(30))
        assert "slow statement graph/ping" in caplog.text
        caplog.clear()
        await database.write(PING, {}, Deadline.after(30))
        with activity(work="warm-up"):
            await database.read(PING, {}, Deadline.after(30))
        assert "slow statement" not in caplog.text
