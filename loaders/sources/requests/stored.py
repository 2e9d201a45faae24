"""A request as the graph holds it, as cells of its contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.database import Transaction
from graph.statements import statement
from loaders.sources.requests.properties import request_cells

READ = statement("load/request")


async def stored_cells(transaction: Transaction, key: str) -> dict[str, Any] | None:
    """The stored request as cells that `RequestFacts` takes, or None where the graph has no such key."""
    records = await transaction.run(READ, {"key": key})
    return cells(records[0].data()) if records else None


def cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a record of `load/request`: the inverse of `request_rows`."""
    known = request_cells(record["properties"])
    return known | {
        "jurisdiction_key": record["jurisdictions"],
        "models": record["models"],
        "topics": record["topics"],
        "sites": record["sites"] + known["sites"],
    }
