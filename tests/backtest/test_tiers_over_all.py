"""Over all models and a hundred jurisdictions: the first site operates the model if any ranked one does."""

from __future__ import annotations

import random
from datetime import date

import pytest

from backtest.graph_snapshot import GraphSnapshot, read_requests
from backtest.in_memory_ranker import InMemoryRanker
from backtest.similarity_matrix import SimilarityMatrix
from domain.question import Question
from domain.recommendation import FACTORS, Tier
from graph.database import Database
from loaders.generate import Reference

DRAWN = 100


@pytest.fixture(scope="module")
async def ranker(database: Database, snapshot: GraphSnapshot) -> InMemoryRanker:
    """Equal to the statement: test_backtest_agreement."""
    held = await read_requests(database)
    return InMemoryRanker(snapshot, held, SimilarityMatrix(snapshot, held))


def test_a_first_site_operates_the_model_whenever_a_ranked_one_does(
    ranker: InMemoryRanker, snapshot: GraphSnapshot, reference: Reference
) -> None:
    keys = sorted(key for key, place in snapshot.places.items() if place.kind != "REGION")
    drawn = random.Random(79).sample(keys, DRAWN)
    assert len(reference.models) == 18
    by_score_alone = 0
    for model in reference.models:
        for key in drawn:
            valuation = ranker.value(Question(key=key, models=[model], as_of=date(2025, 12, 31)))
            first = valuation.tiers[valuation.order(FACTORS)[0]]
            by_score_alone += valuation.tiers[valuation.order(FACTORS, by_score=True)[0]] is not Tier.OFFERS
            if Tier.OFFERS in valuation.tiers:
                assert first is Tier.OFFERS, (key, model)
            if first is not Tier.OFFERS:
                assert valuation.label(FACTORS) != "CLEAR", (key, model)
    assert by_score_alone > 300, "or the rule would change nothing"
