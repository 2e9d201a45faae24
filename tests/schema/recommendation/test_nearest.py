"""The nearest of many requesters: those of plain Python, at a cost that requests do not raise."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any

import pytest
from asking import VINTON, profile_of
from neo4j import AsyncSession
from oracle import FLOOR, NEIGHBORS, PARTS
from similarity_oracle import Comparable, Profile, nested, score
from world import World

from domain.profile import Profile as Asking
from domain.question import Question
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import InsufficientProfile
from graph.statements import Statement, statement
from graph.viewer import STAFF

NEAREST = Statement(
    "nearest",
    f"""CYPHER 25 WITH $ask AS ask
    OPTIONAL MATCH (place:Jurisdiction {{key: ask.key}})
    OPTIONAL MATCH (state:Jurisdiction {{key: 'us-state:' + ask.profile.state}})
    WITH ask, [] AS also, ask.profile AS profile, place, state
    WITH ask, also, CASE WHEN place IS NULL
      THEN profile {{.*, division: state.division, censusRegion: state.censusRegion}}
      ELSE properties(place) END AS j
    {statement("part/near").text}
    {statement("part/nearest").text}
    RETURN [c IN nearest | c.n.key] AS keys, [c IN nearest | c.score] AS scores""",
)
MAKE_REQUESTERS = Statement(
    "make-requesters",
    """CYPHER 25 UNWIND $keys AS key MATCH (j:Jurisdiction {key: key}) WHERE j.firstAnswered IS NULL
    SET j:Requester, j.firstAnswered = $month, j.madeByTest = true""",
)
UNMAKE_REQUESTERS = Statement(
    "unmake-requesters",
    """CYPHER 25 MATCH (j:Requester {madeByTest: true})
    REMOVE j:Requester, j.firstAnswered, j.madeByTest""",
)
ASK = Statement(
    "ask-often",
    """CYPHER 25 UNWIND $keys AS key MATCH (j:Jurisdiction {key: key}), (s:Site {key: 'site:houston-pd'}),
      (m:ProgramModel {key: 'model:cit'})
    UNWIND range($first, $last) AS i
    CREATE (q:Request {key: $prefix + key + i, month: 24240 + i % 60, synthetic: true})
    CREATE (q)-[:FROM {jurisdiction: key, month: q.month, request: q.key}]->(j), (q)-[:ABOUT]->(m)
    CREATE (q)-[:ANSWERED_BY {matchedMonth: q.month, closedMonth: q.month, outcome: 'COMPLETED'}]->(s)""",
)
RECOMMEND = f"""CYPHER 25 PROFILE WITH $ask AS ask CALL (ask) {{
  {statement("field/recommend_sites").text}
}} RETURN size(answer.rows)"""
EARLIER, MANY = 12 * 2020 + 3, 3000
CONSTANTS = {"similarity": SIMILARITY.parameter, "recommendation": RECOMMENDATION.parameter}
WEIGHTS: list[dict[str, float]] = [
    {},
    {},
    {"size": 1.0, "setting": 0.0},
    {"distance": 1.0},
    {"size": 0.0, "density": 1.0},
    {"size": 0.0, "density": 0.0, "setting": 0.0, "region": 1.0},
]


@pytest.fixture(scope="module")
async def many(database: Database, world: World) -> AsyncIterator[set[str]]:
    """Thousands of jurisdictions with requests beside all states, for these tests."""
    chance = random.Random(7)
    drawn = chance.sample(sorted(k for k, p in world.places.items() if p.kind != "STATE"), MANY)
    drawn += [key for key, place in world.places.items() if place.kind == "STATE"]
    await database.write(MAKE_REQUESTERS, {"keys": drawn, "month": EARLIER}, Deadline.after(60))
    yield {*drawn, *(key for key, place in world.places.items() if place.first_answered is not None)}
    await database.write(UNMAKE_REQUESTERS, {}, Deadline.after(60))


def asking(world: World) -> Iterator[tuple[Comparable, Question]]:
    """Jurisdictions of every kind, and profiles that know less, by many weights."""
    chance = random.Random(11)
    by_kind: dict[str, list[str]] = {}
    for key, place in world.places.items():
        by_kind.setdefault(place.kind, []).append(key)
    keys = [VINTON, *(chance.choice(by_kind[kind]) for kind in sorted(by_kind))]
    keys += chance.sample(by_kind["COUNTY"], 8) + chance.sample(by_kind["PLACE"], 12)
    for number, key in enumerate(keys):
        parts = WEIGHTS[number % len(WEIGHTS)]
        yield world.places[key], Question(key=key, parts=parts)
    for but in ("log_population", "log_density", "urban_class"):
        one = profile_of(world, VINTON, but=[but])
        yield one, Question(profile=_asking(one))


def _asking(one: Profile) -> Asking:
    assert one.state is not None
    return Asking(
        state=one.state,
        kind=one.kind,
        population=None if one.log_population is None else round(10**one.log_population),
        density=None if one.log_density is None else 10**one.log_density,
        urban_class=one.urban_class,
        county=one.county,
        latitude=one.latitude,
        longitude=one.longitude,
    )


async def test_the_nearest_of_thousands_are_those_of_a_full_comparison(
    database: Database, world: World, many: set[str]
) -> None:
    questions = 0
    for one, question in asking(world):
        parts = {**PARTS, **question.parts}
        others = [
            place
            for key in many
            if ((place := world.places[key]).kind == "STATE") == (one.kind == "STATE")
            and not nested(one, place)
        ]
        all_compared = []
        for place in others:
            with suppress(InsufficientProfile):  # by these weights density alone decides, and is not known
                all_compared.append((score(one, place, world.adjacency, parts).score, place.key))
        above = [pair for pair in all_compared if pair[0] >= FLOOR]
        wanted = sorted(above, key=lambda pair: (-round(pair[0], 6), pair[1]))[:NEIGHBORS]
        [found] = await database.read(NEAREST, {"ask": question.parameter(), **CONSTANTS}, Deadline.after(60))
        assert found["keys"] == [key for _, key in wanted], question
        assert found["scores"] == pytest.approx([similarity for similarity, _ in wanted], abs=1e-9)
        questions += 1
    assert questions > 25


async def test_how_often_the_nearest_asked_costs_nothing(
    database: Database, session: AsyncSession, key_prefix: str
) -> None:
    """The cost of a recommendation is that of the latest 20 requests of 50 requesters."""
    ask: Any = {**Question(key=VINTON, models=["model:cit"]).parameter(), "currentSites": 14}
    [nearest] = await database.read(NEAREST, {"ask": ask, **CONSTANTS}, Deadline.after(60))
    assert len(nearest["keys"]) == NEIGHBORS
    planted = {"prefix": key_prefix, "keys": nearest["keys"]}
    await database.write(ASK, {**planted, "first": 1, "last": 20}, Deadline.after(60))
    few = await _hits(session, ask)
    await database.write(ASK, {**planted, "first": 21, "last": 120}, Deadline.after(60))
    assert await _hits(session, ask) <= 1.5 * few


async def _hits(session: AsyncSession, ask: Any) -> int:
    summary = await (
        await session.run(RECOMMEND, {"ask": ask, "viewer": STAFF.parameter, **CONSTANTS})
    ).consume()
    assert summary.profile is not None
    return _all_hits(summary.profile)


def _all_hits(plan: dict[str, Any]) -> int:
    return int(plan["dbHits"]) + sum(map(_all_hits, plan.get("children", ())))
