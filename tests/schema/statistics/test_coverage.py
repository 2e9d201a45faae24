"""`coverageGaps` against plain Python over the sample, for both roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from statistics import median
from typing import Any, NamedTuple

import pytest
from counting import CLASSES, Log, Request, published
from similarity_oracle import Profile, score

from bench.work import session_of
from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.statements import Statement
from loaders.adjacency import Adjacency
from schema.planner.run.executor import Executor

AREAS = """
query Areas($by: CoverageArea!, $from: Month) {
  coverageGaps(from: $from) {
    exact synthetic
    areas(by: $by) {
      state division urbanClass people requests requesters requestsPerMillion suppressed jurisdiction { key }
    }
  }
}
"""
MODELS = """
query Models($similarity: Float, $from: Month) {
  coverageGaps(from: $from) {
    models(similarity: $similarity) {
      model { key } urbanClass requests requesters bestFit medianFit closestSite { key } suppressed
    }
  }
}
"""
GAPS = ("model", "urbanClass", "requests", "requesters", "bestFit", "medianFit", "closestSite", "suppressed")


class Place(NamedTuple):
    """A jurisdiction, and what it is compared by."""

    kind: str
    state: str
    population: int
    urban_class: int | None
    division: str
    traits: Profile


class World(NamedTuple):
    """What coverage rests on beside requests; `serves` and `operates` are those of current sites."""

    places: dict[str, Place]
    serves: dict[str, list[str]]
    operates: dict[str, list[str]]
    adjacency: Adjacency


@pytest.fixture(scope="module")
async def world(database: Database) -> World:
    async def rows(cypher: str) -> list[Any]:
        found = await database.read(Statement("world", f"CYPHER 25 {cypher}"), {}, Deadline.after(60))
        return [list(row.values()) for row in found]

    sites = await rows(
        "MATCH (s:Site {status: 'CURRENT'}) RETURN s.key, COLLECT { MATCH (s)-[:SERVES]->(n) RETURN n.key }, "
        "COLLECT { MATCH (s)-[:OPERATES]->(m) RETURN m.key }"
    )
    touching = await rows("MATCH (a)-[:ADJACENT_TO]->(b) RETURN a.key, b.key")
    return World(
        {n["key"]: _place(n) for [n] in await rows("MATCH (n:Jurisdiction) RETURN properties(n)")},
        {key: serves for key, serves, _ in sites},
        {key: operates for key, _, operates in sites},
        Adjacency([(a, b) for a, b in touching]),
    )


def _place(n: Mapping[str, Any]) -> Place:
    point = n["location"]
    traits = Profile(
        kind=n["kind"],
        compared_as="CITY_COUNTY" if n.get("placeKey") else n["kind"],
        state=n["state"],
        division=n["division"],
        census_region=n["censusRegion"],
        log_population=n.get("logPopulation"),
        log_density=n.get("logDensity"),
        urban_class=n.get("urbanClass"),
        county=n.get("county"),
        members=tuple(n.get("counties", ())),
        latitude=point.latitude,
        longitude=point.longitude,
    )
    return Place(n["kind"], n["state"], n["population"], n.get("urbanClass"), n["division"], traits)


def numbers(requests: list[Request], requesters: set[str], staff: bool) -> tuple[int | None, int | None]:
    if staff:
        return len(requests), len(requesters)
    key = sum(q["recordKey"] for q in requests)
    return published(len(requests), key), published(len(requesters), key * 48271)


def areas(log: Log, world: World, by: str, since: int, staff: bool) -> list[dict[str, Any]]:
    people: dict[Any, int] = defaultdict(int)
    for place in world.places.values():
        if place.kind == ("COUNTY" if by == "URBAN_CLASS" else "STATE"):
            people[_area(by, place.state, place)] += place.population
    rows = []
    people.pop(None, None)  # an islet without a class
    for area, number in people.items():
        asked, who = [], set[str]()
        for q in log:
            if q["month"] < since:
                continue
            from_here = [
                key for key in q["places"] if by != "URBAN_CLASS" or world.places[key].urban_class == area
            ]
            state = world.places[f"us-state:{q['state']}"]
            if from_here if by == "URBAN_CLASS" else _area(by, q["state"], state) == area:
                asked.append(q)
                who.update(from_here)
        requests, requesters = numbers(asked, who, staff)
        rows.append(
            {
                "state": area if by == "STATE" else None,
                "division": area if by == "DIVISION" else None,
                "urbanClass": CLASSES[area] if by == "URBAN_CLASS" else None,
                "people": number,
                "requests": requests,
                "requesters": requesters,
                "requestsPerMillion": None if requests is None else pytest.approx(1e6 * requests / number),
                "suppressed": None in (requests, requesters),
                "jurisdiction": {"key": f"us-state:{area}"} if by == "STATE" else None,
                "order": ((requests or 0) / number, area),
            }
        )
    rows.sort(key=lambda row: row.pop("order"))  # type: ignore[arg-type, return-value]
    return rows


def _area(by: str, state: str, place: Place) -> Any:
    return {"STATE": state, "DIVISION": place.division, "URBAN_CLASS": place.urban_class}[by]


@pytest.mark.parametrize("by", ["STATE", "DIVISION", "URBAN_CLASS"])
async def test_areas_are_compared_by_requests_per_million(
    ask: Any, read: Any, log: Log, world: World, by: str
) -> None:
    found = (await ask(AREAS, by=by))["coverageGaps"]
    assert (found["exact"], found["synthetic"]) == (True, True)
    assert found["areas"] == areas(log, world, by, 0, staff=True)
    found = (await ask(AREAS, **{"by": by, "from": "2024-07"}))["coverageGaps"]
    assert found["areas"] == areas(log, world, by, 12 * 2024 + 6, staff=True)
    found = (await read(AREAS, by=by)).data["coverageGaps"]
    assert (found["exact"], found["synthetic"]) == (False, True)
    assert found["areas"] == areas(log, world, by, 0, staff=False)


@pytest.fixture
async def random_number_of_a_million_requests(database: Database, key_prefix: str) -> AsyncIterator[str]:
    """A month with one request, whose random number is as large as the sum of those of a million."""
    asked = Statement(
        "asked",
        """CYPHER 25
        MATCH (j:Jurisdiction {key: 'us-county:39163'}), (m:ProgramModel {key: 'model:co-responder'})
        CREATE (q:Request {key: $key, month: 12 * 2031, state: 'OH', synthetic: true})
        SET q.recordKey = 1000000 * 2147483646
        CREATE (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j), (q)-[:ABOUT]->(m)""",
    )
    removed = Statement("removed", "CYPHER 25 MATCH (q:Request {key: $key}) DETACH DELETE q")
    for each in (asked, removed):
        await database.write(each, {"key": f"{key_prefix}asked"}, Deadline.after(60))
        if each is asked:
            yield "2031-01"


async def test_random_numbers_of_a_million_requests_do_not_overflow(
    ask: Any, read: Any, random_number_of_a_million_requests: str
) -> None:
    since = {"from": random_number_of_a_million_requests}
    areas = (await ask(AREAS, by="STATE", **since))["coverageGaps"]["areas"]
    assert sum(row["requests"] for row in areas) == 1
    [gap] = (await ask(MODELS, similarity=1.0, **since))["coverageGaps"]["models"]
    assert gap["requests"] == 1
    for text, variables in ((AREAS, {"by": "STATE"}), (MODELS, {})):
        assert not (await read(text, **variables)).errors  # of all months


async def test_nobody_is_counted_twice(ask: Any, world: World) -> None:
    nation = sum(place.population for place in world.places.values() if place.kind == "STATE")
    unclassed = [p for p in world.places.values() if p.kind == "COUNTY" and p.urban_class is None]
    without_class = sum(place.population for place in unclassed)
    for by, number in (("STATE", 56), ("DIVISION", 11), ("URBAN_CLASS", 5)):
        rows = (await ask(AREAS, by=by))["coverageGaps"]["areas"]
        assert len(rows) == number
        assert sum(row["people"] for row in rows) == nation - (by == "URBAN_CLASS") * without_class


async def test_areas_without_requests_come_first(ask: Any) -> None:
    rows = (await ask(AREAS, by="STATE"))["coverageGaps"]["areas"]
    none = [row["requests"] == 0 for row in rows]
    assert none == [True] * 18 + [False] * 38  # the sample comes from 38 states


def models(log: Log, world: World, similarity: float, staff: bool) -> list[tuple[Any, ...]]:
    compared = {
        key: {
            site: max(
                score(world.places[key].traits, world.places[n].traits, world.adjacency).score for n in serves
            )
            for site, serves in world.serves.items()
        }
        for key in {key for q in log for key in q["places"]}
    }
    groups: dict[tuple[str, int | None], list[tuple[Request, str, float | None, str | None]]] = defaultdict(
        list
    )
    for q in log:
        for model in q["models"]:
            for place in q["places"]:
                sites = [s for s, operated in world.operates.items() if model in operated]
                best = min(sites, key=lambda s, of=compared[place]: (-of[s], s), default=None)
                fit = None if best is None else compared[place][best]
                if (fit or 0) < similarity:
                    groups[model, world.places[place].urban_class].append((q, place, fit, best))
    rows = []
    for (model, urban_class), pairs in groups.items():
        asked = list({q["key"]: q for q, *_ in pairs}.values())
        requests, requesters = numbers(asked, {place for _, place, *_ in pairs}, staff)
        if requests is None:
            continue
        fits = sorted(
            ((fit, place, q["key"], site) for q, place, fit, site in pairs if fit is not None),
            key=lambda each: (-each[0], each[1]),
        )
        if not staff:  # the fit that five requests reach, and the median of ten
            of_requests = list(
                {key: (fit, place, key, site) for fit, place, key, site in reversed(fits)}.values()
            )
            best, _, _, site = [
                *sorted(of_requests, key=lambda each: (-each[0], each[1])),
                *[(None,) * 4] * 5,
            ][4]
        else:
            best, site = max(((fit, site) for fit, _, _, site in fits), default=(None, None))
        middle = median(fit for fit, *_ in fits) if fits and (staff or requests >= 10) else None
        within = 1e-6 if staff else 0.0501  # readers have one decimal place
        rows.append(
            (
                {"key": model},
                None if urban_class is None else CLASSES[urban_class],
                requests,
                requesters,
                None if best is None else pytest.approx(best, abs=within),
                None if middle is None else pytest.approx(middle, abs=within),
                site and {"key": site},
                requesters is None,
            )
        )
    order = {None: 9} | {name: place for place, name in enumerate(CLASSES)}
    return sorted(rows, key=lambda row: (-row[2], row[0]["key"], order[row[1]]))


async def test_models_that_no_similar_site_operates(ask: Any, read: Any, log: Log, world: World) -> None:
    for similarity in (None, 0.3, 0.75, 1):
        found = (await ask(MODELS, similarity=similarity))["coverageGaps"]["models"]
        assert [tuple(row[name] for name in GAPS) for row in found] == models(
            log, world, 0.5 if similarity is None else similarity, staff=True
        )
    found = (await read(MODELS)).data["coverageGaps"]["models"]
    assert [tuple(row[name] for name in GAPS) for row in found] == models(log, world, 0.5, staff=False)
    assert all(row["bestFit"] is None or round(row["bestFit"], 1) == row["bestFit"] for row in found)


async def test_models_are_counted_in_little_memory(executor: Executor, access: Access) -> None:
    """Each request was held with all sites that were compared: 3.4 MB for those of the sample."""
    operation = executor.operation("{ coverageGaps { models { requests bestFit } } }", None)
    plan, bound = executor.plan(operation, operation.variables.coerced({}))
    assert plan.statement is not None
    profiled = plan.statement.text.replace("CYPHER 25", "CYPHER 25 PROFILE", 1)
    async with session_of(access) as session:
        profile = (await (await session.run(profiled, bound.parameters)).consume()).profile
    assert profile is not None
    assert 0 < profile["args"]["GlobalMemory"] <= 2_000_000


async def test_it_is_one_statement(ask: Any, bolt_requests: list[str]) -> None:
    both = """{ coverageGaps(until: "2025-12") {
      synthetic areas(by: STATE) { requests } models { requests } } }"""
    await ask(both)
    assert len(bolt_requests) == 1


@pytest.mark.parametrize("similarity", [-0.1, 1.1])
async def test_a_similarity_out_of_range_is_an_error(refusal: Any, similarity: float) -> None:
    error = await refusal(MODELS, similarity=similarity)
    assert isinstance(error, InvalidInput)
    assert "between 0 and 1" in str(error)
