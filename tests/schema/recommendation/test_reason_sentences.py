"""Every kind of reason, written out: the facts of a row, and the sentence that a program officer reads."""

from __future__ import annotations

from typing import Any, Final

import pytest

from schema.types.reasons import reason
from schema.types.similar import PART_REASONS

JULY_2024: Final = 12 * 2024 + 6
CIT = {"key": "model:cit", "name": "Crisis intervention team (CIT)", "family": "family:training"}
HUB = {"key": "model:training-hub", "name": "Regional training hub", "family": "family:training"}
CO = {"key": "model:co-responder", "name": "Co-responder team", "family": "family:co-response"}
TELE = {
    "key": "model:telehealth-co-response",
    "name": "Telehealth co-response",
    "family": "family:co-response",
}
JAIL = {"key": "model:jail-reentry", "name": "Jail reentry", "family": "family:jail"}
RURAL = {"key": "topic:rural", "name": "Rural and small-agency limits"}
HOMELESS = {"key": "topic:homelessness", "name": "Homelessness"}
TRAINING = {"key": "topic:cit-training", "name": "CIT and other training"}
DISPATCH = {"key": "topic:dispatch-988", "name": "Dispatch and 911-988 handling"}
VINTON = {
    "key": "us-county:39163",
    "name": "Vinton County",
    "state": "OH",
    "comparedAs": "COUNTY",
    "population": 13085,
    "urbanClass": 4,
}
MADISON = {
    "key": "us-place:5261457",
    "name": "Madison",
    "state": "WI",
    "comparedAs": "PLACE",
    "population": 248951,
    "urbanClass": 1,
}
CAMPUS = {"key": "us-campus:x", "name": "University of Florida", "state": "FL", "comparedAs": "CAMPUS"}
SAME = dict.fromkeys(("size", "density", "setting", "region", "distance"), 1.0)
MIXED = SAME | {"size": 0.4, "region": 0.1}
LIKE = {"score": 0.8, "key": "us-place:1", "name": "Elsewhere", "state": "AZ"}
UNLIKE = {"score": 0.35, "key": "us-county:04025", "name": "Yavapai County", "state": "AZ"}


def evidence(of: dict[str, Any] | None, *, synthetic: bool = False) -> dict[str, Any]:
    return {"any": True, "synthetic": synthetic, "of": of, "published": None}


def published(requests: int, similarity: float, *, synthetic: bool = False) -> dict[str, Any]:
    """What a reader is shown."""
    of = {"requests": requests, "similarity": similarity}
    return {"any": requests > 0, "synthetic": synthetic, "of": None, "published": of}


def cases(requests: int, jurisdictions: int, lowest: float, highest: float, own: int = 0) -> dict[str, Any]:
    heaviest = {"name": "Polk County", "state": "TN", "similarity": highest, "month": JULY_2024}
    return {
        "requests": requests,
        "jurisdictions": jurisdictions,
        "lowest": lowest,
        "highest": highest,
        "heaviest": heaviest,
        "own": own,
        "lastOwn": JULY_2024 if own else 0,
    }


def fit(
    place: dict[str, Any], similarity: float, least: dict[str, Any], parts: Any = MIXED
) -> dict[str, Any]:
    return {"place": place, "similarity": similarity, "parts": parts, "least": least}


def coverage(
    wanted: list[dict[str, str]],
    operated: list[dict[str, str]],
    topics: list[dict[str, str]] | None = None,
    special: list[str] | None = None,
) -> dict[str, Any]:
    with_basis = [{"basis": "published"} | model for model in operated]
    return {
        "wanted": wanted,
        "operated": with_basis,
        "topics": topics or [],
        "special": special or [],
        "asOf": JULY_2024,
    }


def capacity(load: int, *, of: dict[str, Any] | None = None, own: int | None = None) -> dict[str, Any]:
    mean = 4.0
    return {"any": load > 0, "more": load > mean, "capacity": own, "of": of}


