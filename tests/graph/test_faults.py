"""Every way in which Neo4j can fail has a class, a code and a number of tries; through the real driver."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import pytest
from scripted_bolt import BEGIN, COMMIT, RUN, Cluster, Fault, Member, scripted

from docs.tables import marked
from graph.access import Access
from graph.database import ATTEMPTS, Database
from graph.deadline import Deadline
from graph.errors import (
    AuthenticationFailed,
    Conflict,
    ConstraintViolated,
    DeadlineExceeded,
    GraphError,
    NoSpace,
    Overloaded,
    ReadOnly,
    SettingInvalid,
    StatementFailed,
    StoreDamaged,
    Unavailable,
)
from graph.faults import BUSY, CONFLICTS, DAMAGED, DOWN, MEMORY, READ_ONLY, TIMED_OUT
from graph.settings import Settings
from graph.statements import Statement

ONE = Statement("one", "CYPHER 25 RETURN 1 AS answer")
CREATE = Statement("create", "CYPHER 25 MERGE (n:TestNode {key: 'a'})")
LONG_S = 30.0


class Case(NamedTuple):
    """Neo4j's code with what it becomes, and how often the statement is tried."""

    code: str
    expected: type[GraphError]
    tries: int = 1
    message: str = "scripted"


CLIENT, TRANSIENT, DATABASE = "Neo.ClientError", "Neo.TransientError", "Neo.DatabaseError"
CASES = [
    # Not here now: tried again, for a restart or an election is over in seconds.
    Case(f"{TRANSIENT}.General.DatabaseUnavailable", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Database.DatabaseNotFound", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Database.UnableToStartDatabase", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Transaction.TransactionStartFailed", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Transaction.TransactionLogError", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Transaction.TransactionCommitFailed", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Transaction.TransactionRollbackFailed", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Transaction.TransactionTerminationFailed", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Transaction.LinkedTransactionError", Unavailable, ATTEMPTS),
    Case(f"{DATABASE}.Statement.RemoteExecutionFailed", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Transaction.Terminated", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Transaction.TransactionNotFound", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.Transaction.Interrupted", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.Transaction.BookmarkTimeout", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.Transaction.LeaseExpired", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.Transaction.LeaderSwitch", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.Cluster.ReplicationFailure", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Cluster.Routing", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Routing.RoutingFailed", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Routing.DbmsInPanic", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.Security.AuthProviderTimeout", Unavailable, ATTEMPTS),
    Case(f"{CLIENT}.Security.AuthorizationExpired", Unavailable, ATTEMPTS),
    Case(f"{TRANSIENT}.General.SomethingNew", Unavailable, ATTEMPTS),
    # No writes now.
    Case(f"{CLIENT}.Cluster.NotALeader", ReadOnly, ATTEMPTS),
    Case(f"{CLIENT}.General.ForbiddenOnReadOnlyDatabase", ReadOnly, ATTEMPTS),
    Case(f"{CLIENT}.General.WriteOnReadOnlyAccessDatabase", ReadOnly, ATTEMPTS),
    Case(f"{CLIENT}.General.ReadOnly", ReadOnly, ATTEMPTS),
    # Too much for Neo4j: a retry of ours would make it worse.
    Case(f"{TRANSIENT}.General.MemoryPoolOutOfMemoryError", Overloaded),
    Case(f"{CLIENT}.General.TransactionOutOfMemoryError", Overloaded),
    Case(f"{TRANSIENT}.General.TransactionMemoryLimit", Overloaded),
    Case(f"{TRANSIENT}.General.OutOfMemoryError", Overloaded),
    Case(f"{TRANSIENT}.General.StackOverFlowError", Overloaded),
    Case(f"{TRANSIENT}.Transaction.MaximumTransactionLimitReached", Overloaded),
    Case(f"{TRANSIENT}.Request.NoThreadsAvailable", Overloaded),
    Case(f"{TRANSIENT}.Request.ResourceExhaustion", Overloaded),
    # Too slow: no time is left.
    Case(f"{CLIENT}.Transaction.TransactionTimedOut", DeadlineExceeded),
    Case(f"{CLIENT}.Transaction.TransactionTimedOutClientConfiguration", DeadlineExceeded),
    Case(f"{TRANSIENT}.Transaction.LockClientStopped", DeadlineExceeded),
    Case(f"{TRANSIENT}.Statement.ExecutionTimeout", DeadlineExceeded),
    Case(f"{CLIENT}.Procedure.ProcedureTimedOut", DeadlineExceeded),
    # Another transaction was faster.
    Case(f"{TRANSIENT}.Transaction.DeadlockDetected", Conflict, ATTEMPTS),
    Case(f"{TRANSIENT}.Transaction.Outdated", Conflict, ATTEMPTS),
    Case(f"{TRANSIENT}.Transaction.ConstraintsChanged", Conflict, ATTEMPTS),
    Case(f"{CLIENT}.Transaction.LockAcquisitionTimeout", Conflict, ATTEMPTS),
    Case(f"{CLIENT}.Transaction.TransactionValidationFailed", Conflict, ATTEMPTS),
    Case(f"{TRANSIENT}.Security.ModifiedConcurrently", Conflict, ATTEMPTS),
    # For an operator.
    Case(f"{DATABASE}.General.UnknownError", NoSpace, 1, "java.io.IOException: No space left on device"),
    Case(f"{DATABASE}.General.StorageDamageDetected", StoreDamaged),
    Case(f"{DATABASE}.General.IndexCorruptionDetected", StoreDamaged),
    Case(f"{DATABASE}.General.SchemaCorruptionDetected", StoreDamaged),
    Case(f"{DATABASE}.Schema.SchemaRuleDuplicateFound", StoreDamaged),
    Case(f"{CLIENT}.Security.Unauthorized", AuthenticationFailed),
    Case(f"{CLIENT}.Security.AuthenticationRateLimit", AuthenticationFailed),
    Case(f"{CLIENT}.Security.CredentialsExpired", AuthenticationFailed),
    Case(f"{CLIENT}.Security.TokenExpired", AuthenticationFailed),
    Case(f"{CLIENT}.Security.Forbidden", AuthenticationFailed),
    # Defects of ours.
    Case(f"{CLIENT}.Schema.ConstraintValidationFailed", ConstraintViolated),
    Case(f"{CLIENT}.Statement.SyntaxError", StatementFailed),
    Case(f"{CLIENT}.Statement.AccessMode", StatementFailed),
    Case(f"{CLIENT}.Statement.ParameterMissing", StatementFailed),
    Case(f"{CLIENT}.Procedure.ProcedureNotFound", StatementFailed),
    Case(f"{DATABASE}.General.UnknownError", StatementFailed),
    Case(f"{DATABASE}.Statement.ExecutionFailed", StatementFailed),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.expected.code}")
async def test_each_fault_has_its_class_and_is_tried_as_often_as_helps(
    case: Case, settings: Settings
) -> None:
    def script(_: Member, tag: int, __: list[Any]) -> None:
        if tag == RUN:
            raise Fault(case.code, case.message)

    async with scripted(script) as (access, server), Database.open(access, settings) as database:
        with pytest.raises(GraphError) as caught:
            await database.read(ONE, {}, Deadline.after(LONG_S))
        assert type(caught.value) is case.expected
        assert server.received[RUN] == case.tries
        assert str(caught.value)


async def test_a_write_that_hits_a_fault_has_the_same_class_as_a_read(settings: Settings) -> None:
    def script(_: Member, tag: int, __: list[Any]) -> None:
        if tag == COMMIT:
            raise Fault(f"{TRANSIENT}.General.MemoryPoolOutOfMemoryError")

    async with scripted(script) as (access, server), Database.open(access, settings) as database:
        with pytest.raises(Overloaded):
            await database.write(CREATE, {}, Deadline.after(LONG_S))
        assert server.received[BEGIN] == 1


async def test_a_server_that_hangs_up_at_each_statement_is_unavailable(settings: Settings) -> None:
    def script(_: Member, tag: int, __: list[Any]) -> None:
        if tag == RUN:
            raise ConnectionResetError

    async with scripted(script) as (access, server), Database.open(access, settings) as database:
        with pytest.raises(Unavailable):
            await database.read(ONE, {}, Deadline.after(LONG_S))
        assert server.received[RUN] == ATTEMPTS


async def test_a_server_that_is_not_neo4j_is_a_wrong_setting(settings: Settings) -> None:
    async def hello(_: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        answers.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        answers.close()

    async with await asyncio.start_server(hello, "127.0.0.1", 0) as server:
        access = Access(f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}", "neo4j", "secret")
        async with Database.open(access, settings) as database:
            with pytest.raises(SettingInvalid, match="NEO4J_URI"):
                await database.ping(Deadline.after(LONG_S))


# A cluster --------------------------------------------------------------------------------------------


def _switch(cluster: Cluster) -> None:
    cluster.leader = 1


def _die(cluster: Cluster) -> None:
    cluster.leader = 2
    raise ConnectionResetError


@pytest.mark.parametrize("event", [_switch, _die], ids=["leader changes", "leader hangs up"])
async def test_a_write_lands_once_when_the_leader_changes_under_it(
    event: Callable[[Cluster], None], settings: Settings
) -> None:
    async with Cluster.open() as (access, cluster), Database.open(access, settings) as database:
        await database.write(CREATE, {}, Deadline.after(LONG_S))
        cluster.committed.clear()
        cluster.before_commit = lambda: event(cluster)
        started = monotonic()
        await database.write(CREATE, {}, Deadline.after(5.0))
        assert monotonic() - started < 5.0
        assert cluster.committed == [CREATE.text]


async def test_a_write_finds_the_leader_that_was_chosen_between_two_requests(settings: Settings) -> None:
    async with Cluster.open() as (access, cluster), Database.open(access, settings) as database:
        await database.write(CREATE, {}, Deadline.after(LONG_S))
        cluster.leader = 2
        await database.write(CREATE, {}, Deadline.after(5.0))
        assert cluster.committed == [CREATE.text] * 2


async def test_every_write_lands_once_when_the_leader_changes_under_load(settings: Settings) -> None:
    writers, each = 8, 20
    async with Cluster.open() as (access, cluster), Database.open(access, settings) as database:

        async def write(writer: int) -> None:
            for number in range(each):
                await database.write(Statement(f"{writer}", f"{writer}/{number}"), {}, Deadline.after(10.0))
                if writer == 0 and number % 5 == 0:
                    cluster.leader = (cluster.leader + 1) % 3

        await asyncio.gather(*map(write, range(writers)))
    assert sorted(cluster.committed) == sorted(
        f"{writer}/{number}" for writer in range(writers) for number in range(each)
    )


async def test_reads_are_spread_over_the_members_that_do_not_lead(settings: Settings) -> None:
    async with Cluster.open() as (access, cluster), Database.open(access, settings) as database:
        for _ in range(20):
            await asyncio.gather(*(database.read(ONE, {}, Deadline.after(LONG_S)) for _ in range(4)))
    addresses = [member.address for member in cluster.members]
    counts = Counter(address for address, _ in cluster.reads)
    assert counts[addresses[0]] == 0
    assert min(counts[address] for address in addresses[1:]) >= 20, counts


async def test_a_read_waits_until_its_member_has_what_was_written_before(settings: Settings) -> None:
    async with Cluster.open() as (access, cluster), Database.open(access, settings) as database:
        await database.read(ONE, {}, Deadline.after(LONG_S))
        for count in (1, 2):
            await database.write(CREATE, {}, Deadline.after(LONG_S))
            await database.read(ONE, {}, Deadline.after(LONG_S))
            assert cluster.reads[-1][1] == [f"bookmark:{count}@{cluster.members[0].address}"]
    assert cluster.reads[0][1] == []


async def test_reads_go_on_while_a_cluster_has_no_leader(settings: Settings) -> None:
    async with Cluster.open() as (access, cluster), Database.open(access, settings) as database:
        await database.read(ONE, {}, Deadline.after(LONG_S))

        def refuse(member: Member, tag: int, _: list[Any]) -> None:
            if tag == COMMIT:
                raise Fault(f"{CLIENT}.Cluster.NotALeader")

        for member in cluster.members:
            member.script = refuse
        with pytest.raises(Unavailable):
            await database.write(CREATE, {}, Deadline.after(LONG_S))
        assert (await database.read(ONE, {}, Deadline.after(LONG_S)))[0]["answer"] == 1


# The pool ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["read", "write", "execute"])
async def test_a_request_that_found_every_connection_in_use_is_told_so(call: str, settings: Settings) -> None:
    small = settings.model_copy(update={"pool_size": 1})
    async with scripted(lambda *_: None) as (access, _), Database.open(access, small) as database:
        async with database.transaction(Deadline.after(LONG_S)) as transaction:
            await transaction.run(ONE, {})
            waiting: Awaitable[object] = getattr(database, call)(ONE, {}, Deadline.after(0.5))
            with pytest.raises(Overloaded, match="all 1 connections"):
                await waiting
        assert await database.read(ONE, {}, Deadline.after(LONG_S))


def test_the_page_for_operators_lists_each_fault_beside_its_code() -> None:
    page = Path(__file__).parents[2] / "docs" / "operations.md"
    rows = marked(page.read_text(encoding="utf-8"), "faults").splitlines()
    for case in CASES:
        title = f"`{case.code.rpartition('.')[2]}`"
        [row] = [each for each in rows if each.startswith(f"| `{case.expected.code}` ")]
        again = "yes" if case.tries > 1 else "no"
        assert f"| {again} |" in row, case
        assert title in row or title in ("`SomethingNew`", "`UnknownError`"), case


def test_the_page_for_operators_and_the_cases_have_each_code_that_is_known() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    rows, tried = marked(page, "faults"), {case.code.rpartition(".")[2] for case in CASES}
    for known in (TIMED_OUT, MEMORY, BUSY, READ_ONLY, DAMAGED, CONFLICTS, DOWN):
        assert {title for title in known if f"`{title}`" not in rows} == set()
        assert known - tried == set()
