"""The one document that these tests ask with, so that Neo4j plans it once, and the questions they draw."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from oracle import BANDS, Asked
from similarity_oracle import Profile
from world import World

RECOMMEND = """
query ($input: RecommendInput!) {
  recommendSites(input: $input, first: 100) {
    label
    edges { node {
      site { key }
      tier
      offers { key }
      lacks { key }
      score
      former
      factors { name weight value contribution reason }
      evidence(first: 100) {
        totalCount
        edges { node {
          request { key } jurisdiction { key } similarity match decay outcome weight contribution
        } }
      }
    } }
  }
}
"""
VINTON = "us-county:39163"
TODAY = date(2025, 12, 31)
DAYS = [date(2019, 6, 30), date(2021, 4, 15), date(2022, 2, 28), date(2024, 6, 30), TODAY, date(2031, 1, 1)]
AGENCY_TYPES = [
    "MUNICIPAL_POLICE",
    "SHERIFF",
    "COUNTY_POLICE",
    "CAMPUS_POLICE",
    "COALITION",
    "TRIBAL_POLICE",
    "OTHER",
]
ASSISTANCE = ["PHONE_CALL", "DOCUMENT_SHARING", "VISIT_HOSTED", "SITE_TRAVELS", "TRAINING_REVIEW"]


class Recommend(Protocol):
    """Asks one question through GraphQL; gives the connection `recommendSites`."""

    async def __call__(self, asked: Asked) -> dict[str, Any]: ...


def written(asked: Asked) -> dict[str, Any]:
    """The question as the variable `input`."""
    agency = {"agencyType": asked.agency_type, "swornBand": asked.sworn_band}
    if isinstance(asked.place, Profile):
        requester: dict[str, Any] = {"profile": profile(asked.place) | agency}
    else:
        requester = {"jurisdictionKey": asked.place}
    return {
        "for": requester,
        "models": list(asked.models),
        "topics": list(asked.topics),
        "assistanceTypes": list(asked.assistance),
        "weights": {**asked.weights, "similarity": dict(asked.parts)},
        "asOf": asked.as_of.isoformat(),
        "exclude": list(asked.exclude),
        "includeFormer": asked.include_former,
        "rank": "BY_SCORE" if asked.by_score else "BY_TIER",
        **({} if isinstance(asked.place, Profile) else agency),
    }


def profile(one: Profile) -> dict[str, Any]:
    """A profile as ProfileInput."""
    settings = ["LARGE_METRO", "MEDIUM_METRO", "SMALL_METRO", "MICROPOLITAN", "NONCORE"]
    return {
        "kind": one.kind,
        "state": one.state,
        "population": None if one.log_population is None else round(10**one.log_population),
        "density": None if one.log_density is None else 10**one.log_density,
        "setting": None if one.urban_class is None else settings[one.urban_class],
        "county": one.county,
        "latitude": one.latitude,
        "longitude": one.longitude,
    }


def reason_of(row: dict[str, Any], factor: str) -> str:
    """The sentence of one factor of a recommendation."""
    return next(str(each["reason"]) for each in row["factors"] if each["name"] == factor)


def without_reasons(answer: Any) -> Any:
    """The answer without its sentences: those have tests of their own."""
    if isinstance(answer, dict):
        return {name: without_reasons(value) for name, value in answer.items() if name != "reason"}
    return [without_reasons(each) for each in answer] if isinstance(answer, list) else answer


def drawn(world: World) -> Iterator[Asked]:
    """Requesters of every kind, with wishes, days, weights and exclusions drawn beside them."""
    chance = random.Random(20260930)
    for place in _requesters(world, chance):
        yield Asked(
            place=place,
            models=chance.sample(sorted(world.families), chance.choice([0, 1, 1, 2, 3])),
            topics=chance.sample(
                sorted(world.names.keys() - world.families.keys()), chance.choice([0, 0, 1, 2])
            ),
            assistance=chance.sample(ASSISTANCE, chance.choice([0, 0, 1, 3])),
            agency_type=chance.choice([None, *AGENCY_TYPES]),
            sworn_band=chance.choice([None, None, *BANDS]),
            weights=chance.choice(
                [{}, {}, {"evidence": 0.0}, {"fit": 3.0, "distance": 0.5}, {"capacity": 0.2}]
            ),
            parts=chance.choice([{}, {}, {"size": 1.0, "setting": 0.0}]),
            as_of=chance.choice(DAYS),
            exclude=chance.sample(sorted(world.sites), chance.choice([0, 0, 0, 2])),
            include_former=chance.random() < 0.3,
            by_score=chance.random() < 0.2,
        )


def profile_of(world: World, key: str, *, but: Sequence[str] = (), **changes: Any) -> Profile:
    """A profile with the numbers of a jurisdiction of the graph, without some of them."""
    place = world.places[key]
    known = {name: getattr(place, name) for name in Profile.__dataclass_fields__ if name not in but}
    return Profile(**(known | changes))


def _requesters(world: World, chance: random.Random) -> list[str | Profile]:
    def some(number: int, **traits: str) -> list[str]:
        fitting = [
            place.key
            for place in world.places.values()
            if all(getattr(place, name) == value for name, value in traits.items())
        ]
        return chance.sample(sorted(fitting), number)

    served = sorted(key for site in world.sites.values() for key in site.serves)
    asked_before = sorted(key for key, place in world.places.items() if place.first_answered is not None)
    return [
        *some(8, kind="COUNTY"),
        *some(8, kind="PLACE"),
        *some(2, kind="STATE"),
        *some(1, kind="CAMPUS"),
        *some(1, kind="REGION"),
        *some(1, kind="PLACE", state="AK"),
        *some(1, kind="COUNTY", state="HI"),
        *chance.sample(served, 6),
        *chance.sample(asked_before, 10),
        profile_of(world, VINTON),
        profile_of(world, "us-place:4274277", but=["log_density", "latitude", "longitude"]),
        profile_of(world, "us-county:04001", but=["log_density", "county"], kind="OTHER"),
    ]