NONE: Final = "No recent matches on record; it can take {} a month."
SHARE = {"load": 3, "total": 48, "mean": 4.0}
NO_EVIDENCE = {"any": False, "synthetic": None, "of": None, "published": None}
FACTORS: Final[list[tuple[str, dict[str, Any], str]]] = [
    ("EVIDENCE", NO_EVIDENCE, "No similar jurisdiction has an answered request here yet."),
    (
        "EVIDENCE",
        evidence(cases(5, 3, 0.61, 0.93)),
        "5 answered requests from 3 similar jurisdictions went here; "
        "the one that counts most: Polk County, TN, 93% similar, July 2024.",
    ),
    (
        "EVIDENCE",
        evidence(cases(5, 3, 0.6, 0.6)),
        "5 answered requests from 3 similar jurisdictions went here; "
        "the one that counts most: Polk County, TN, 60% similar, July 2024.",
    ),
    (
        "EVIDENCE",
        evidence(cases(5, 3, 0.44, 0.93)),
        "5 answered requests from 3 jurisdictions, 44% to 93% similar, went here; "
        "the one that counts most: Polk County, TN, 93% similar, July 2024.",
    ),
    (
        "EVIDENCE",
        evidence(cases(1, 1, 0.45, 0.45)),
        "1 answered request from 1 jurisdiction, 45% similar, went here; "
        "the one that counts most: Polk County, TN, 45% similar, July 2024.",
    ),
    (
        "EVIDENCE",
        evidence(cases(1, 1, 0.71, 0.71), synthetic=True),
        "1 answered request from 1 similar jurisdiction went here; "
        "the one that counts most: Polk County, TN, 71% similar, July 2024. (synthetic)",
    ),
    (
        "EVIDENCE",
        evidence(cases(2, 1, 0.71, 0.71, own=1)),
        "2 answered requests from 1 similar jurisdiction went here; "
        "the one that counts most: Polk County, TN, 71% similar, July 2024. "
        "1 answered request of its own went here, the last in July 2024.",
    ),
    (
        "EVIDENCE",
        evidence({"requests": 0, "own": 2, "lastOwn": JULY_2024}),
        "2 answered requests of its own went here, the last in July 2024.",
    ),
    (
        "EVIDENCE",
        published(15, 0.62),
        "About 15 answered requests went here, from jurisdictions 62% similar in urban class.",
    ),
    (
        "EVIDENCE",
        published(15, 0.62, synthetic=True),
        "About 15 answered requests went here, from jurisdictions 62% similar in urban class. (synthetic)",
    ),
    ("EVIDENCE", published(0, 0.0), "Too few answered requests went here to count."),
    (
        "FIT",
        fit(VINTON, 0.93, LIKE),
        "Closest match Vinton County, OH (rural county, 13,085 people): 93% similar, "
        "strongest on density, weakest on region.",
    ),
    (
        "FIT",
        fit(MADISON, 0.4, LIKE),
        "Closest match Madison, WI (city or town in a medium metro area, 248,951 people): 40% similar, "
        "strongest on density, weakest on region.",
    ),
    (
        "FIT",
        fit(VINTON, 1.0, LIKE, SAME),
        "Closest match Vinton County, OH (rural county, 13,085 people): 100% similar on all that is known.",
    ),
    (
        "FIT",
        fit(CAMPUS, 0.5, LIKE, SAME | {"density": None, "region": 0.0}),
        "Closest match University of Florida, FL (campus, population unknown): 50% similar, "
        "strongest on population, weakest on region.",
    ),
    (
        "FIT",
        fit(MADISON, 0.03, LIKE),
        "Not similar: Madison, WI (city or town in a medium metro area, 248,951 people): 3% similar, "
        "strongest on density, weakest on region.",
    ),
    (
        "FIT",
        fit(VINTON, 0.35, UNLIKE | {"key": "us-county:39163"}),
        "No similar site; the least unlike is Vinton County, OH (rural county, 13,085 people): 35% similar, "
        "strongest on density, weakest on region.",
    ),
    (
        "FIT",
        fit(MADISON, 0.2, UNLIKE),
        "No similar site; the least unlike is Yavapai County, AZ. This one serves Madison, WI "
        "(city or town in a medium metro area, 248,951 people): 20% similar, "
        "strongest on density, weakest on region.",
    ),
    ("COVERAGE", coverage([CIT], [CIT]), "Operates crisis intervention team (CIT)."),
    (
        "COVERAGE",
        coverage([CIT, CO], [CO, CIT]),
        "Operates crisis intervention team (CIT) and co-responder team.",
    ),
    (
        "COVERAGE",
        coverage([CIT], [CIT | {"basis": "inferred"}]),
        "Operates crisis intervention team (CIT) (inferred, see sources).",
    ),
    (
        "COVERAGE",
        coverage([CIT], [CIT | {"lastConfirmed": "2018-06"}]),
        "Operates crisis intervention team (CIT) (last confirmed in 2018).",
    ),
    (
        "COVERAGE",
        coverage([CIT], [CIT | {"lastConfirmed": "2018", "basis": "inferred"}]),
        "Operates crisis intervention team (CIT) (inferred, see sources; last confirmed in 2018).",
    ),
    # Five years before July 2024 are not over at the end of 2019.
    (
        "COVERAGE",
        coverage([CIT], [CIT | {"lastConfirmed": "2019"}]),
        "Operates crisis intervention team (CIT).",
    ),
    (
        "COVERAGE",
        coverage([TELE], [CO]),
        "Co-responder team counts half for telehealth co-response (same family).",
    ),
    ("COVERAGE", coverage([JAIL], [CIT]), "Does not operate jail reentry."),
    ("COVERAGE", coverage([JAIL, CO], [CIT]), "Does not operate jail reentry or co-responder team."),
    (
        "COVERAGE",
        coverage([CIT, TELE, JAIL], [CIT, CO]),
        "Operates crisis intervention team (CIT); co-responder team counts half for telehealth co-response "
        "(same family); does not operate jail reentry.",
    ),
    (
        "COVERAGE",
        coverage([], [], [RURAL], ["topic:rural"]),
        "Experience with rural and small-agency limits.",
    ),
    ("COVERAGE", coverage([], [], [HOMELESS], []), "No record of work on homelessness."),
    (
        "COVERAGE",
        coverage([], [], [HOMELESS, DISPATCH], []),
        "No record of work on homelessness or dispatch and 911-988 handling.",
    ),
    (
        "COVERAGE",
        coverage([CIT], [CIT], [RURAL, HOMELESS], ["topic:rural"]),
        "Operates crisis intervention team (CIT); experience with rural and small-agency limits; "
        "no record of work on homelessness.",
    ),
    (
        "COVERAGE",
        coverage([], [], [TRAINING], ["topic:cit-training"]),
        "Experience with CIT and other training.",
    ),
    (
        "COVERAGE",
        coverage([HUB], [CIT]),
        "Crisis intervention team (CIT) counts half for regional training hub (same family).",
    ),
    (
        "CAPACITY",
        capacity(0, of=SHARE),
        "No recent matches on record, which does not mean that the site is free.",
    ),
    (
        "CAPACITY",
        capacity(0),
        "Few or no recent matches on record, which does not mean that the site is free.",
    ),
    (
        "CAPACITY",
        capacity(0, of=SHARE, own=4),
        "No recent matches on record; it can take 4 requests a month.",
    ),
    ("CAPACITY", capacity(0, of=SHARE, own=1), "No recent matches on record; it can take 1 request a month."),
    ("CAPACITY", capacity(0, own=1), "Few or no recent matches on record; it can take 1 request a month."),
    ("CAPACITY", capacity(3, of=SHARE), "3 of 48 matches in the last 6 months; an even share is 4.0."),
    ("CAPACITY", capacity(3, of=SHARE, own=2), "3 of 48 matches in the last 6 months; it can take 12."),
    (
        "CAPACITY",
        capacity(1, of={"load": 1, "total": 1, "mean": 0.1}),
        "1 of 1 match in the last 6 months; an even share is 0.1.",
    ),
    ("CAPACITY", capacity(9), "More matches in the last 6 months than an even share."),
    ("CAPACITY", capacity(3), "No more matches in the last 6 months than an even share."),
    (
        "ASSISTANCE",
        {"wanted": ["VISIT_HOSTED"], "offered": None, "complete": False},
        "It is not known whether it offers visit hosted: remote help counts in full, visits by half.",
    ),
    (
        "ASSISTANCE",
        {"wanted": ["VISIT_HOSTED"], "offered": ["VISIT_HOSTED"], "complete": False},
        "Offers visit hosted.",
    ),
    (
        "ASSISTANCE",
        {"wanted": ["VISIT_HOSTED", "PHONE_CALL"], "offered": [], "complete": True},
        "Does not offer visit hosted or phone call.",
    ),
    (
        "ASSISTANCE",
        {"wanted": ["VISIT_HOSTED", "PHONE_CALL"], "offered": ["VISIT_HOSTED"], "complete": False},
        "Offers visit hosted; it is not known whether it offers phone call: "
        "remote help counts in full, visits by half.",
    ),
    (
        "ASSISTANCE",
        {"wanted": ["VISIT_HOSTED", "PHONE_CALL"], "offered": ["PHONE_CALL"], "complete": True},
        "Offers phone call; does not offer visit hosted.",
    ),
    ("DISTANCE", {"miles": 0.4}, "0 miles away."),
    ("DISTANCE", {"miles": 430.2}, "430 miles away."),
    ("DISTANCE", {"miles": 500.0}, "500 miles away: ask for a virtual consultation before a visit."),
    ("DISTANCE", {"miles": 1685.4}, "1,685 miles away: ask for a virtual consultation before a visit."),
    (
        "CAMPUS",
        {"campuses": ["University of Florida"]},
        "Serves a campus, as the requester is one: University of Florida.",
    ),
    ("CAMPUS", {"campuses": []}, "Serves no campus, as the requester is one."),
]

