"""Plan: which lists of SIMILAR_TO are out of date.

A list rests on the features of all. When few jurisdictions have changed, their own lists may have, those that
hold one of them, and those that one of them belongs to now, by the floors of these lists. They are computed
anew and the others stand: computing a list takes less time than writing it, so none is mended in part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.statements import statement
from loaders.pipeline.ledger import Run
from loaders.pipeline.row import fingerprint
from loaders.pipeline.writer import BATCH_DEADLINE_S
from loaders.similarity.comparison import Adjacency
from loaders.similarity.features import Features, stamps
from loaders.similarity.nearest import Similarity

CLAIM = statement("load/similarity_claim")
STATE = statement("load/similarity_state")
HOLDERS = statement("load/similarity_holders")

MOST_CHANGED: Final = 0.05
"""Share of jurisdictions; when more have changed, all lists are computed."""


class Mode(StrEnum):
    """How much a run computes."""

    FULL = "full"
    INCREMENTAL = "incremental"
    NOTHING = "nothing"


class Standing(NamedTuple):
    """What the graph holds of a list: what it was computed from, its hash, and its floors."""

    features: str | None
    fingerprint: str | None
    floor: float | None
    floor_in_kind: float | None


NO_LIST: Final = Standing(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What `run` is to compute: rows of `similarity`, those of changed jurisdictions last.

    `stamps` say what each list rests on now; what is in `standing` already is not written again.
    """

    run: Run
    mode: Mode
    similarity: Similarity
    rows: Sequence[int]
    stamps: Mapping[str, str]
    standing: Mapping[str, Standing]
    edges: int


async def plan(database: Database, *, full: bool = False) -> Plan:
    """Compares what the lists in the graph rest on with what they were built from; `full` plans them all.

    One transaction, during which nobody changes data; a plan that was made before is not built any more.
    Raises InvalidInput when the graph has no jurisdiction, and the errors of the database.
    """
    run = Run(source="similarity", by="similarity")

    async def work(transaction: Transaction) -> Plan:
        await transaction.run(CLAIM, {"run": run.key})
        state = (await transaction.run(STATE, {}))[0]
        everything = [Features.of(each) for each in state["jurisdictions"]]
        if not everything:
            raise InvalidInput("The graph has no jurisdictions; `learning-sites load reference` brings them.")
        adjacency = Adjacency(state["adjacency"])
        similarity = Similarity(everything, adjacency)
        found = stamps(everything, adjacency)
        standing = {key: Standing(*facts) for key, *facts in state["lists"]}
        changed = {key for key, stamp in found.items() if standing.get(key, NO_LIST).features != stamp}
        recorded_hash, recorded_edges = state["recorded"]
        edges_stand = recorded_edges == state["edges"]
        if full or len(changed) > MOST_CHANGED * len(everything):
            mode, rows = Mode.FULL, set(range(len(everything)))
        elif not changed and edges_stand and recorded_hash == fingerprint(found):
            mode, rows = Mode.NOTHING, set[int]()
        else:
            mode, rows = Mode.INCREMENTAL, await _stale(transaction, similarity, changed, standing)
        return Plan(
            run,
            mode,
            similarity,
            sorted(rows, key=lambda row: (similarity.keys[row] in changed, row)),
            found,
            standing if edges_stand else {},
            state["edges"],
        )

    return await database.transact(work, Deadline.after(BATCH_DEADLINE_S), name=STATE.name)


async def _stale(
    transaction: Transaction, similarity: Similarity, changed: set[str], standing: Mapping[str, Standing]
) -> set[int]:
    """The rows of lists that may not be right any more."""
    rows = {key: row for row, key in enumerate(similarity.keys)}
    lists = [standing.get(key, NO_LIST) for key in similarity.keys]
    own = {rows[key] for key in changed}
    holders = {rows[each["key"]] for each in await transaction.run(HOLDERS, {"keys": list(changed)})}
    joined = similarity.joined(
        own,
        np.array([each.floor for each in lists], dtype=np.float64),
        np.array([each.floor_in_kind for each in lists], dtype=np.float64),
    )
    return own | holders | joined
