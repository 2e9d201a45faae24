"""Rebuild plan: which lists of SIMILAR_TO are out of date.

A list depends on the features of all jurisdictions. When few have changed, the stale lists are their own, the
lists that hold one of them, and the lists that one of them now belongs to, by the floors of these lists.
A stale list is computed anew, not repaired: computing a list takes less time than writing it.
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
from loaders.adjacency import Adjacency
from loaders.pipeline.ledger import Run
from loaders.pipeline.row import fingerprint
from loaders.pipeline.writer import BATCH_DEADLINE_S
from loaders.similarity.features import Features
from loaders.similarity.nearest_neighbors import NearestNeighbors
from loaders.similarity.stamps import stamps

CLAIM = statement("load/similarity_claim")
STATE = statement("load/similarity_state")
DUE = statement("load/similarity_due")
HOLDERS = statement("load/similarity_holders")

MOST_CHANGED: Final = 0.05
"""Share of jurisdictions; when more have changed, all lists are computed."""


class Mode(StrEnum):
    """How much a run computes."""

    FULL = "full"
    INCREMENTAL = "incremental"
    NOTHING = "nothing"


class StoredList(NamedTuple):
    """What the graph holds of a list: the stamp of its features, its fingerprint, and its floors."""

    features: str | None
    fingerprint: str | None
    floor: float | None
    floor_in_kind: float | None


NO_LIST: Final = StoredList(None, None, None, None)


@dataclass(frozen=True, slots=True)
class RebuildPlan:
    """The rows of `neighbors` that `run` is to compute, those of changed jurisdictions last.

    `stamps` are those of the features as they are now; a list that is `stored` already is not written again.
    """

    run: Run
    mode: Mode
    neighbors: NearestNeighbors
    rows: Sequence[int]
    stamps: Mapping[str, str]
    stored: Mapping[str, StoredList]
    edges: int


async def is_due(database: Database) -> bool:
    """Whether a run may have changed jurisdictions since the lists were last brought up to date.

    By the ledger: a change by hand does not count. Raises the errors of the database.
    """
    [found] = await database.read(DUE, {}, Deadline.after(BATCH_DEADLINE_S))
    return bool(found["due"])


async def plan_rebuild(database: Database, *, full: bool = False) -> RebuildPlan:
    """Finds the lists whose features have changed since they were computed; `full` plans all lists.

    One transaction, during which no other changes data. An earlier plan can then no longer be carried out.
    Raises InvalidInput when the graph has no jurisdiction, and the errors of the database.
    """
    run = Run(source="similarity", by="similarity")

    async def work(transaction: Transaction) -> RebuildPlan:
        await transaction.run(CLAIM, {"run": run.key})
        state = (await transaction.run(STATE, {}))[0]
        everything = [Features.of(each) for each in state["jurisdictions"]]
        if not everything:
            raise InvalidInput("The graph has no jurisdictions; `learning-sites load reference` brings them.")
        adjacency = Adjacency(state["adjacency"])
        neighbors = NearestNeighbors(everything, adjacency)
        found = stamps(everything, adjacency, neighbors.formula)
        stored = {key: StoredList(*facts) for key, *facts in state["lists"]}
        changed = {key for key, stamp in found.items() if stored.get(key, NO_LIST).features != stamp}
        recorded_hash, recorded_edges = state["recorded"]
        is_complete = recorded_edges == state["edges"]
        if full or len(changed) > MOST_CHANGED * len(everything):
            mode, rows = Mode.FULL, set(range(len(everything)))
        elif not changed and is_complete and recorded_hash == fingerprint(found):
            mode, rows = Mode.NOTHING, set[int]()
        else:
            mode, rows = Mode.INCREMENTAL, await _stale(transaction, neighbors, changed, stored)
        return RebuildPlan(
            run,
            mode,
            neighbors,
            sorted(rows, key=lambda row: (neighbors.keys[row] in changed, row)),
            found,
            stored if is_complete else {},
            state["edges"],
        )

    return await database.transact(work, Deadline.after(BATCH_DEADLINE_S), name=STATE.name)


async def _stale(
    transaction: Transaction,
    neighbors: NearestNeighbors,
    changed: set[str],
    stored: Mapping[str, StoredList],
) -> set[int]:
    """The rows of lists that may be out of date."""
    rows = {key: row for row, key in enumerate(neighbors.keys)}
    lists = [stored.get(key, NO_LIST) for key in neighbors.keys]
    own = {rows[key] for key in changed}
    holders = {rows[each["key"]] for each in await transaction.run(HOLDERS, {"keys": list(changed)})}
    joined = neighbors.joined(
        own,
        np.array([each.floor for each in lists], dtype=np.float64),
        np.array([each.floor_in_kind for each in lists], dtype=np.float64),
    )
    return own | holders | joined
