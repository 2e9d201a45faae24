"""A changed number of a formula changes the answers of Neo4j and of numpy alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from changed_formulas import OTHER_RECOMMENDATION, OTHER_SIMILARITY

from backtest.agreement import agreement
from backtest.graph_snapshot import GraphSnapshot, read_requests
from backtest.in_memory_ranker import InMemoryRanker
from backtest.past_request import PastRequest
from backtest.similarity_matrix import SimilarityMatrix
from domain.question import Question
from domain.recommendation import RECOMMENDATION, RecommendationFormula
from domain.similarity import SIMILARITY, SimilarityFormula, compared
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement, statement
from loaders.similarity.nearest_neighbors import NearestNeighbors

QUESTIONS = [
    Question(
        key=key,
        models=["model:co-responder", "model:cit", "model:civilian-responder"],
        topics=["topic:rural"],
        assistance=["VISIT_HOSTED", "PHONE_CALL"],
        agency_type="SHERIFF",
        sworn_band="FROM_10",
        as_of=date(2024, 12, 31),
    )
    for key in (
        "us-county:39163",
        "us-place:4274277",
        "us-county:48113",
        "us-county:42101",
        "us-county:53033",
    )
]
SIMILARITIES = (
    *("half_at_log10", "kinds", "urban_steps", "same_state", "same_division", "same_region"),
    "half_at_miles",
)
RECOMMENDATIONS = OTHER_RECOMMENDATION.keys() - {
    "leaning",
    "clear",
    "few_requesters",
    "levels",
    "unknown_class",
}
"""The others are no part of a score: they label a list, or speed up the search for its evidence."""
SIMILAR = Statement(
    "similar",
    f"""CYPHER 25
    MATCH (this:Jurisdiction {{key: $key}})
    CALL (this) {{ WITH this, $ask AS ask
    {statement("field/similar").body}
    }}
    RETURN node.key AS key, edge.score AS score ORDER BY edge.rank""",
)


@pytest.fixture(scope="module")
async def held(database: Database) -> list[PastRequest]:
    """The requests of the graph."""
    return await read_requests(database)


def ranker(
    snapshot: GraphSnapshot,
    held: list[PastRequest],
    similarity: SimilarityFormula = SIMILARITY,
    recommendation: RecommendationFormula = RECOMMENDATION,
) -> InMemoryRanker:
    own = replace(snapshot, formula=similarity)
    return InMemoryRanker(own, held, SimilarityMatrix(own, held), recommendation)


def values(one: InMemoryRanker) -> list[Any]:
    return [one.value(question).values.tolist() for question in QUESTIONS]


@pytest.fixture(scope="module")
def usual(snapshot: GraphSnapshot, held: list[PastRequest]) -> list[Any]:
    """The values by the formulas as they are."""
    return values(ranker(snapshot, held))


async def assert_both_change(database: Database, usual: list[Any], changed: InMemoryRanker) -> None:
    assert values(changed) != usual
    found = await agreement(database, changed, QUESTIONS)
    assert found.equal == len(QUESTIONS)


@pytest.mark.parametrize("name", SIMILARITIES)
async def test_a_changed_number_of_similarity_changes_both_rankings(
    database: Database, snapshot: GraphSnapshot, held: list[PastRequest], usual: list[Any], name: str
) -> None:
    formula = replace(SIMILARITY, **{name: OTHER_SIMILARITY[name]})
    await assert_both_change(database, usual, ranker(snapshot, held, similarity=formula))


@pytest.mark.parametrize("name", sorted(RECOMMENDATIONS))
async def test_a_changed_number_of_the_ranking_changes_both(
    database: Database, snapshot: GraphSnapshot, held: list[PastRequest], usual: list[Any], name: str
) -> None:
    formula = replace(RECOMMENDATION, **{name: OTHER_RECOMMENDATION[name]})
    await assert_both_change(database, usual, ranker(snapshot, held, recommendation=formula))


@pytest.mark.parametrize("change", [{"few_requesters": 0}, {"few_requesters": 0, "levels": (0.9, 0.45)}])
async def test_how_the_nearest_are_searched_changes_no_answer(
    database: Database, snapshot: GraphSnapshot, held: list[PastRequest], change: dict[str, Any]
) -> None:
    changed = ranker(snapshot, held, recommendation=replace(RECOMMENDATION, **change))
    assert (await agreement(database, changed, QUESTIONS)).equal == len(QUESTIONS)


@pytest.mark.parametrize(
    "change",
    [
        {},
        # Three seconds each; that each number changes something is seen above.
        *(pytest.param({name: OTHER_SIMILARITY[name]}, marks=pytest.mark.slow) for name in SIMILARITIES),
        {"neighbors": 10},
    ],
    ids=lambda change: next(iter(change), "none"),
)
async def test_a_changed_number_changes_both_lists_of_similar_jurisdictions(
    database: Database, snapshot: GraphSnapshot, change: dict[str, Any]
) -> None:
    formula = replace(SIMILARITY, **change)
    index = NearestNeighbors(snapshot.places.values(), snapshot.adjacency, formula)
    for question in QUESTIONS[:2]:
        assert question.key is not None
        ask = {**compared("weights", question.parts), "stored": False, "bounded": False}
        parameters = {"key": question.key, "ask": ask, "similarity": formula.parameter}
        found = await database.read(SIMILAR, parameters, Deadline.after(60))
        [wanted] = index.neighborhoods([index.keys.index(question.key)])
        listed = [each for each in wanted.neighbors if each.rank is not None]
        assert [each["key"] for each in found] == [each.key for each in listed]
        assert [each["score"] for each in found] == pytest.approx([each.score for each in listed], abs=1e-4)
