"""Runs: one source loaded once, with its line in the ledger."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.statements import statement
from loaders.bundled.bundled import Shipped
from loaders.bundled.reference import data_folder
from loaders.pipeline.batch import delete
from loaders.pipeline.ledger import Run, entered
from loaders.pipeline.writer import BATCH_DEADLINE_S, Counts, Progress, change, write
from loaders.sources.requests.source import REQUESTS

FACTS = statement("load/graph_facts")
STAMP = statement("load/reference_stamp")
OFFERED = statement("load/sample_offered")
SYNTHETIC = statement("load/synthetic_some")

REMOVE_BATCH: Final = 5000


async def load(
    database: Database, source: Shipped, path: Path | None = None, progress: Progress = lambda _: None
) -> Counts:
    """Loads one source whole and records the run. Raises DataInvalid and the errors of the database."""
    run = Run(source=source.name, by="load", file=None if path is None else path.name)
    async with entered(database, run):
        run.counts = await write(database, source.target, source.read(path), progress)
    return run.counts


def reference_stamp(folder: Path | None = None) -> str:
    """A hash of the reference files and of the code that turns them into rows."""
    content = hashlib.blake2b(digest_size=12)
    code = sorted(Path(__file__).parents[1].rglob("*.py"))
    data = sorted(p for p in (folder or data_folder()).iterdir() if p.suffix in (".csv", ".jsonl"))
    for path in (*code, *data):
        content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()


async def reference_is_current(database: Database, deadline: Deadline) -> bool:
    """True when the graph was loaded from exactly these files by exactly this code."""
    found: object = (await database.read(FACTS, {}, deadline))[0]["reference"]
    return found == reference_stamp()


async def stamp_reference(database: Database, deadline: Deadline) -> None:
    """Remembers that the graph holds these files."""
    await database.write(STAMP, {"stamp": reference_stamp()}, deadline)


async def sample_was_offered(database: Database, deadline: Deadline) -> bool:
    """True once sample requests were loaded, also when they were removed since."""
    return bool((await database.read(FACTS, {}, deadline))[0]["sampleOffered"])


async def remember_sample(database: Database, deadline: Deadline) -> None:
    """Remembers that sample requests were loaded."""
    await database.write(OFFERED, {}, deadline)


async def remove_synthetic(database: Database, progress: Progress = lambda _: None) -> int:
    """Deletes every synthetic request in batches and returns how many there were."""
    total = 0
    while True:

        async def work(transaction: Transaction) -> int:
            found = await transaction.run(SYNTHETIC, {"batch": REMOVE_BATCH})
            return len(await delete(transaction, REQUESTS, [record["key"] for record in found]))

        removed = await change(database, work, Deadline.after(BATCH_DEADLINE_S), name="synthetic_remove")
        if not removed:
            return total
        total += removed
        progress(removed)
