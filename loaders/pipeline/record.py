"""Requests that come one by one or a few hundred at a time, through the API: each row has its own answer.

They go through the contract and the statements of the request log, so the graph is the same whichever way a
row came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.write_result import Outcome, ProblemCode, RowProblem, WriteResult
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import InvalidInput
from loaders.pipeline.batch import unknown_key
from loaders.pipeline.contract import checked
from loaders.pipeline.row import Row
from loaders.pipeline.writer import Named, change, put, unknown_keys
from loaders.sources.requests.contract import KEY_PREFIX, RequestFacts
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS
from loaders.sources.requests.stored import stored_cells

MOST_ROWS: Final = REQUESTS.target.batch
"""A call is one transaction that other writers wait for: no more than a batch of the nightly loader."""

FIXED: Final = {
    "request_id": ("names the request", "record another request instead"),
    "jurisdiction": ("is not kept", "change jurisdiction_key"),
    "fips": ("is not kept", "change jurisdiction_key"),
    "synthetic": ("says where the request comes from", "record another request instead"),
}
"""Fields that an update cannot change."""


async def record_requests(
    database: Database, rows: Sequence[Mapping[str, Any]], deadline: Deadline
) -> list[WriteResult]:
    """Writes the rows that are good and returns what became of each, in the order given.

    A row maps the fields of `RequestFacts` to their values; None is as good as not given. What is accepted
    commits in one transaction. A key that comes twice is written twice, in order. Raises InvalidInput for
    more than MOST_ROWS rows, and the errors of the database. When the connection breaks while a commit is
    under way the rows are written again, and may be UNCHANGED then.
    """
    if len(rows) > MOST_ROWS:
        raise InvalidInput(
            f"requests: a call takes at most {MOST_ROWS:,}, {len(rows):,} were given; send them in parts."
        )
    found = [checked_row(row) for row in rows]
    if not any(isinstance(each, RequestFacts) for each in found):
        return [each for each in found if isinstance(each, WriteResult)]

    async def work(transaction: Transaction) -> list[WriteResult]:
        return await _write(transaction, found)

    return await change(database, work, deadline, name="record_requests")


async def update_request(
    database: Database, key: str, changes: Mapping[str, Any], deadline: Deadline
) -> WriteResult:
    """Changes some fields of a request; the others, also undocumented sites, stay as they are.

    None takes a value away. The whole is checked as a row is. Raises the errors of the database.
    """
    refused = _strange_fields(changes) + [
        RowProblem(ProblemCode.FIXED_FIELD, field, *why) for field, why in FIXED.items() if field in changes
    ]
    if refused:
        return WriteResult(key, Outcome.REJECTED, tuple(refused))
    absent = WriteResult(key, Outcome.REJECTED, (unknown_key(Named("key", "Request", key)),))
    if REQUESTS.key_of({REQUESTS.key: key.removeprefix(KEY_PREFIX)}) != key:
        return absent

    async def work(transaction: Transaction) -> WriteResult:
        cells = await stored_cells(transaction, key)
        if cells is None:
            return absent
        return (await _write(transaction, [checked_row({**cells, **changes})], told=True))[0]

    return await change(database, work, deadline, name="update_request")


def checked_row(row: Mapping[str, Any]) -> RequestFacts | WriteResult:
    """The row as the contract reads it, or its refusal."""
    strange = _strange_fields(row)
    facts = checked(RequestFacts, {name: value for name, value in row.items() if value is not None})
    if isinstance(facts, RequestFacts) and not strange:
        return facts
    broken = () if isinstance(facts, RequestFacts) else facts
    key = REQUESTS.key_of(row)
    return WriteResult(None if isinstance(key, tuple) else key, Outcome.REJECTED, (*broken, *strange))


def _strange_fields(row: Mapping[str, Any]) -> list[RowProblem]:
    return [
        RowProblem(ProblemCode.UNKNOWN_FIELD, name[:60], "is no field of a request", "leave it out")
        for name in sorted(row.keys() - RequestFacts.model_fields.keys())
    ]


async def _write(
    transaction: Transaction, found: Sequence[RequestFacts | WriteResult], *, told: bool = False
) -> list[WriteResult]:
    """Writes what the graph can hold of the rows found good; in their order, what became of each.

    With `told` they stand against what a log said of them before.
    """
    target = REQUESTS.target
    rows = list(request_rows(each for each in found if isinstance(each, RequestFacts)))
    if told:
        rows = [row | {"told": True} for row in rows]
    lacking = iter(
        zip(rows, await unknown_keys(transaction, [target.named(row) for row in rows]), strict=True)
    )
    judged = [each if isinstance(each, WriteResult) else _judged(*next(lacking)) for each in found]

    outcomes = list[WriteResult]()
    for batch, answer in await put(transaction, target, (each for each in judged if isinstance(each, dict))):
        changed = {key: Outcome(record["outcome"]) for record in answer for key in record["keys"]}
        outcomes += [WriteResult(row["key"], changed.get(row["key"], Outcome.UNCHANGED)) for row in batch]
    written = iter(outcomes)
    return [each if isinstance(each, WriteResult) else next(written) for each in judged]


def _judged(row: Row, lacking: tuple[Named, ...]) -> Row | WriteResult:
    """The row that is to be written, or its refusal."""
    return WriteResult(row["key"], Outcome.REJECTED, tuple(map(unknown_key, lacking))) if lacking else row
