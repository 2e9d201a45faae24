"""The bare loop over two sessions: its batches are under way two at a time.

One that loses against the other (a deadlock) is sent again, as the driver does it for a managed transaction.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import Any, Final

from neo4j import Driver, GraphDatabase, ManagedTransaction

from bench.bare_loop import BATCH, STATEMENT, rows
from bench.turns import Turns
from graph.access import Access
from graph.settings import Settings

SESSIONS: Final = 2


def main() -> None:
    """Loads the CSV file that is named first; takes a turn every so many rows, which is named second."""
    path, slice_rows = sys.argv[1], int(sys.argv[2])
    access = Access.from_settings(Settings.read())
    with (
        GraphDatabase.driver(access.uri, auth=(access.username, access.password)) as driver,
        ThreadPoolExecutor(SESSIONS) as pool,
        Turns(slice_rows) as turns,
    ):
        send = partial(_send, driver, access.database)
        source = rows(path)
        # A turn ends with both sessions at rest.
        while batches := list(_batches(source, slice_rows)):
            turns.advance(sum(pool.map(send, batches)))


def _batches(source: Iterator[dict[str, Any]], most: int) -> Iterator[list[dict[str, Any]]]:
    for _ in range(most // BATCH):
        if batch := list(islice(source, BATCH)):
            yield batch


def _send(driver: Driver, database: str, batch: list[dict[str, Any]]) -> int:
    """Writes a batch and returns how many rows it has."""

    def work(transaction: ManagedTransaction) -> None:
        transaction.run(STATEMENT, rows=batch).consume()

    with driver.session(database=database) as session:
        session.execute_write(work)
    return len(batch)


if __name__ == "__main__":
    main()
