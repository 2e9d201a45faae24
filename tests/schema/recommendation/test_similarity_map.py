"""`similarityMap`: every county or state compared with the requester, in lists of one order."""

from __future__ import annotations

import random
from typing import Any

import pytest
from asking import profile, profile_of
from similarity_oracle import Comparison, score
from world import World

from domain.similarity import TRAITS, WEIGHTS
from graph.errors import InsufficientProfile, InvalidInput, UnknownKey
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.jurisdiction import PROPERTIES
from schema.declare import constant_case

MAP = """
query ($for: RequesterInput!, $kind: JurisdictionKind! = COUNTY, $weights: SimilarityWeightsInput) {
  similarityMap(for: $for, kind: $kind, weights: $weights) {
    version codes score parts { size density setting region distance } weights { name weight }
  }
}
"""
TRAITS_MAP = """
query ($for: RequesterInput!, $weights: SimilarityWeightsInput) {
  similarityMap(for: $for, weights: $weights) {
    codes score parts { rurality providers poverty limitedEnglish native age groupQuarters }
  }
}
"""
SIMILAR = """
query ($key: String!, $where: JurisdictionSimilarWhere, $weights: SimilarityWeightsInput) {
  jurisdiction(key: $key) {
    similar(first: 25, where: $where, weights: $weights) {
      edges { score size density setting region distance node { key } }
    }
  }
}
"""
VINTON = "us-county:39163"
CANNON = "us-place:7261002"  # without a density
DENVER = "us-county:08031"  # a city and its county in one
REGION = "us-region:gallia-jackson-meigs"
CAMPUS = "us-campus:university-of-florida"
POLICES_NOTHING = "AZDI06900"
HOUSTON, HOUSTON_PD = "us-place:4699066", "TXHPD0000"


def code(key: str) -> str:
    return key.partition(":")[2]


def thousandths(value: float | None) -> Any:
    return None if value is None else pytest.approx(1000 * value, abs=0.501)


def weights_drawn(chance: random.Random) -> dict[str, float]:
    drawn = {part: chance.choice([0.0, 0.1, 0.5, 1.0, 3.0]) for part in WEIGHTS if chance.random() < 0.6}
    return drawn | {"size": drawn.get("size") or 0.2}


def compare(world: World, requester: Any, key: str, weights: dict[str, float]) -> Comparison | None:
    try:
        return score(requester, world.places[key], world.adjacency, {**WEIGHTS, **weights})
    except InsufficientProfile:
        return None


@pytest.mark.parametrize("number", range(10))
async def test_it_compares_every_county_as_the_formula_says(ask: Any, world: World, number: int) -> None:
    chance = random.Random(number)
    drawn = [
        chance.choice(sorted(k for k in world.places if k.startswith(p))) for p in ("us-county", "us-place")
    ]
    key = [VINTON, CANNON, DENVER, REGION, CAMPUS, *drawn][number % 7]
    weights = weights_drawn(chance) if number else {}
    found = (await ask(MAP, **{"for": {"jurisdictionKey": key}}, weights=weights))["similarityMap"]
    counties = sorted(key for key, place in world.places.items() if place.kind == "COUNTY")
    assert found["codes"] == [code(each) for each in counties]
    for at, other in enumerate(counties):
        expected = compare(world, world.places[key], other, weights)
        if expected is None:
            assert found["score"][at] is None, other
            continue
        assert found["score"][at] == thousandths(expected.score), other
        for part in WEIGHTS:
            assert found["parts"][part][at] == thousandths(getattr(expected, part)), (other, part)


@pytest.mark.parametrize("but", [(), ("log_density",), ("latitude", "longitude", "county")])
async def test_a_profile_is_compared_like_a_jurisdiction(
    ask: Any, world: World, but: tuple[str, ...]
) -> None:
    requester = profile_of(world, VINTON, but=but)
    given = {"for": {"profile": profile(requester)}}
    found = (await ask(MAP, **given))["similarityMap"]
    for key, place in world.places.items():
        if place.kind == "COUNTY":
            expected = compare(world, requester, key, {})
            at = found["codes"].index(code(key))
            assert found["score"][at] == (None if expected is None else thousandths(expected.score))


@pytest.mark.parametrize(
    ("key", "kind"), [(VINTON, "COUNTY"), (HOUSTON, "COUNTY"), (REGION, "COUNTY"), ("us-state:OH", "STATE")]
)
@pytest.mark.parametrize("number", range(2))
async def test_its_scores_are_those_of_similar(ask: Any, key: str, kind: str, number: int) -> None:
    weights = weights_drawn(random.Random(number)) if number else None
    found = (await ask(MAP, **{"for": {"jurisdictionKey": key}}, kind=kind, weights=weights))["similarityMap"]
    where = {"node": {"kind": {"eq": kind}}}
    edges = (await ask(SIMILAR, key=key, where=where, weights=weights))["jurisdiction"]["similar"]["edges"]
    assert len(edges) == 25
    for edge in edges:
        at = found["codes"].index(code(edge["node"]["key"]))
        assert found["score"][at] == pytest.approx(1000 * edge["score"], abs=1)
        for part in WEIGHTS:
            assert found["parts"][part][at] == thousandths(edge[part])


