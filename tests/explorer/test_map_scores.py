"""The map is colored by the page: its scores are the service's, under any weights."""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from itertools import combinations
from math import dist
from typing import Any

from typescript import evaluate

from graph.deadline import Deadline
from graph.viewer import READER
from schema.planner.run.executor import Executor
from web.build import DIST

CASES = 12
TOLERANCE = 0.001
"""Parts come in thousandths."""
RANKS = [25, 100, 300, 800, 1600]
DOCUMENTS = json.loads((DIST / "explorer" / "documents.json").read_text()).values()
PARTS = next(text for text in DOCUMENTS if "query SimilarityMap" in text)
SCORES = """
query Scores($for: RequesterInput!, $weights: SimilarityWeightsInput) {
  similarityMap(for: $for, weights: $weights) { codes score }
}"""
REQUESTERS: tuple[dict[str, Any], ...] = (
    {"jurisdictionKey": "us-county:39163"},
    {"jurisdictionKey": "us-county:06037"},
    {"jurisdictionKey": "us-county:66010"},
    {"profile": {"state": "AZ", "kind": "TRIBE", "setting": "NONCORE", "population": 12000, "density": 9}},
)
NAMES = (
    "size density setting region distance rurality providers poverty limitedEnglish native age groupQuarters"
)


async def test_page_scores_every_county_as_the_service_does(executor: Executor) -> None:
    dice = random.Random(25)
    cases: list[dict[str, Any]] = []
    expected: list[dict[str, Any]] = []
    for _ in range(CASES):
        requester = dice.choice(REQUESTERS)
        weights = {name: dice.choice([0, 0, 5, 20, 60]) / 100 for name in NAMES.split()}
        weights["size"] = weights["size"] or 0.3
        if "profile" in requester:  # nothing is known of its people but their number
            weights |= dict.fromkeys(NAMES.split()[4:], 0)
        parts = await ask(executor, PARTS, {"for": requester})
        cases.append({"parts": parts["parts"], "weights": weights})
        expected.append(await ask(executor, SCORES, {"for": requester, "weights": weights}))
        assert parts["codes"] == expected[-1]["codes"]
    script = """
    import { scoresOf } from "./map/scores.ts";
    answer(cases.map(({ parts, weights }) => scoresOf(parts, weights)));
    """
    compared = 0
    for found, wanted in zip(evaluate(script, cases=cases), expected, strict=True):
        for page, service in zip(found, wanted["score"], strict=True):
            assert (page is None) == (service is None)
            if page is not None:
                compared += 1
                assert abs(page - service / 1000) <= TOLERANCE
    assert compared > CASES * 2_000


async def ask(executor: Executor, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    result = await executor.execute(document, variables, None, Deadline.after(60), READER)
    assert result.errors is None, result.errors
    assert result.data is not None
    return dict(result.data["similarityMap"])


def test_classes_are_ranks() -> None:
    dice = random.Random(5)
    lists: list[list[float | None]] = [[], [None, None], [0.5]]
    for _ in range(40):
        some = [dice.randint(0, dice.choice((5, 1000))) / 1000 for _ in range(dice.randint(1, 2_500))]
        lists.append([None if dice.random() < 0.05 else score for score in some])
    script = """
    import { classOf, limitsOf } from "./map/scores.ts";
    answer(lists.map((scores) => {
      const limits = limitsOf(scores);
      return { limits, classes: scores.map((score) => classOf(score, limits)) };
    }));
    """
    for scores, found in zip(lists, evaluate(script, lists=lists), strict=True):
        known = sorted((score for score in scores if score is not None), reverse=True)
        assert found["limits"] == [known[rank - 1] if len(known) >= rank else None for rank in RANKS]
        for score, number in zip(scores, found["classes"], strict=True):
            if score is None:
                assert number == 0
            else:
                better = len(known) - bisect_right(known[::-1], score)
                assert number == next((5 - at for at, rank in enumerate(RANKS) if better < rank), 0)


def test_markers_keep_clear_of_each_other_and_near_their_places() -> None:
    dice = random.Random(6)
    crowds = [[[dice.gauss(0, width), dice.gauss(0, width)] for _ in range(14)] for width in (0, 8, 40)]
    script = """
    import { spread } from "./map/markers.ts";
    answer(crowds.map((crowd) => spread(crowd, 17)));
    """
    for crowd, spots in zip(crowds, evaluate(script, crowds=crowds), strict=True):
        assert spots[0] == crowd[0], "the first stays"
        for (x, y), place in zip(spots, crowd, strict=True):
            assert dist((x, y), place) < 17 * 4
        for one, other in combinations(spots, 2):
            assert dist(one, other) >= 17 - 1e-9
