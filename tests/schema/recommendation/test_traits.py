"""Traits of counties: no part of a score by default, shown side by side, and compared if a weight says so."""

from __future__ import annotations

from typing import Any

import pytest

from domain.similarity import TRAITS, WEIGHTS
from graph.errors import InsufficientProfile
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.jurisdiction import PROPERTIES, Jurisdiction

SIMILAR = """
query ($key: String!, $weights: SimilarityWeightsInput) {
  jurisdiction(key: $key) {
    similar(first: 25, weights: $weights) {
      edges { score factors { name weight value contribution reason } node { key } }
    }
  }
}
"""
RECOMMEND = """
query ($input: RecommendInput!) {
  recommendSites(input: $input) { edges { node { site { key } factors { name value } } } }
}
"""
TODD, VINTON = "us-county:46121", "us-county:39163"
NONE_OF_THE_FIVE = dict.fromkeys(WEIGHTS, 0)
FIELDS = {camel: name for name, camel in PROPERTIES.items()}
BY_KEY = {each.key: each for each in read_jurisdictions()}


def value(one: Jurisdiction, trait: str) -> float | None:
    found: float | None = getattr(one, FIELDS[TRAITS[trait].property])
    return found


def closeness(one: Jurisdiction, other: Jurisdiction, *traits: str) -> float | None:
    """The mean over the traits that both know; None where more than half is unknown."""
    pairs = [(value(one, each), value(other, each), TRAITS[each].half_at) for each in traits]
    known = [1 / (1 + ((a - b) / half) ** 2) for a, b, half in pairs if a is not None and b is not None]
    return sum(known) / len(known) if 2 * len(known) >= len(traits) else None


def weights(*traits: str) -> dict[str, float]:
    return NONE_OF_THE_FIVE | dict.fromkeys(traits, 1.0)


@pytest.mark.parametrize(
    ("key", "traits"),
    [
        (TODD, ("native", "poverty")),
        (VINTON, ("providers", "rurality")),
        ("us-place:4699066", ("limitedEnglish",)),
        ("us-county:48479", ("age", "groupQuarters", "limitedEnglish")),
        ("us-county:09190", ("providers", "poverty")),  # whose providers are unknown
    ],
)
async def test_traits_that_weigh_are_compared(ask: Any, key: str, traits: tuple[str, ...]) -> None:
    edges = (await ask(SIMILAR, key=key, weights=weights(*traits)))["jurisdiction"]["similar"]["edges"]
    one = BY_KEY[key]
    assert len(edges) == 25
    for edge in edges:
        expected = closeness(one, BY_KEY[edge["node"]["key"]], *traits)
        assert edge["score"] == pytest.approx(expected, abs=1e-9)
        assert sum(factor["contribution"] for factor in edge["factors"]) == pytest.approx(edge["score"])
    chosen = {edge["node"]["key"] for edge in edges}
    county = one.county
    better = [
        other.key
        for other in BY_KEY.values()
        if other.kind != "STATE" and other.key not in chosen and other.county != county
        if (score := closeness(one, other, *traits)) and score > edges[-1]["score"] + 1e-6
    ]
    assert better == []


async def test_by_default_they_weigh_nothing_and_are_shown_side_by_side(ask: Any) -> None:
    edges = (await ask(SIMILAR, key=VINTON))["jurisdiction"]["similar"]["edges"]
    for edge in edges:
        traits = {factor["name"]: factor for factor in edge["factors"] if factor["weight"] == 0}
        assert traits.keys() == {
            *("RURALITY", "PROVIDERS", "POVERTY", "LIMITED_ENGLISH", "NATIVE", "AGE", "GROUP_QUARTERS")
        }
        assert {factor["contribution"] for factor in traits.values()} == {0}
    morgan = next(edge for edge in edges if edge["node"]["key"] == "us-county:39115")
    reasons = {factor["name"]: factor["reason"] for factor in morgan["factors"]}
    here, there = BY_KEY[VINTON], BY_KEY["us-county:39115"]
    assert reasons["PROVIDERS"] == (
        f"{here.mental_health_providers:,.0f} mental-health providers per 100,000 people here, "
        f"{there.mental_health_providers:,.0f} there."
    )
    assert reasons["POVERTY"] == (
        f"{here.poverty_percent:.1f}% of people below 150% of the poverty line here, "
        f"{there.poverty_percent:.1f}% there."
    )


async def test_a_recommendation_fits_by_them(ask: Any) -> None:
    asked = {"for": {"jurisdictionKey": TODD}, "weights": {"similarity": weights("native")}}
    edges = (await ask(RECOMMEND, input=asked))["recommendSites"]["edges"]
    fits = {
        edge["node"]["site"]["key"]: factor["value"]
        for edge in edges
        for factor in edge["node"]["factors"]
        if factor["name"] == "FIT"
    }
    yavapai = closeness(BY_KEY[TODD], BY_KEY["us-county:04025"], "native")
    assert fits["site:yavapai-coalition"] == pytest.approx(yavapai)


async def test_a_profile_knows_none_of_them(refusal: Any) -> None:
    profile = {"state": "SD", "kind": "COUNTY", "population": 9_000, "density": 6.7, "setting": "NONCORE"}
    asked = {"for": {"profile": profile}, "weights": {"similarity": {"native": 2.0}}}
    assert isinstance(await refusal(RECOMMEND, input=asked), InsufficientProfile)


def test_known_values_are_those_that_one_knows() -> None:
    todd, webb, vinton = BY_KEY[TODD], BY_KEY["us-county:48479"], BY_KEY[VINTON]
    assert (todd.native_percent, todd.poverty_percent) == (83.4, 66.6)
    assert (webb.limited_english_percent, vinton.poverty_percent) == (18.5, 30.4)
    assert {each.rural_urban_code for each in BY_KEY.values()} == {None, *range(1, 10)}
    region = BY_KEY["us-region:gallia-jackson-meigs"]
    members = [BY_KEY[key].poverty_percent for key in region.members]
    assert region.poverty_percent is not None
    assert min(filter(None, members)) < region.poverty_percent < max(filter(None, members))
