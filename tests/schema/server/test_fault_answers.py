"""What a GraphQL client sees of each kind of fault: a code, whether to retry, and nothing internal."""

from __future__ import annotations

from typing import Any

import pytest
from scripted_bolt import RUN, Fault, Member, scripted

from graph.errors import GraphError, Overloaded, ReadOnly, Unavailable

MASKED = GraphError.public_message
CASES = [
    ("Neo.TransientError.General.DatabaseUnavailable", "UNAVAILABLE", True, Unavailable.public_message),
    (
        "Neo.ClientError.Transaction.TransactionTimedOut",
        "DEADLINE_EXCEEDED",
        True,
        Unavailable.public_message,
    ),
    ("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "READ_ONLY", True, ReadOnly.public_message),
    ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "OVERLOADED", True, Overloaded.public_message),
    ("Neo.TransientError.Request.NoThreadsAvailable", "OVERLOADED", True, Overloaded.public_message),
    ("Neo.TransientError.Transaction.DeadlockDetected", "CONFLICT", True, MASKED),
    ("Neo.DatabaseError.General.StorageDamageDetected", "STORE_DAMAGED", False, MASKED),
    ("Neo.ClientError.Security.Unauthorized", "DATABASE_AUTHENTICATION", False, MASKED),
    ("Neo.ClientError.Schema.ConstraintValidationFailed", "CONSTRAINT_VIOLATED", False, MASKED),
    ("Neo.ClientError.Statement.SyntaxError", "STATEMENT_FAILED", False, MASKED),
]


@pytest.mark.parametrize(("fault", "code", "retryable", "message"), CASES)
async def test_a_client_sees_the_code_of_a_fault_and_nothing_of_its_text(
    fault: str, code: str, retryable: bool, message: str, serve: Any
) -> None:
    def script(_: Member, tag: int, __: list[Any]) -> None:
        if tag == RUN:
            raise Fault(fault, "inner text of MATCH (n:Site) in /srv/secret")

    async with scripted(script) as (access, _), serve(access, answer_cache_mb=0, deadline_s=5.0) as client:
        answer = await client.post("/graphql", json={"query": '{ site(key: "site:a") { name } }'})
    [error] = answer.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["retryable"]) == (code, retryable)
    assert error["message"] == message
    assert "secret" not in answer.text
