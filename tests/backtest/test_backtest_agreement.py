"""The in-memory ranker against the statement of the API, over the sample that `make up` loads."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from backtest.agreement import READ_S, RECOMMEND, TOLERANCE, agreement
from backtest.graph_snapshot import GraphSnapshot, read_requests
from backtest.in_memory_ranker import InMemoryRanker
from backtest.past_request import PastRequest
from backtest.similarity_matrix import SimilarityMatrix
from backtest.trial import trials
from domain.question import Question
from domain.vocabulary import AgencyType, AssistanceType, SwornBand
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import UnknownKey
from graph.viewer import STAFF
from loaders.generate import Reference

DAYS = [date(2019, 6, 30), date(2021, 3, 31), date(2021, 4, 30), date(2023, 9, 15), date(2026, 1, 1)]
WEIGHTS: list[dict[str, float]] = [
    {},
    {},
    {"evidence": 0.0},
    {"fit": 3.0, "distance": 0.5},
    {"coverage": 9.0},
]


@pytest.fixture(scope="module")
async def held(database: Database) -> list[PastRequest]:
    """The requests of the graph."""
    return await read_requests(database)


@pytest.fixture(scope="module")
def ranker(snapshot: GraphSnapshot, held: list[PastRequest]) -> InMemoryRanker:
    return InMemoryRanker(snapshot, held, SimilarityMatrix(snapshot, held))


@pytest.fixture(scope="module")
def drawn(snapshot: GraphSnapshot, reference: Reference) -> list[Question]:
    """Places of every kind, with wishes, days and weights drawn beside them."""
    chance = random.Random(20261001)
    kinds: dict[str, list[str]] = {}
    for key, place in sorted(snapshot.places.items()):
        kinds.setdefault(place.kind, []).append(key)
    places = [key for keys in kinds.values() for key in chance.sample(keys, min(len(keys), 10))]
    places += chance.sample(sorted(snapshot.served), 6)
    return [
        Question(
            key=key,
            models=chance.sample(sorted(reference.models), chance.choice([0, 1, 2, 3])),
            topics=chance.sample(sorted(reference.topics), chance.choice([0, 0, 1, 2])),
            assistance=chance.sample([*AssistanceType.__members__], chance.choice([0, 1, 3])),
            agency_type=chance.choice([None, *AgencyType.__members__]),
            sworn_band=chance.choice([None, *SwornBand.__members__]),
            weights=chance.choice(WEIGHTS),
            as_of=chance.choice(DAYS),
        )
        for key in places
    ]


@pytest.mark.slow
async def test_trials_are_ranked_as_by_the_statement(
    database: Database, snapshot: GraphSnapshot, held: list[PastRequest], ranker: InMemoryRanker
) -> None:
    questions = [trial.question for trial in trials(snapshot, held, 0.4).taken][::5]
    assert len(questions) >= 50
    found = await agreement(database, ranker, questions)
    assert found.equal == found.questions == len(questions)
    assert found.largest_difference <= TOLERANCE


async def test_drawn_questions_are_ranked_as_by_the_statement(
    database: Database, ranker: InMemoryRanker, drawn: list[Question]
) -> None:
    assert len(drawn) >= 35
    found = await agreement(database, ranker, drawn)
    assert (found.equal, found.questions) == (len(drawn), len(drawn))


async def test_a_ranker_of_other_requests_differs(
    database: Database,
    snapshot: GraphSnapshot,
    log: Callable[[int], list[PastRequest]],
    held: list[PastRequest],
) -> None:
    """Or the tests above could not fail."""
    other = log(1)
    questions = [trial.question for trial in trials(snapshot, held, 0.4).taken][::25]
    found = await agreement(
        database, InMemoryRanker(snapshot, other, SimilarityMatrix(snapshot, [*other, *held])), questions
    )
    assert found.equal == 0


async def test_scores_are_the_sums_of_their_contributions(
    database: Database, ranker: InMemoryRanker, drawn: list[Question]
) -> None:
    for question in drawn[::4]:
        parameters = {"ask": question.parameter(), "viewer": STAFF.parameter, **ranker.parameters}
        for row in (await database.read(RECOMMEND, parameters, Deadline.after(READ_S)))[0]["rows"]:
            total = sum(factor["contribution"] for factor in row["factors"])
            assert row["score"] == pytest.approx(total, abs=1e-9)


async def test_a_question_of_something_unknown_is_refused(database: Database, ranker: InMemoryRanker) -> None:
    with pytest.raises(UnknownKey, match="model:nothing"):
        await agreement(database, ranker, [Question(key="us-county:39163", models=["model:nothing"])])
