"""Whether the twin ranks as the API does: questions asked of both, over what the graph holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backtest.twin import Twin
from domain.recommendation import FACTORS, Question
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import UnknownKey
from graph.statements import statement
from graph.viewer import STAFF

RECOMMEND: Final = statement("backtest/recommend_sites")
TOLERANCE: Final = 1e-9
ASK_S: Final = 60.0
"""For one question; Neo4j plans the first of a kind for seconds."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many questions were asked of both, and how many lists were the same in sites, order, numbers.

    `largest_difference` of a score or contribution is over the lists of which all but the numbers was.
    """

    questions: int
    equal: int
    largest_difference: float


async def agreement(database: Database, twin: Twin, questions: Sequence[Question]) -> Agreement:
    """Asks every question of the statement and of the twin, which must hold the graph's requests.

    Raises UnknownKey when a question names something that the graph does not have.
    """
    equal, largest = 0, 0.0
    for question in questions:
        difference = await _difference(database, twin, question)
        equal += difference is not None and difference <= TOLERANCE
        largest = max(largest, difference or 0.0)
    return Agreement(len(questions), equal, largest)


async def _difference(database: Database, twin: Twin, question: Question) -> float | None:
    """The largest difference of two answers; None if their sites, order or factors differ."""
    ask = question.ask()
    parameters = {"ask": ask, "viewer": STAFF.parameter}
    record = (await database.read(RECOMMEND, parameters, Deadline.after(ASK_S)))[0]
    if record["unknown"]:
        raise UnknownKey(f"question: nothing in the graph has the key {', '.join(record['unknown'])}.")
    valuation = twin.value(question)
    order = valuation.order(ask["weights"])
    if [row["key"] for row in record["rows"]] != [valuation.sites[at] for at in order]:
        return None
    contributions = valuation.contributions(ask["weights"])
    largest = 0.0
    for row, at in zip(record["rows"], order, strict=True):
        asked = {factor["name"].lower(): factor["contribution"] for factor in row["factors"]}
        mine = dict(zip(FACTORS, contributions[at].tolist(), strict=True))
        applies = {
            name
            for name, value in zip(FACTORS, valuation.values[at].tolist(), strict=True)
            if not np.isnan(value) and ask["weights"][name] > 0
        }
        if asked.keys() != applies:
            return None
        apart = [abs(asked[name] - mine[name]) for name in applies]
        largest = max(largest, abs(row["score"] - sum(mine.values())), *apart)
    return largest
