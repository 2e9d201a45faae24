"""Rows of a table from the graph, page by page, so that memory is bounded by a page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from graph.database import Database
from graph.deadline import Deadline
from loaders.research.table import ResearchTable

PAGE: Final = 500
"""Nodes that one statement reads, each with at most some 50 relationships of the type."""
PAGE_DEADLINE_S: Final = 120.0


async def pages(database: Database, table: ResearchTable) -> AsyncIterator[list[list[Any]]]:
    """Rows of stored values, in the table's order. Raises as `Database.read`."""
    after = ""
    while True:
        parameters = {"after": after, "page": PAGE}
        records = await database.read(table.statement, parameters, Deadline.after(PAGE_DEADLINE_S))
        yield [row for record in records for row in record["rows"]]
        if len(records) < PAGE:
            return
        after = records[-1]["key"]
