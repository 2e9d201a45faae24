"""A second database with all of a first one but its requests, and what tells of them.

Deleting leaves the bytes of what was deleted in the files of the store, in its indexes and in the transaction
log, and a dump carries them along. So what stays is read from the one and written into the other, which has
never held a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement, statement

NODES: Final = statement("copy/nodes")
RELATIONSHIPS: Final = statement("copy/relationships")
SCHEMA: Final = (statement("copy/constraints"), statement("copy/indexes"))
WRITE_NODES: Final = statement("copy/write_nodes")
WRITE_RELATIONSHIPS: Final = statement("copy/write_relationships")

BATCH: Final = 1000
"""Nodes of one transaction, or nodes whose relationships are in one: a jurisdiction begins some fifty."""
STATEMENT_S: Final = 120.0
"""How long one statement may take, seconds."""

T = TypeVar("T")


async def copy_without_requests(source: Database, target: Database) -> None:
    """Fills an empty database. Keys, properties and counts of what stays are those of `source`."""
    copied: dict[str, str] = {}
    for rows in _batches([record.data() for record in await _read(source, NODES)]):
        for ids in await _write(target, WRITE_NODES, rows):
            copied[ids["old"]] = ids["new"]
    for nodes in _batches([*copied]):
        for found in await _read(source, RELATIONSHIPS, nodes=nodes):
            rows = [row for row in found["rows"] if row["target"] in copied]
            for row in rows:
                row["source"], row["target"] = copied[row["source"]], copied[row["target"]]
            await _write(target, WRITE_RELATIONSHIPS, rows, type=found["type"])
    for kind in SCHEMA:
        for each in await _read(source, kind):
            await target.execute(Statement(kind.name, f"CYPHER 25 {each['text']}"), {}, _deadline())


async def _read(database: Database, what: Statement, **parameters: Any) -> list[Any]:
    return await database.read(what, parameters, _deadline())


async def _write(
    database: Database, what: Statement, rows: list[dict[str, Any]], **parameters: Any
) -> list[Any]:
    # Without retries: rows that were written twice would be there twice.
    async with database.transaction(_deadline()) as transaction:
        return await transaction.run(what, {"rows": rows, **parameters})


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), BATCH):
        yield [*items[start : start + BATCH]]


def _deadline() -> Deadline:
    return Deadline.after(STATEMENT_S)
