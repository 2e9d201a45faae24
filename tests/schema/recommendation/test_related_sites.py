"""Sites near a jurisdiction, sites like a site, whom a site helped: against plain Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from oracle import BANDS, Asked, evidence_of
from similarity_oracle import miles, score
from world import World

from domain.agency_similarity import agency_similarity
from domain.vocabulary import AgencyType
from graph.errors import InvalidInput


def current(world: World) -> list[str]:
    return [key for key, site in world.sites.items() if site.status == "CURRENT"]


async def test_nearby_sites_are_in_order_of_their_nearest_jurisdiction(ask: Any, world: World) -> None:
    here = world.places["us-county:39163"]
    wanted = sorted(
        (
            min(
                (miles((here.latitude, here.longitude), (place.latitude, place.longitude)), place.key)
                for place in map(world.places.__getitem__, world.sites[site].serves)
            ),
            site,
        )
        for site in current(world)
    )
    text = """query ($within: Float) { jurisdiction(key: "us-county:39163") {
      nearbySites(withinMiles: $within) { totalCount
        edges { miles node { key } jurisdiction { key } } } } }"""
    found = (await ask(text))["jurisdiction"]["nearbySites"]
    assert [edge["node"]["key"] for edge in found["edges"]] == [site for _, site in wanted]
    for edge, ((away, place), _) in zip(found["edges"], wanted, strict=True):
        assert edge["miles"] == pytest.approx(away, abs=1e-3)
        assert edge["jurisdiction"]["key"] == place
    within = (wanted[2][0][0] + wanted[3][0][0]) / 2
    assert (await ask(text, within=within))["jurisdiction"]["nearbySites"]["totalCount"] == 3


async def test_nearby_sites_can_be_filtered_by_what_they_operate(ask: Any, world: World) -> None:
    text = """query ($former: Boolean) { jurisdiction(key: "us-county:39163") { nearbySites(
      includeFormer: $former, where: {node: {models: {some: {key: {eq: "model:co-responder"}}}}}
    ) { edges { miles node { key } } } } }"""
    found = (await ask(text))["jurisdiction"]["nearbySites"]["edges"]
    wanted = {key for key in current(world) if "model:co-responder" in world.sites[key].operates}
    assert {edge["node"]["key"] for edge in found} == wanted
    assert [edge["miles"] for edge in found] == sorted(edge["miles"] for edge in found)


@pytest.mark.parametrize("within", [-1, 12_501])
async def test_a_distance_out_of_range_is_an_error(refusal: Any, within: float) -> None:
    text = """query ($within: Float) { jurisdiction(key: "us-county:39163") {
      nearbySites(withinMiles: $within) { totalCount } } }"""
    error = await refusal(text, within=within)
    assert isinstance(error, InvalidInput)
    assert str(error).startswith("withinMiles: between 0 and 12,500 is allowed")


async def test_ancestors_are_nearest_first(ask: Any) -> None:
    text = "query ($key: String!) { jurisdiction(key: $key) { ancestors { key } } }"
    place = await ask(text, key="us-place:4274277")
    [county, state] = (each["key"] for each in place["jurisdiction"]["ancestors"])
    assert county.startswith("us-county:20")
    assert state == "us-state:KS"
    member = await ask(text, key="us-county:39053")  # of a region
    assert {each["key"] for each in member["jurisdiction"]["ancestors"]} >= {"us-state:OH"}
    assert any(each["key"].startswith("us-region:") for each in member["jurisdiction"]["ancestors"])
    assert (await ask(text, key="us-state:KS"))["jurisdiction"]["ancestors"] == []


async def test_a_site_helped_whose_requests_it_answered(ask: Any, world: World) -> None:
    site = "site:houston-pd"
    wanted: dict[str, list[Any]] = defaultdict(list)
    for request in world.requests.values():
        for answer in request.answers:
            if answer.site == site:
                for place in request.places:
                    wanted[place].append(answer)
    text = """{ site(key: "site:houston-pd") { helped(first: 100) {
      totalCount edges { requests completed firstMatched lastMatched synthetic node { key } } } } }"""
    found = (await ask(text))["site"]["helped"]
    assert found["totalCount"] == len(wanted) > 20
    order = sorted(wanted, key=lambda key: (-len(wanted[key]), key))
    assert [edge["node"]["key"] for edge in found["edges"]] == order[:100]
    for edge in found["edges"]:
        answers = wanted[edge["node"]["key"]]
        assert edge["requests"] == len(answers)
        assert edge["completed"] == sum(answer.outcome == "COMPLETED" for answer in answers)
        months = [answer.matched_month for answer in answers]
        assert edge["firstMatched"] == f"{min(months) // 12}-{min(months) % 12 + 1:02d}"
        assert edge["lastMatched"] == f"{max(months) // 12}-{max(months) % 12 + 1:02d}"
        assert edge["synthetic"]


async def test_sites_are_alike_by_place_models_topics_and_agency(ask: Any, world: World) -> None:
    here = world.sites["site:arlington-ma-pd"]
    text = """{ site(key: "site:arlington-ma-pd") { similarSites { edges {
      score node { key } factors { name weight value contribution reason } } } } }"""
    edges = (await ask(text))["site"]["similarSites"]["edges"]
    assert {edge["node"]["key"] for edge in edges} == set(current(world)) - {here.key}
    assert [edge["score"] for edge in edges] == sorted((e["score"] for e in edges), reverse=True)
    for edge in edges:
        there = world.sites[edge["node"]["key"]]
        values = {
            "PLACE": max(
                score(world.places[a], world.places[b], world.adjacency).score
                for a in here.serves
                for b in there.serves
            ),
        }
        for name, mine, its in (
            ("MODELS", set(here.operates), set(there.operates)),
            ("TOPICS", here.topics, there.topics),
        ):
            if mine | its:
                values[name] = len(mine & its) / len(mine | its)
        agency = [agency_similarity(AgencyType[here.agency_type], AgencyType[there.agency_type])]
        if here.sworn_band is not None and there.sworn_band is not None:
            agency.append(1 - abs(BANDS.index(here.sworn_band) - BANDS.index(there.sworn_band)) / 4)
        values["AGENCY"] = sum(agency) / len(agency)
        found = {factor["name"]: factor["value"] for factor in edge["factors"]}
        assert found == pytest.approx(values, abs=1e-9)
        assert edge["score"] == pytest.approx(sum(f["contribution"] for f in edge["factors"]), abs=1e-9)
        assert sum(f["weight"] for f in edge["factors"]) == pytest.approx(1)


async def test_likeness_of_sites_is_the_same_both_ways(ask: Any) -> None:
    text = """{ sites(first: 50) { edges { node { key similarSites(first: 50, includeFormer: true) {
      edges { score node { key } } } } } } }"""
    scores = {
        (site["node"]["key"], edge["node"]["key"]): edge["score"]
        for site in (await ask(text))["sites"]["edges"]
        for edge in site["node"]["similarSites"]["edges"]
    }
    assert len(scores) == 13 * 12
    for (a, b), found in scores.items():
        assert found == pytest.approx(scores[b, a], abs=1e-9)


@pytest.mark.parametrize(
    ("place", "given"),
    [
        ("us-county:39163", {}),
        ("us-county:39163", {"models": ("model:co-responder",), "topics": ("topic:rural",)}),
        ("us-place:4699066", {"as_of": date(2023, 6, 30), "parts": {"size": 2.0, "density": 0.0}}),
        ("us-place:4274277", {"as_of": date(2020, 2, 28)}),
    ],
)
async def test_sites_that_helped_similar_have_the_evidence_of_a_recommendation(
    ask: Any, world: World, place: str, given: dict[str, Any]
) -> None:
    asked = Asked(place=place, **{"as_of": date(2025, 12, 31)} | given)
    text = """query ($key: String!, $models: [String!], $topics: [String!], $weights: SimilarityWeightsInput,
                     $asOf: Date) {
      jurisdiction(key: $key) {
        sitesThatHelpedSimilar(models: $models, topics: $topics, weights: $weights, asOf: $asOf) {
          edges { weight requests jurisdictions synthetic node { key }
            evidence(first: 100) { edges { node {
              similarity match decay outcome weight contribution request { key } jurisdiction { key } } } } }
        }
      }
    }"""
    data = await ask(
        text,
        key=place,
        models=list(asked.models),
        topics=list(asked.topics),
        weights=dict(asked.parts),
        asOf=asked.as_of.isoformat(),
    )
    found = data["jurisdiction"]["sitesThatHelpedSimilar"]["edges"]
    wanted = {site: cases for site, cases in evidence_of(world, asked).items() if cases}
    assert {edge["node"]["key"] for edge in found} == set(wanted)
    assert [edge["weight"] for edge in found] == sorted((e["weight"] for e in found), reverse=True)
    for edge in found:
        cases = {case.request.key: case for case in wanted[edge["node"]["key"]]}
        assert edge["weight"] == pytest.approx(sum(case.weight for case in cases.values()), abs=1e-9)
        assert edge["requests"] == len(cases)
        assert edge["jurisdictions"] == len({case.place.key for case in cases.values()})
        shown = [each["node"] for each in edge["evidence"]["edges"]]
        assert {each["request"]["key"] for each in shown} == set(cases)
        assert sum(each["contribution"] for each in shown) == pytest.approx(edge["weight"], abs=1e-9)
        for each in shown:
            case = cases[each["request"]["key"]]
            assert each["jurisdiction"]["key"] == case.place.key
            assert each["similarity"] == pytest.approx(case.similarity, abs=1e-9)
            assert each["weight"] == pytest.approx(case.weight, abs=1e-9)


async def test_too_many_keys_are_an_error_of_their_argument(refusal: Any) -> None:
    text = """query ($models: [String!]) { jurisdiction(key: "us-county:39163") {
      sitesThatHelpedSimilar(models: $models) { totalCount } } }"""
    error = await refusal(text, models=[f"model:{n}" for n in range(26)])
    assert isinstance(error, InvalidInput)
    assert str(error) == "models: at most 25 are allowed (got 26)."