NOBLE = VINTON | {"name": "Noble County", "population": 14424, "density": 36.2}
OHIO = {"state": "OH", "division": "East North Central", "censusRegion": "Midwest"}
PARTS: Final[list[tuple[str, dict[str, Any], dict[str, Any], str]]] = [
    ("SIZE", VINTON, NOBLE, "13,085 people here, 14,424 there."),
    ("DENSITY", VINTON | {"density": 31.66}, NOBLE, "31.7 people per square mile here, 36.2 there."),
    ("SETTING", VINTON, NOBLE, "Both are rural counties."),
    ("SETTING", MADISON, MADISON, "Both are cities or towns in medium metro areas."),
    (
        "SETTING",
        VINTON | {"urbanClass": 3},
        NOBLE | {"urbanClass": 3},
        "Both are counties in micropolitan areas.",
    ),
    ("SETTING", VINTON, MADISON, "A rural county here, a city or town in a medium metro area there."),
    (
        "SETTING",
        CAMPUS | {"urbanClass": 0},
        MADISON,
        "A campus in a large metro area here, a city or town in a medium metro area there.",
    ),
    ("REGION", OHIO, OHIO, "Both in OH."),
    ("REGION", OHIO, OHIO | {"state": "IN"}, "OH and IN are in one Census division, East North Central."),
    (
        "REGION",
        OHIO,
        {"state": "KS", "division": "West North Central", "censusRegion": "Midwest"},
        "OH and KS are in one Census region, Midwest.",
    ),
    (
        "REGION",
        OHIO,
        {"state": "TX", "division": "West South Central", "censusRegion": "South"},
        "OH and TX are in different Census regions.",
    ),
]


def test_at_least_forty_cases_are_written_out() -> None:
    assert len(FACTORS) >= 40


@pytest.mark.parametrize(("name", "facts", "sentence"), FACTORS)
def test_a_factor_gives_its_reason(name: str, facts: dict[str, Any], sentence: str) -> None:
    assert reason(name, facts) == sentence


@pytest.mark.parametrize(("name", "here", "there", "sentence"), PARTS)
def test_a_part_of_similarity_gives_its_reason(
    name: str, here: dict[str, Any], there: dict[str, Any], sentence: str
) -> None:
    assert PART_REASONS[name](here, there, {"near": False, "miles": 42.0}) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"near": True}, "In the same or an adjacent county."),
        ({"near": False, "miles": 42.4}, "42 miles apart."),
    ],
)
def test_distance_gives_its_reason(facts: dict[str, Any], sentence: str) -> None:
    assert PART_REASONS["DISTANCE"]({}, {}, facts) == sentence
