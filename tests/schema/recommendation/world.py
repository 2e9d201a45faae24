"""The graph's rows in plain Python, read label by label with the simplest Cypher there is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.adjacency import Adjacency


@dataclass(frozen=True, kw_only=True)
class Place:
    """A jurisdiction, with what it is compared by; `first_answered` is null for who never asked."""

    key: str
    name: str
    kind: str
    compared_as: str
    state: str
    population: int
    division: str
    census_region: str
    log_population: float | None
    log_density: float | None
    urban_class: int | None
    county: str | None
    members: tuple[str, ...]
    latitude: float
    longitude: float
    first_answered: int | None


class Answer(NamedTuple):
    """How a site answered: months since year 0."""

    site: str
    matched_month: int
    closed_month: int | None
    outcome: str


@dataclass(kw_only=True)
class Request:
    """A past request with the keys that it is tied to."""

    key: str
    month: int
    synthetic: bool
    places: set[str] = field(default_factory=set)
    models: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)


@dataclass(kw_only=True)
class Site:
    """A site; `operates` holds the year since when by model, `matched` how many requests by month."""

    key: str
    status: str
    joined_month: int
    agency_type: str
    sworn_band: str | None
    assistance: list[str] | None
    monthly_capacity: int | None
    from_file: bool = False
    serves: set[str] = field(default_factory=set)
    operates: dict[str, int | None] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    has_tribe: bool = False
    matched: dict[int, int] = field(default_factory=lambda: defaultdict(int))


class World(NamedTuple):
    """All rows that a recommendation can rest on, by key."""

    places: dict[str, Place]
    sites: dict[str, Site]
    requests: dict[str, Request]
    names: dict[str, str]
    families: dict[str, str]
    adjacency: Adjacency


async def read_world(database: Database) -> World:
    """Reads the whole graph, some 25,000 nodes."""

    async def rows(cypher: str) -> list[Any]:
        statement = Statement("world", f"CYPHER 25 {cypher}")
        return [list(row.values()) for row in await database.read(statement, {}, Deadline.after(60))]

    async def nodes(label: str) -> list[dict[str, Any]]:
        return [dict(node) for [node] in await rows(f"MATCH (n:{label}) RETURN n")]

    async def pairs(start: str, type: str, end: str) -> list[Any]:
        return await rows(f"MATCH (a:{start})-[r:{type}]->(b:{end}) RETURN a.key, b.key, properties(r)")

    sites = {n["key"]: _site(n) for n in await nodes("Site")}
    requests = {
        n["key"]: Request(key=n["key"], month=n["month"], synthetic=n["synthetic"])
        for n in await nodes("Request")
    }
    for site, place, _ in await pairs("Site", "SERVES", "Jurisdiction"):
        sites[site].serves.add(place)
    for site, model, how in await pairs("Site", "OPERATES", "ProgramModel"):
        sites[site].operates[model] = how.get("since")
        sites[site].basis[model] = how["basis"]
    for site, topic, _ in await pairs("Site", "SPECIALIZES_IN", "Topic"):
        sites[site].topics.add(topic)
    tribes = {n["key"] for n in await nodes("PartnerAgency") if n["kind"] == "TRIBE"}
    for site, partner, _ in await pairs("Site", "PARTNERS_WITH", "PartnerAgency"):
        sites[site].has_tribe |= partner in tribes
    for request, place, _ in await pairs("Request", "FROM", "Jurisdiction"):
        requests[request].places.add(place)
    for request, model, _ in await pairs("Request", "ABOUT", "ProgramModel"):
        requests[request].models.add(model)
    for request, topic, _ in await pairs("Request", "CONCERNS", "Topic"):
        requests[request].topics.add(topic)
    for request, site, how in await pairs("Request", "ANSWERED_BY", "Site"):
        answer = Answer(site, how["matchedMonth"], how.get("closedMonth"), how["outcome"])
        requests[request].answers.append(answer)
        # Load is counted from the answers themselves; the graph keeps counters for it.
        sites[site].matched[answer.matched_month] += 1
    first: dict[str, int] = {}
    for request_row in requests.values():
        for place in request_row.places:
            for answer in request_row.answers:
                first[place] = min(first.get(place, answer.matched_month), answer.matched_month)
    models = await nodes("ProgramModel")
    return World(
        places={n["key"]: _place(n, first.get(n["key"])) for n in await nodes("Jurisdiction")},
        sites=sites,
        requests=requests,
        names={n["key"]: n["name"] for n in [*models, *await nodes("Topic")]},
        families={n["key"]: n["family"] for n in models},
        adjacency=Adjacency(
            await rows("MATCH (a:Jurisdiction)-[:ADJACENT_TO]->(b:Jurisdiction) RETURN a.key, b.key")
        ),
    )


def _place(node: dict[str, Any], first_answered: int | None) -> Place:
    return Place(
        key=node["key"],
        name=node["name"],
        kind=node["kind"],
        compared_as="CITY_COUNTY" if node.get("placeKey") else node["kind"],
        state=node["state"],
        population=node["population"],
        division=node["division"],
        census_region=node["censusRegion"],
        log_population=node.get("logPopulation"),
        log_density=node.get("logDensity"),
        urban_class=node.get("urbanClass"),
        county=node.get("county"),
        members=tuple(f"us-county:{fips}" for fips in node.get("counties", ())),
        latitude=node["location"].latitude,
        longitude=node["location"].longitude,
        first_answered=first_answered,
    )


def _site(node: dict[str, Any]) -> Site:
    return Site(
        key=node["key"],
        status=node["status"],
        joined_month=node["joinedMonth"],
        agency_type=node["agencyType"],
        sworn_band=node.get("swornBand"),
        assistance=node.get("assistanceOffered"),
        monthly_capacity=node.get("monthlyCapacity"),
        from_file=bool(node.get("fromFile")),
    )
