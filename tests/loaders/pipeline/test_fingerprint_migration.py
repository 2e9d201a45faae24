"""Migration 0014: fingerprints of earlier versions get the hash of the statement, and a property its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_answers import asked, row_counts
from one_migration import migrate
from request_files import REQUEST

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.sources.requests.record import update_request
from loaders.sources.requests.source import REQUESTS

# As a version before the migration left them.
BEFORE = Statement(
    "before",
    """CYPHER 25
    MATCH (q:Request)
    SET q.fingerprint = split(q.fingerprint, '-')[0], q.logged = q.fileFingerprint,
      q.fileFingerprint = null""",
)
FACTS = """MATCH (q:Request) WITH q ORDER BY q.key
    RETURN split(q.fingerprint, '-')[0], size(q.fingerprint), q.fileFingerprint, q.logged"""


async def test_fingerprints_of_before_get_the_hash_of_the_statement(
    empty: Database, take: Callable[..., Any]
) -> None:
    rows = [REQUEST | {"request_id": f"test-{number}"} for number in range(2)]
    await take(REQUESTS, *rows)
    await update_request(empty, "request:test-1", {"status": "scoping"}, Deadline.after(60))
    facts = await asked(empty, FACTS)
    assert [fact[2] is None for fact in facts] == [True, False]
    await empty.write(BEFORE, {}, Deadline.after(60))
    assert await asked(empty, FACTS) != facts
    for _ in range(2):  # it may run again
        await migrate(empty, "0014_fingerprints")
        assert await asked(empty, FACTS) == facts
    # An update through the API stays, whatever the statement is by now.
    assert row_counts(await take(REQUESTS, rows[1])) == (0, 0, 0, 1, 0)
