"""The sample of synthetic requests: loaded once, removed on demand."""

from __future__ import annotations

from typing import Final

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.statements import statement
from loaders.pipeline.deletion import delete_nodes
from loaders.pipeline.writer import BATCH_DEADLINE_S, Progress, change
from loaders.sources.requests.source import REQUESTS

FACTS = statement("load/graph_facts")
OFFERED = statement("load/sample_offered")
SYNTHETIC = statement("load/synthetic_some")

REMOVE_BATCH: Final = 5000


async def sample_was_offered(database: Database, deadline: Deadline) -> bool:
    """True once sample requests were loaded, also when they were removed since."""
    return bool((await database.read(FACTS, {}, deadline))[0]["sampleOffered"])


async def remember_sample(database: Database, deadline: Deadline) -> None:
    """Records in the graph that sample requests were loaded."""
    await database.write(OFFERED, {}, deadline)


async def remove_synthetic(database: Database, progress: Progress = lambda _: None) -> int:
    """Deletes every synthetic request in batches and returns how many there were."""
    total = 0
    while True:

        async def work(transaction: Transaction) -> int:
            found = await transaction.run(SYNTHETIC, {"batch": REMOVE_BATCH})
            return len(await delete_nodes(transaction, REQUESTS, [record["key"] for record in found]))

        removed = await change(database, work, Deadline.after(BATCH_DEADLINE_S), name="synthetic_remove")
        if not removed:
            return total
        total += removed
        progress(removed)
