"""Rebuild: the lists of SIMILAR_TO in the graph, brought up to date as planned.

A run that dies does no harm: the stamp of a changed jurisdiction is written with its own list, and these come
last; until then it counts as changed. Nor do two runs at once: the one that was planned later goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import orjson

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Conflict
from graph.statements import statement
from loaders.pipeline.ledger import recorded
from loaders.pipeline.row import Row, fingerprint, stamped
from loaders.pipeline.target import Target
from loaders.pipeline.writer import BATCH_DEADLINE_S, Counts, Progress, write
from loaders.similarity.neighborhood import Neighborhood
from loaders.similarity.rebuild_plan import NO_LIST, Mode, RebuildPlan

RECORD = statement("load/similarity_record")
TARGET: Final = Target(statement("load/similarity"), batch=250)


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """Outcome of a run. `counts` are of lists; a list that was not computed is unchanged."""

    mode: Mode
    computed: int
    counts: Counts
    edges: int
    seconds: float


async def rebuild(
    database: Database, plan: RebuildPlan, progress: Progress = lambda _: None
) -> RebuildResult:
    """Computes and writes the planned lists and records the run; `progress` gets how many more are done.

    Raises Conflict when another run was planned meanwhile, and the errors of the database; batches that are
    committed stay.
    """
    run = plan.run
    async with recorded(database, run):
        written = await write(database, TARGET, _rows(plan, progress), progress)
        run.counts = Counts(
            created=written.created,
            updated=written.updated,
            unchanged=len(plan.stamps) - written.changed,
        )
        edges = plan.edges if plan.mode is Mode.NOTHING else await _record(database, plan)
    return RebuildResult(plan.mode, len(plan.rows), run.counts, edges, run.seconds)


async def _record(database: Database, plan: RebuildPlan) -> int:
    """Records the run and its formula, and returns the number of relationships."""
    facts = {
        "run": plan.run.key,
        "parameters": orjson.dumps(plan.neighbors.formula.recorded).decode(),
        "hash": fingerprint(plan.stamps),
        "lists": len(plan.stamps),
        "startedAt": plan.run.started_at.isoformat(timespec="milliseconds"),
        "seconds": plan.run.seconds,
    }
    recorded = await database.write(RECORD, facts, Deadline.after(BATCH_DEADLINE_S))
    if not recorded:
        raise Conflict("Another run over the lists of SIMILAR_TO began after this one; it completes them.")
    return int(recorded[0]["edges"])


def _rows(plan: RebuildPlan, progress: Progress) -> Iterator[Row]:
    """The rows to write: the planned lists that the graph does not hold."""
    for row in neighborhood_rows(_computed_ahead(plan)):
        stored, stamp = plan.stored.get(row["key"], NO_LIST), plan.stamps[row["key"]]
        if (stored.features, stored.fingerprint) == (stamp, row["fingerprint"]):
            progress(1)
        else:
            yield row | {"features": stamp, "run": plan.run.key}


def _computed_ahead(plan: RebuildPlan) -> Iterator[Neighborhood]:
    """The planned neighborhoods: a thread computes the next ones while Neo4j writes."""
    parts = [plan.rows[start : start + TARGET.batch] for start in range(0, len(plan.rows), TARGET.batch)]
    with ThreadPoolExecutor(1, "similarity") as thread:
        try:
            for part in thread.map(lambda part: list(plan.neighbors.neighborhoods(part)), parts):
                yield from part
        finally:
            thread.shutdown(cancel_futures=True)


def neighborhood_rows(neighborhoods: Iterable[Neighborhood]) -> Iterator[Row]:
    """`{key, neighbors, floor, floorInKind}`."""
    for each in neighborhoods:
        yield stamped(
            {
                "key": each.key,
                "neighbors": [list(neighbor) for neighbor in each.neighbors],
                "floor": each.floor,
                "floorInKind": each.floor_in_kind,
            }
        )