@pytest.mark.parametrize(
    "requester",
    [
        {"jurisdictionKey": VINTON},
        {"jurisdictionKey": CANNON},
        {"jurisdictionKey": "us-state:OH"},
        {"agencyOri": HOUSTON_PD},
        {"agencyOri": POLICES_NOTHING},
        {"profile": {"state": "OH", "population": 13_000, "setting": "NONCORE"}},
        {"profile": {"state": "AZ", "kind": "TRIBE", "population": 12_000, "setting": "NONCORE"}},
    ],
)
async def test_the_parts_add_up_to_the_score(ask: Any, requester: dict[str, Any]) -> None:
    found = (await ask(MAP, **{"for": requester}, weights={"size": 0.5, "region": 0.0}))["similarityMap"]
    weights = {each["name"]: each["weight"] for each in found["weights"]}
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["REGION"] == 0
    assert weights.keys() == {constant_case(part) for part in {**WEIGHTS, **TRAITS}}
    scored = 0
    for at, whole in enumerate(found["score"]):
        known = [
            (values[at], weights[constant_case(part)])
            for part, values in found["parts"].items()
            if values[at] is not None
        ]
        if whole is not None:
            scored += 1
            mean = sum(value * weight for value, weight in known) / sum(weight for _, weight in known)
            assert whole == pytest.approx(mean, abs=2)
    assert scored > 3_000


async def test_an_agency_is_compared_as_what_it_polices(ask: Any) -> None:
    assert await ask(MAP, **{"for": {"agencyOri": HOUSTON_PD}}) == await ask(
        MAP, **{"for": {"jurisdictionKey": HOUSTON}}
    )


async def test_traits_are_compared_where_they_are_selected_or_weigh(ask: Any) -> None:
    fields = {camel: name for name, camel in PROPERTIES.items()}
    by_code = {code(each.key): each for each in read_jurisdictions() if each.kind == "COUNTY"}
    given = {
        "for": {"jurisdictionKey": VINTON},
        "weights": dict.fromkeys(WEIGHTS, 0) | {"poverty": 1, "age": 1},
    }
    found = (await ask(TRAITS_MAP, **given))["similarityMap"]
    vinton = by_code["39163"]
    for at, county in enumerate(found["codes"]):
        values: dict[str, float | None] = {}
        for name, trait in TRAITS.items():
            one, other = (getattr(each, fields[trait.property]) for each in (vinton, by_code[county]))
            known = one is not None and other is not None
            values[name] = 1 / (1 + ((one - other) / trait.half_at) ** 2) if known else None
            assert found["parts"][name][at] == thousandths(values[name]), (county, name)
        weighed = [value for value in (values["poverty"], values["age"]) if value is not None]
        assert found["score"][at] == (thousandths(sum(weighed) / len(weighed)) if weighed else None)


async def test_what_is_neither_selected_nor_weighs_is_not_computed(
    ask: Any, bolt_requests: list[str]
) -> None:
    given = {"for": {"jurisdictionKey": VINTON}, "weights": {"density": 0, "region": 0}}
    await ask(MAP.replace("size density setting region distance", "region age"), **given)
    assert "'compared': ['size', 'setting', 'region', 'distance']" in bolt_requests[-1]
    assert "'shown': [{'name': 'age'" in bolt_requests[-1]


async def test_the_map_of_states_has_every_state(ask: Any, world: World) -> None:
    for requester in ("us-state:OH", VINTON):
        found = (await ask(MAP, **{"for": {"jurisdictionKey": requester}}, kind="STATE"))["similarityMap"]
        assert found["codes"] == sorted(code(k) for k, each in world.places.items() if each.kind == "STATE")
        assert len(found["score"]) == len(found["codes"]) == 56


async def test_it_names_the_version_of_the_data(ask: Any) -> None:
    both = MAP.replace("  similarityMap", "  dataVersion { version } similarityMap")
    data = await ask(both, **{"for": {"jurisdictionKey": VINTON}})
    assert data["similarityMap"]["version"] == str(data["dataVersion"]["version"])


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        ({"kind": "PLACE"}, InvalidInput, "kind: COUNTY or STATE is allowed (got PLACE)"),
        ({"kind": "CAMPUS"}, InvalidInput, "kind: COUNTY or STATE is allowed (got CAMPUS)"),
        ({"kind": "REGION"}, InvalidInput, "kind: COUNTY or STATE is allowed (got REGION)"),
        ({"weights": {"size": -1}}, InvalidInput, "weights.size: must be 0 or more"),
        ({"weights": dict.fromkeys(WEIGHTS, 0)}, InvalidInput, "weights: they must add up to more than 0"),
        ({"for": {"jurisdictionKey": "us-county:99999"}}, UnknownKey, "unknown key us-county:99999"),
        ({"for": {"agencyOri": "AZ99999ZZ"}}, UnknownKey, "agency:AZ99999ZZ"),
        ({"for": {"agencyOri": "AZ"}}, InvalidInput, "for.agencyOri: 'AZ' is not an ORI"),
        ({"for": {"profile": {"state": "OH"}}}, InsufficientProfile, "give more of population"),
        ({"for": {"profile": {"state": "ZZ"}}}, UnknownKey, "profile.state: unknown state 'ZZ'"),
        (
            {"for": {"jurisdictionKey": CANNON}, "weights": dict.fromkeys(WEIGHTS, 0) | {"density": 1}},
            InsufficientProfile,
            f"{CANNON}: too little is known to compare it; density",
        ),
    ],
)
async def test_a_wrong_argument_says_what_is_allowed(
    refusal: Any, given: dict[str, Any], kind: type[Exception], message: str
) -> None:
    error = await refusal(MAP, **{"for": {"jurisdictionKey": VINTON}, **given})
    assert type(error) is kind
    assert message in str(error)
