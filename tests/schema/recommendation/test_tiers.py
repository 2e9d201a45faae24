"""Sites that operate what is requested come first, a campus is sent to a campus, and gaps are said."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import pytest
from asking import TODAY, VINTON, Recommend
from oracle import TIERS, Asked
from similarity_oracle import nested
from world import World

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from graph.viewer import Role
from schema.model import MODEL
from schema.planner.run.executor import Executor

TABLE: Final = Path(__file__).with_name("program_officer.csv")
MOST_MISSED: Final = 4
STATE_COLLEGE: Final = "us-place:5213681"
CHICAGO, COOK = "us-place:4887398", "us-county:17031"

PLANT_MODELS = Statement(
    "plant-models",
    """CYPHER 25
    UNWIND [['new', 'family:co-response'], ['alone', 'family:nobody']] AS model
    CREATE (m:ProgramModel {key: $prefix + model[0], name: model[0], description: '', family: model[1]})
    WITH m UNWIND range(1, 6) AS n
    MATCH (j:Jurisdiction {key: 'us-county:39163'})
    CREATE (q:Request {key: $prefix + m.name + n, month: 24200 + n, synthetic: true, recordKey: n})
    CREATE (q)-[:ABOUT]->(m), (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j)""",
)
GAPS = """query ($input: RecommendInput!) {
  recommendSites(input: $input) {
    label
    gaps { model { key } topic { key } requests suppressed related { key } }
    edges { node { tier site { key } } }
  }
  recruitmentGaps { model { key } topic { key } requests suppressed related { key } }
}"""


def keys(found: dict[str, Any]) -> list[str]:
    return [edge["node"]["site"]["key"].removeprefix("site:") for edge in found["edges"]]


def asked_by(row: dict[str, str]) -> Asked:
    return Asked(
        place=row["key"],
        models=[f"model:{name}" for name in row["models"].split("|") if name],
        topics=[f"topic:{name}" for name in row["topics"].split("|") if name],
        agency_type=row["agency"] or None,
        as_of=TODAY,
    )


async def test_a_program_officer_would_sign_the_first_two_sites(recommend: Recommend) -> None:
    """Real places and wishes, written before the ranking was tuned, with the sites that are right for them.

    Missed: the city of Miami, for Miami-Dade's office polices the county around it and is compared as one;
    King County WA, where Harris County comes third behind two cities with more requests of its like.
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    missed = [
        (row["place"], row["models"], keys(found)[:2])
        for row in table
        if set(keys(found := await recommend(asked_by(row)))[:2]).isdisjoint(row["accepted"].split("|"))
    ]
    assert len(table) == 40
    assert len(missed) <= MOST_MISSED, missed


@pytest.mark.parametrize("model", ["model:dispatch-triage", "model:mobile-crisis", "model:jail-reentry"])
@pytest.mark.parametrize("place", [VINTON, STATE_COLLEGE, CHICAGO, COOK])
async def test_tiers_come_in_order_and_scores_order_a_tier(
    recommend: Recommend, place: str, model: str
) -> None:
    rows = [
        edge["node"] for edge in (await recommend(Asked(place=place, models=[model], as_of=TODAY)))["edges"]
    ]
    assert rows == sorted(
        rows, key=lambda row: (TIERS.index(row["tier"]), -round(row["score"], 6), row["site"]["key"])
    )
    for row in rows:
        assert (row["tier"] == "OFFERS") is ([each["key"] for each in row["offers"]] == [model])
        assert (row["tier"] != "OFFERS") is ([each["key"] for each in row["lacks"]] == [model])


async def test_by_score_alone_is_the_order_of_scores(recommend: Recommend) -> None:
    asked = Asked(place=CHICAGO, models=["model:mobile-crisis"], as_of=TODAY)
    by_tier = await recommend(asked)
    by_score = await recommend(
        Asked(place=CHICAGO, models=["model:mobile-crisis"], as_of=TODAY, by_score=True)
    )
    scores = [edge["node"]["score"] for edge in by_score["edges"]]
    assert scores == sorted(scores, reverse=True)
    assert sorted(keys(by_score)) == sorted(keys(by_tier))
    assert keys(by_score) != keys(by_tier)


