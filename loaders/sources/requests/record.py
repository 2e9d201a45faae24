"""Requests that come through the API, up to a batch at a time: each row gets its own result.

They go through the contract and the statements of the request log, so the graph is the same whichever way a
row came.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain.write_result import Outcome, ProblemCode, RowProblem, WriteResult
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import InvalidInput
from loaders.pipeline.contract import validated
from loaders.pipeline.placement import Placement
from loaders.pipeline.references import reference_problems, unknown_key
from loaders.pipeline.row import Cells, Row
from loaders.pipeline.target import NodeReference
from loaders.pipeline.writer import change, write_rows
from loaders.resolver.resolver import Resolver
from loaders.sources.requests.contract import KEY_PREFIX, RequestFacts
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS
from loaders.sources.requests.stored import stored_cells

MAX_ROWS: Final = REQUESTS.target.batch
"""A call is one transaction that other writers wait for: no more than a batch of the nightly loader."""

FIXED: Final = {
    "request_id": ("identifies the request", "record another request instead"),
    "jurisdiction": ("is not stored", "change jurisdiction_key"),
    "fips": ("is not stored", "change jurisdiction_key"),
    "synthetic": ("says where the request comes from", "record another request instead"),
}
"""Fields that an update cannot change, each with why and a remedy."""

UNFIT: Final = (
    "does not fit another field of the request",
    "send the fields that belong together in one update; callers of the role admin see which do not fit",
)
"""Reason and remedy for a caller who may not see the stored request."""


async def record_requests(
    database: Database, rows: Sequence[Cells], deadline: Deadline, resolver: Resolver | None = None
) -> list[WriteResult]:
    """Writes the rows that are good and returns the result of each, in the order given.

    A row maps the fields of `RequestFacts` to their values; None means not given. One that names a
    jurisdiction without its key is placed by `resolver`, as a row of a file is. What is accepted commits in
    one transaction. A key that comes twice is written twice, in order. Raises InvalidInput for more than
    MAX_ROWS rows, Unavailable when the deadline passes, and the errors of the database. When the connection
    breaks during a commit the rows are written again, and may be UNCHANGED then.
    """
    if len(rows) > MAX_ROWS:
        raise InvalidInput(
            f"requests: {len(rows):,} were given, at most {MAX_ROWS:,} fit in a call; send them in several."
        )
    placement = None if resolver is None else Placement(lambda: resolver)
    checked = []
    for row in rows:
        checked.append(_placed(checked_row(row), placement))
        deadline.remaining()
        await asyncio.sleep(0)  # to look a name up takes milliseconds, and other requests wait
    if not any(isinstance(each, RequestFacts) for each in checked):
        return [each for each in checked if isinstance(each, WriteResult)]

    async def work(transaction: Transaction) -> list[WriteResult]:
        return await _write(transaction, checked)

    return await change(database, work, deadline, name="record_requests")


async def update_request(
    database: Database, key: str, changes: Cells, deadline: Deadline, *, shows_stored: bool = True
) -> WriteResult:
    """Changes some fields of a request; the others, also undocumented sites, stay as they are.

    None removes a value. The changed request is checked as a row is. Without `shows_stored` no problem
    names a stored value. Raises the errors of the database.
    """
    problems = _unknown_fields(changes) + [
        RowProblem(ProblemCode.FIXED_FIELD, field, *why) for field, why in FIXED.items() if field in changes
    ]
    if problems:
        return WriteResult(key, Outcome.REJECTED, tuple(problems))
    absent = WriteResult(key, Outcome.REJECTED, (unknown_key(NodeReference("key", "Request", key)),))
    if REQUESTS.key_of({REQUESTS.key: key.removeprefix(KEY_PREFIX)}) != key:
        return absent

    async def work(transaction: Transaction) -> WriteResult:
        cells = await stored_cells(transaction, key)
        if cells is None:
            return absent
        [found] = await _write(transaction, [checked_row({**cells, **changes})], via_api=True)
        return found if shows_stored else _without_stored(found, changes)

    return await change(database, work, deadline, name="update_request")


def _without_stored(found: WriteResult, changes: Cells) -> WriteResult:
    """The result for a caller who may not see the stored request.

    A problem of a changed field alone stays; one between two fields may show, or name, what is stored.
    """
    problems = dict[RowProblem, None]()
    for each in found.problems:
        own = each.field in changes
        field = each.field if own else next(iter(changes), "changes")
        unfit = RowProblem(ProblemCode.INCONSISTENT, field, *UNFIT)
        problems[each if own and each.code is not ProblemCode.INCONSISTENT else unfit] = None
    return replace(found, problems=(*problems,))


def checked_row(row: Cells) -> RequestFacts | WriteResult:
    """The row as the contract reads it, or its rejection."""
    unknown = _unknown_fields(row)
    facts = validated(RequestFacts, {name: value for name, value in row.items() if value is not None})
    if isinstance(facts, RequestFacts) and not unknown:
        return facts
    problems = () if isinstance(facts, RequestFacts) else facts
    key = REQUESTS.key_of(row)
    return WriteResult(None if isinstance(key, tuple) else key, Outcome.REJECTED, (*problems, *unknown))


def is_named(row: Cells) -> bool:
    """True for a row that names its jurisdiction, or a code of it, without its key."""
    return not row.get("jurisdiction_key") and bool(row.get("jurisdiction") or row.get("fips"))


def _placed(checked: RequestFacts | WriteResult, placement: Placement | None) -> RequestFacts | WriteResult:
    """The row with its jurisdiction, or its rejection."""
    if placement is None or isinstance(checked, WriteResult):
        return checked
    if not (checked.jurisdiction or checked.fips):
        return checked
    placed = placement.place(checked)
    return WriteResult(checked.key, Outcome.REJECTED, (placed,)) if isinstance(placed, RowProblem) else placed


def _unknown_fields(row: Mapping[str, object]) -> list[RowProblem]:
    return [
        RowProblem(ProblemCode.UNKNOWN_FIELD, name[:60], "is not a field of a request", "leave it out")
        for name in sorted(row.keys() - RequestFacts.model_fields.keys())
    ]


async def _write(
    transaction: Transaction, checked: Sequence[RequestFacts | WriteResult], *, via_api: bool = False
) -> list[WriteResult]:
    """Writes the good rows whose references exist; the result of each row, in their order.

    With `via_api` the next load of a log that says what it said before leaves them as they are.
    """
    target = REQUESTS.target
    rows = [
        target.fingerprinted(row)
        for row in request_rows(each for each in checked if isinstance(each, RequestFacts))
    ]
    if via_api:
        rows = [row | {"viaApi": True} for row in rows]
    problems = await reference_problems(transaction.run, [target.references_of(row) for row in rows])
    accepted = (_accepted(row, found) for row, found in zip(rows, problems, strict=True))
    each_row = [each if isinstance(each, WriteResult) else next(accepted) for each in checked]

    outcomes = list[WriteResult]()
    good = (each for each in each_row if isinstance(each, dict))
    for batch, answer in await write_rows(transaction, target, good):
        changed = {key: Outcome(record["outcome"]) for record in answer for key in record["keys"]}
        outcomes += [WriteResult(row["key"], changed.get(row["key"], Outcome.UNCHANGED)) for row in batch]
    written = iter(outcomes)
    return [each if isinstance(each, WriteResult) else next(written) for each in each_row]


def _accepted(row: Row, problems: tuple[RowProblem, ...]) -> Row | WriteResult:
    """The row that is to be written, or its rejection."""
    return WriteResult(row["key"], Outcome.REJECTED, problems) if problems else row
