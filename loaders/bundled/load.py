"""Loads data that come with the program, with a run in the ledger."""

from __future__ import annotations

from pathlib import Path

from graph.database import Database
from loaders.bundled.bundled import BundledSource
from loaders.pipeline.ledger import Run, recorded
from loaders.pipeline.writer import Counts, Progress, write


async def load(
    database: Database, source: BundledSource, path: Path | None = None, progress: Progress = lambda _: None
) -> Counts:
    """Loads all rows of a source and records the run. Raises DataInvalid and the errors of the database."""
    run = Run(source=source.name, by="load", file=None if path is None else path.name)
    async with recorded(database, run):
        run.counts = await write(database, source.target, source.rows(path), progress)
    return run.counts