async def test_without_a_requested_model_there_is_no_tier(recommend: Recommend) -> None:
    found = await recommend(Asked(place=VINTON, topics=["topic:rural"], as_of=TODAY))
    assert {edge["node"]["tier"] for edge in found["edges"]} == {None}
    scores = [edge["node"]["score"] for edge in found["edges"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "input",
    [
        {"for": {"jurisdictionKey": STATE_COLLEGE}, "topics": ["topic:campus"]},
        {
            "for": {"jurisdictionKey": STATE_COLLEGE},
            "agencyType": "CAMPUS_POLICE",
            "models": ["model:co-responder"],
        },
        *(
            {"for": {"profile": {"kind": "CAMPUS", **profile}}, "models": [model]}
            for model in ("model:co-responder", "model:cit")
            for profile in (
                {
                    "state": "MI",
                    "population": 50000,
                    "agencyType": "CAMPUS_POLICE",
                    "swornBand": "FROM_50",
                    "setting": "MEDIUM_METRO",
                },
                {"state": "WA", "population": 9000, "setting": "NONCORE"},
                {"state": "NY", "population": 30000, "setting": "LARGE_METRO", "density": 900.0},
            )
        ),
    ],
)
async def test_a_campus_is_sent_to_a_campus(ask: Any, input: dict[str, Any]) -> None:
    found = (await ask(GAPS, input=input))["recommendSites"]
    assert keys(found)[0] == "university-of-florida-pd"


@pytest.mark.parametrize("key", [CHICAGO, COOK])
async def test_what_contains_a_jurisdiction_or_lies_in_it_is_not_similar_to_it(
    world: World, ask: Any, key: str
) -> None:
    text = """query ($key: String!) { jurisdiction(key: $key) {
      stored: similar(first: 50) { edges { node { key } } }
      own: similar(first: 50, weights: {size: 1, distance: 1}) { edges { node { key } } } } }"""
    around = {place.key for place in world.places.values() if nested(world.places[key], place)}
    assert {CHICAGO, COOK} - {key} <= around
    for found in (await ask(text, key=key))["jurisdiction"].values():
        assert len(found["edges"]) == 25
        assert around.isdisjoint(edge["node"]["key"] for edge in found["edges"])


async def test_requests_from_within_a_jurisdiction_or_around_it_are_no_evidence(
    world: World, recommend: Recommend
) -> None:
    asked = [place for place in world.places.values() if place.first_answered is not None]
    pairs = [(one.key, other.key) for one in asked for other in asked if nested(one, other)]
    assert pairs
    for one, other in pairs[:6]:
        found = await recommend(Asked(place=one, as_of=TODAY))
        cases = [case for edge in found["edges"] for case in edge["node"]["evidence"]["edges"]]
        assert other not in {case["node"]["jurisdiction"]["key"] for case in cases}


async def test_a_wish_that_no_site_meets_is_a_gap(ask: Any, database: Database, key_prefix: str) -> None:
    await database.write(PLANT_MODELS, {"prefix": key_prefix}, Deadline.after(30))
    new, alone = f"{key_prefix}new", f"{key_prefix}alone"
    input = {"for": {"jurisdictionKey": VINTON}, "models": [new, alone, "model:cit"], "asOf": "2025-12-31"}
    found = await ask(GAPS, input=input)
    co_response = ["model:co-responder", "model:embedded-clinician", "model:telehealth-co-response"]
    gaps = [
        {
            "model": {"key": key},
            "topic": None,
            "requests": 6,
            "suppressed": False,
            "related": [{"key": each} for each in related],
        }
        for key, related in ((alone, []), (new, co_response))
    ]
    assert found["recommendSites"]["gaps"] == gaps
    assert found["recruitmentGaps"] == gaps
    assert (await ask(GAPS, input=input | {"models": [alone]}))["recommendSites"]["label"] != "CLEAR"


async def test_before_a_model_was_operated_it_is_a_gap(ask: Any) -> None:
    """The University of Florida's co-responder team is of 2022; nobody operated mobile crisis before 2010."""
    input = {"for": {"jurisdictionKey": VINTON}, "models": ["model:cit"], "asOf": "2009-12-31"}
    found = (await ask(GAPS, input=input))["recommendSites"]
    assert [gap["model"]["key"] for gap in found["gaps"]] == ["model:cit"]
    assert (found["label"], found["edges"]) == (None, [])


async def test_readers_see_one_rounded_number_of_a_gap_whatever_the_day(
    database: Database, settings: Settings, key_prefix: str
) -> None:
    await database.write(PLANT_MODELS, {"prefix": key_prefix}, Deadline.after(30))
    models = [f"{key_prefix}alone", f"{key_prefix}new"]
    reading = Executor(MODEL, database, settings.model_copy(update={"role": Role.READER}))
    answers = []
    for day in ("2025-12-31", "2016-12-31"):
        input = {"for": {"jurisdictionKey": VINTON}, "models": models, "asOf": day}
        found = await reading.execute(GAPS, {"input": input}, None, Deadline.after(60))
        assert found.data
        answers.append(found.data)
    late, early = answers
    gaps = late["recruitmentGaps"]
    assert len(gaps) == 2
    assert sorted(map(str, gaps)) == sorted(map(str, late["recommendSites"]["gaps"]))
    assert late["recommendSites"]["gaps"] == early["recommendSites"]["gaps"]
    for gap in gaps:
        assert gap["requests"] is None or gap["requests"] % 5 == 0
        assert gap["suppressed"] is (gap["requests"] is None)
