"""Requests that come one by one or a few hundred at a time, through the API: each row has its own answer.

They go through the contract and the statements of the request log, so the graph is the same whichever way a
row came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.recorded import Outcome, ProblemCode, Recorded, RowProblem
from loaders.requests import KEY_PREFIX, RequestFacts, RequestId, problems, shortened
from loaders.rows import Row, request_rows
from loaders.sources import REQUESTS
from loaders.stored import stored_cells
from loaders.writer import change, put, unknown_keys

MOST_ROWS: Final = REQUESTS.target.batch
"""A call is one transaction that other writers wait for: no more than a batch of the nightly loader."""

KEYS: Final = ("jurisdiction_key", "models", "topics", "sites")
"""Fields that name nodes of the graph."""
FIXED: Final = {
    "request_id": ("names the request", "record another request instead"),
    "jurisdiction": ("is not kept", "change jurisdiction_key"),
    "fips": ("is not kept", "change jurisdiction_key"),
}
"""Fields that an update cannot change."""

Facts = TypeVar("Facts", bound=RequestFacts)

_ID: Final = TypeAdapter[str](RequestId)


async def record_requests(
    database: Database, rows: Sequence[Mapping[str, Any]], deadline: Deadline
) -> list[Recorded]:
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
    checked = [checked_row(RequestFacts, row) for row in rows]
    if not any(isinstance(each, RequestFacts) for each in checked):
        return [each for each in checked if isinstance(each, Recorded)]

    async def work(transaction: Transaction) -> list[Recorded]:
        return await write_checked(transaction, checked)

    return await change(database, work, deadline, name="record_requests")


async def update_request(
    database: Database, key: str, changes: Mapping[str, Any], deadline: Deadline
) -> Recorded:
    """Changes some fields of a request; the others, also undocumented sites, stay as they are.

    None takes a value away. The whole is checked as a row is. Raises the errors of the database.
    """
    refused = _strange_fields(changes) + [
        RowProblem(ProblemCode.FIXED_FIELD, field, *why) for field, why in FIXED.items() if field in changes
    ]
    if refused:
        return Recorded(key, Outcome.REJECTED, tuple(refused))
    absent = Recorded(key, Outcome.REJECTED, (_unknown("key", key),))
    if _key(key.removeprefix(KEY_PREFIX)) != key:
        return absent

    async def work(transaction: Transaction) -> Recorded:
        cells = await stored_cells(transaction, key)
        if cells is None:
            return absent
        return (await write_checked(transaction, [checked_row(RequestFacts, {**cells, **changes})]))[0]

    return await change(database, work, deadline, name="update_request")


def checked_row(contract: type[Facts], row: Mapping[str, Any]) -> Facts | Recorded:
    """The row as the contract reads it, or its refusal."""
    refused = _strange_fields(row)
    try:
        facts = contract.model_validate({name: value for name, value in row.items() if value is not None})
    except ValidationError as error:
        refused = problems(error) + refused
    return Recorded(_key(row.get("request_id")), Outcome.REJECTED, tuple(refused)) if refused else facts


def _strange_fields(row: Mapping[str, Any]) -> list[RowProblem]:
    return [
        RowProblem(ProblemCode.UNKNOWN_FIELD, name[:60], "is no field of a request", "leave it out")
        for name in sorted(row.keys() - RequestFacts.model_fields.keys())
    ]


def _key(request_id: object) -> str | None:
    try:
        return KEY_PREFIX + _ID.validate_python(request_id)
    except ValidationError:
        return None


async def write_checked(
    transaction: Transaction, checked: Sequence[RequestFacts | Recorded]
) -> list[Recorded]:
    """Writes what the graph can hold of the checked rows; in their order, what became of each."""
    target = REQUESTS.target
    facts = [each for each in checked if isinstance(each, RequestFacts)]
    rows = list(request_rows(facts))
    strange = await unknown_keys(transaction, target, rows)
    unknown = {(record["field"], record["value"]) for record in strange}
    row_of = iter(rows)
    judged = [
        each if isinstance(each, Recorded) else _judged(each, next(row_of), unknown) for each in checked
    ]

    outcomes = list[Recorded]()
    for batch, answer in await put(transaction, target, (each for each in judged if isinstance(each, dict))):
        changed = {key: Outcome(record["outcome"]) for record in answer for key in record["keys"]}
        outcomes += [Recorded(row["key"], changed.get(row["key"], Outcome.UNCHANGED)) for row in batch]
    written = iter(outcomes)
    return [each if isinstance(each, Recorded) else next(written) for each in judged]


def _judged(facts: RequestFacts, row: Row, unknown: set[tuple[str, str]]) -> Row | Recorded:
    """The row that is to be written, or its refusal."""
    found = [
        _unknown(field, key) for field in KEYS for key in getattr(facts, field) if (field, key) in unknown
    ]
    return Recorded(facts.key, Outcome.REJECTED, tuple(found)) if found else row


def _unknown(field: str, key: str) -> RowProblem:
    reason = f"nothing in the graph has the key {shortened(key)}"
    return RowProblem(
        ProblemCode.UNKNOWN_KEY, field, reason, "use a key that it has, or load what is named first"
    )
