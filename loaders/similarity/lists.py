"""Peers: the lists of SIMILAR_TO in the graph, brought up to date as planned.

A run that dies does no harm: what a changed jurisdiction was computed from is written with its own list, and
these come last; until then it counts as changed. Nor do two at once: the one that was planned later goes on.
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
from loaders.similarity.nearest import PARAMETERS, Neighborhood
from loaders.similarity.plan import NO_LIST, Mode, Plan

RECORD = statement("load/similarity_record")
TARGET: Final = Target(statement("load/similarity"), batch=250)


@dataclass(frozen=True, slots=True)
class Built:
    """What a run did. `counts` are of lists, those that were not computed among the unchanged."""

    mode: Mode
    computed: int
    counts: Counts
    edges: int
    seconds: float


async def build(database: Database, plan: Plan, progress: Progress = lambda _: None) -> Built:
    """Computes and writes what is planned and records the run; `progress` hears how many more lists are done.

    Raises Conflict when another run was planned meanwhile, and the errors of the database; batches that were
    committed before stay.
    """
    run = plan.run
    async with recorded(database, run):
        written = await write(database, TARGET, _rows(plan, progress), progress)
        run.counts = Counts(
            created=written.created,
            updated=written.updated,
            unchanged=len(plan.stamps) - written.changed,
        )
        edges = plan.edges if plan.mode is Mode.NOTHING else await _remember(database, plan)
    return Built(plan.mode, len(plan.rows), run.counts, edges, run.seconds)


async def _remember(database: Database, plan: Plan) -> int:
    """Records what the lists were built with, and returns how many relationships they have."""
    facts = {
        "run": plan.run.key,
        "parameters": orjson.dumps(PARAMETERS).decode(),
        "hash": fingerprint(plan.stamps),
        "lists": len(plan.stamps),
        "startedAt": plan.run.started_at.isoformat(timespec="milliseconds"),
        "seconds": plan.run.seconds,
    }
    recorded = await database.write(RECORD, facts, Deadline.after(BATCH_DEADLINE_S))
    if not recorded:
        raise Conflict("Another run over the lists of SIMILAR_TO began after this one; it completes them.")
    return int(recorded[0]["edges"])


def _rows(plan: Plan, progress: Progress) -> Iterator[Row]:
    """The rows to write: those of the plan that do not stand in the graph."""
    for row in neighborhood_rows(_ahead(plan)):
        standing, stamp = plan.standing.get(row["key"], NO_LIST), plan.stamps[row["key"]]
        if (standing.features, standing.fingerprint) == (stamp, row["fingerprint"]):
            progress(1)
        else:
            yield row | {"features": stamp, "run": plan.run.key}


def _ahead(plan: Plan) -> Iterator[Neighborhood]:
    """The neighborhoods of the plan: a thread computes them while Neo4j writes those before."""
    parts = [plan.rows[start : start + TARGET.batch] for start in range(0, len(plan.rows), TARGET.batch)]
    with ThreadPoolExecutor(1, "similarity") as thread:
        try:
            for part in thread.map(lambda part: list(plan.similarity.neighborhoods(part)), parts):
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
