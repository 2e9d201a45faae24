"""Agreement of the in-memory ranker with the API: the same questions to both, over the graph's requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backtest.in_memory_ranker import InMemoryRanker
from domain.question import Question
from domain.recommendation import FACTORS
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import UnknownKey
from graph.statements import statement
from graph.viewer import STAFF

RECOMMEND: Final = statement("backtest/recommend_sites")
TOLERANCE: Final = 1e-9
READ_S: Final = 60.0
"""For one question; Neo4j plans the first of a kind for seconds."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Number of questions, and of lists that are equal in sites, order and numbers.

    `largest_difference` of a score or contribution is over the lists with equal sites and order.
    """

    questions: int
    equal: int
    largest_difference: float


async def agreement(database: Database, ranker: InMemoryRanker, questions: Sequence[Question]) -> Agreement:
    """Compares the answers of the statement and of the ranker, which must hold the graph's requests.

    Raises UnknownKey when a question names something that the graph does not have.
    """
    equal, largest = 0, 0.0
    for question in questions:
        difference = await _difference(database, ranker, question)
        equal += difference is not None and difference <= TOLERANCE
        largest = max(largest, difference or 0.0)
    return Agreement(len(questions), equal, largest)


async def _difference(database: Database, ranker: InMemoryRanker, question: Question) -> float | None:
    """The largest difference of two answers; None if their sites, order or factors differ."""
    ask = question.parameter()
    parameters = {"ask": ask, "viewer": STAFF.parameter, **ranker.parameters}
    record = (await database.read(RECOMMEND, parameters, Deadline.after(READ_S)))[0]
    if (error := record["error"]) and (unknown := error.get("unknown")):
        raise UnknownKey(f"question: nothing in the graph has the key {', '.join(unknown)}.")
    valuation = ranker.value(question)
    order = valuation.order(ask["weights"])
    if [row["key"] for row in record["rows"]] != [valuation.sites[at] for at in order]:
        return None
    contributions = valuation.contributions(ask["weights"])
    largest = 0.0
    for row, at in zip(record["rows"], order, strict=True):
        theirs = {factor["name"].lower(): factor["contribution"] for factor in row["factors"]}
        ours = dict(zip(FACTORS, contributions[at].tolist(), strict=True))
        applies = {
            name
            for name, value in zip(FACTORS, valuation.values[at].tolist(), strict=True)
            if not np.isnan(value) and ask["weights"][name] > 0
        }
        if theirs.keys() != applies:
            return None
        differences = [abs(theirs[name] - ours[name]) for name in applies]
        largest = max(largest, abs(row["score"] - sum(ours.values())), *differences)
    return largest
