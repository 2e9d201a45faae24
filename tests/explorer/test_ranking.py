"""The page's arithmetic is the service's: of the answer with proposed weights it makes that with any weights.

100 questions are drawn; the module of the page ranks alone, in Node.js.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from typescript import evaluate

from graph.deadline import Deadline
from graph.viewer import READER, STAFF, Viewer
from schema.planner.run.executor import Executor
from web.build import DIST

QUESTIONS = 20
WEIGHTS = 5
TOLERANCE = 1e-9
FACTORS = ("EVIDENCE", "FIT", "COVERAGE", "CAPACITY", "ASSISTANCE", "DISTANCE", "CAMPUS", "TRIBE")
REQUESTERS: tuple[dict[str, Any], ...] = (
    {"jurisdictionKey": "us-county:39163"},
    {"jurisdictionKey": "us-county:06037"},
    {"jurisdictionKey": "us-county:20045"},
    {"jurisdictionKey": "us-place:4317639"},
    {"jurisdictionKey": "us-state:OH"},
    {"jurisdictionKey": "us-campus:university-of-florida"},
    {"agencyOri": "AZDI06900"},
    {"profile": {"state": "AZ", "kind": "TRIBE", "population": 12000, "setting": "NONCORE"}},
    {"profile": {"state": "IA", "kind": "CAMPUS", "population": 30000, "setting": "SMALL_METRO"}},
    {"profile": {"state": "MT", "kind": "COUNTY", "population": 4200, "density": 1.5, "setting": "NONCORE"}},
)
DOCUMENTS = json.loads((DIST / "explorer" / "documents.json").read_text())
DOCUMENT = next(text for text in DOCUMENTS.values() if "query Answer" in text)
SCRIPT = """
import { evidenceScale, labelOf, rank } from "./answer/ranking.ts";
answer(cases.map(({ sites, weights }) => {
  const ranking = rank(sites, weights, defaults);
  return {
    label: labelOf(ranking, bounds),
    sites: ranking.map((site) => ({
      key: site.recommendation.site.key,
      rank: site.rank,
      tier: site.recommendation.tier,
      score: site.score,
      parts: Object.fromEntries(
        site.parts.map(({ name, weight, contribution }) => [name, [weight, contribution]])),
      evidence: (site.recommendation.evidence?.edges ?? []).map(
        ({ node }) => node.contribution * evidenceScale(site)),
    })),
  };
}));
"""


def drawn(dice: random.Random, known: dict[str, list[str]]) -> dict[str, Any]:
    """A question: the requester, and what is wanted."""
    return {
        "for": dice.choice(REQUESTERS),
        "models": dice.sample(known["models"], dice.choice((0, 0, 1, 2))),
        "topics": dice.sample(known["topics"], dice.choice((0, 1))),
        "assistanceTypes": dice.sample(("VISIT_HOSTED", "PHONE_CALL", "WEBINAR"), dice.choice((0, 0, 1, 2))),
        "asOf": dice.choice(("2025-12-31", "2024-06-30")),
    }


def weights(dice: random.Random, active: set[str]) -> dict[str, float]:
    """Weights of some factors, such as sliders give; at least one that counts is above 0."""
    while True:
        some = dice.sample(FACTORS, dice.randint(1, len(FACTORS)))
        found = {name: dice.choice((0.0, 0.01, 0.05, 0.37, 1.0)) for name in some}
        if any(found.get(name, 1.0) > 0 for name in active):
            return found


@pytest.mark.parametrize("viewer", [STAFF, READER], ids=["staff", "reader"])
async def test_page_and_service_weigh_alike(executor: Executor, viewer: Viewer) -> None:
    dice = random.Random(25 + viewer.is_staff)

    async def run(text: str, **variables: Any) -> Any:
        result = await executor.execute(text, variables, None, Deadline.after(60), viewer)
        assert result.errors is None, result.errors
        return result.data

    async def ranked(question: dict[str, Any]) -> Any:
        found = await run(DOCUMENT, input=question, key="", canSeeRequests=viewer.is_staff)
        return found["recommendSites"]

    known = await run(
        "{ programModels(first: 100) { edges { node { key } } } topics(first: 100) { edges { node { key } } }"
        " recommendationDefaults { closeCall leaning factors { name weight } } }"
    )
    keys = {
        "models": [edge["node"]["key"] for edge in known["programModels"]["edges"]],
        "topics": [edge["node"]["key"] for edge in known["topics"]["edges"]],
    }
    proposed = known["recommendationDefaults"]
    cases, expected = [], []
    for _ in range(QUESTIONS // 2):
        question = drawn(dice, keys)
        sites = [edge["node"] for edge in (await ranked(question))["edges"]]
        active = {factor["name"] for site in sites for factor in site["factors"]}
        for _ in range(WEIGHTS):
            chosen = weights(dice, active)
            cases.append({"sites": sites, "weights": chosen})
            given = {name.lower(): weight for name, weight in chosen.items()}
            expected.append(await ranked({**question, "weights": given}))

    found = evaluate(
        SCRIPT,
        cases=cases,
        defaults={each["name"]: each["weight"] for each in proposed["factors"]},
        bounds={"closeCall": proposed["closeCall"], "leaning": proposed["leaning"]},
    )
    assert len(found) == QUESTIONS // 2 * WEIGHTS
    assert len({page["sites"][0]["key"] for page in found}) > 3, "the draw is too narrow to say much"
    for page, service in zip(found, expected, strict=True):
        assert page["label"] == service["label"]
        nodes = [edge["node"] for edge in service["edges"]]
        assert [site["key"] for site in page["sites"]] == [node["site"]["key"] for node in nodes]
        assert [site["rank"] for site in page["sites"]] == [*range(1, len(nodes) + 1)]
        for site, node in zip(page["sites"], nodes, strict=True):
            assert site["tier"] == node["tier"]
            assert site["score"] == pytest.approx(node["score"], abs=TOLERANCE)
            counted = {name: part for name, part in site["parts"].items() if part[0] > 0}
            assert counted.keys() == {factor["name"] for factor in node["factors"]}
            for factor in node["factors"]:
                assert counted[factor["name"]] == pytest.approx(
                    [factor["weight"], factor["contribution"]], abs=TOLERANCE
                )
            if viewer.is_staff:
                cases_of = [edge["node"]["contribution"] for edge in node["evidence"]["edges"]]
                assert site["evidence"] == pytest.approx(cases_of, abs=TOLERANCE)


def test_scores_that_are_equal_to_six_decimals_are_in_the_order_of_their_keys() -> None:
    def site(key: str, value: float, tier: str | None = None) -> dict[str, Any]:
        factor = {"name": "FIT", "weight": 1.0, "value": value, "contribution": value}
        return {"site": {"key": key}, "tier": tier, "factors": [factor]}

    sites = [site("b", 0.5000001), site("a", 0.5), site("c", 0.50001)]
    tiers = [site("low", 0.2, "OFFERS"), site("high", 0.9, "SIMILAR_ONLY"), site("kin", 0.5, "RELATED")]
    cases = [{"sites": sites, "weights": {}}, {"sites": tiers, "weights": {"FIT": 0.0}}]
    ties, tiered = evaluate(SCRIPT, cases=cases, defaults={"FIT": 0.2}, bounds={"closeCall": 0, "leaning": 0})
    assert [each["key"] for each in ties["sites"]] == ["c", "a", "b"]
    assert [each["key"] for each in tiered["sites"]] == ["low", "kin", "high"]
    assert tiered["sites"][0]["score"] == 0.2, "weights that are all 0 rank nothing: the proposed ones count"
