"""What a ranking rests on besides requests: jurisdictions, sites, families of models, counties that touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from backtest.request import Request, requests_of
from domain.vocabulary import SiteStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement
from loaders.similarity.columns import Columns
from loaders.similarity.comparison import Adjacency

GROUND: Final = statement("backtest/ground")
REQUESTS: Final = statement("backtest/requests")
READ_S: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A jurisdiction, with what it is compared by; a state has neither urban class nor county."""

    key: str
    kind: str
    state: str
    division: str
    census_region: str
    log_population: float
    log_density: float
    urban_class: int | None
    county: str | None
    members: tuple[str, ...]
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site; `operates` holds the year since when by model, None for always."""

    key: str
    current: bool
    joined: int
    agency_type: str
    sworn_band: int | None
    assistance: tuple[str, ...] | None
    monthly_capacity: int | None
    serves: frozenset[str]
    operates: Mapping[str, int | None]
    topics: frozenset[str]

    def operated(self, month: int) -> list[str]:
        """The models that it operates before a month."""
        return [model for model, since in self.operates.items() if since is None or 12 * since < month]


@dataclass(frozen=True)
class Ground:
    """All by key."""

    places: Mapping[str, Place]
    sites: Mapping[str, Site]
    families: Mapping[str, str]
    adjacency: Adjacency

    @cached_property
    def served(self) -> frozenset[str]:
        """The places that some site serves."""
        return frozenset(key for site in self.sites.values() for key in site.serves)

    @cached_property
    def columns(self) -> Columns:
        """The features of all places, for many comparisons at once."""
        return Columns(self.places.values(), self.adjacency)

    def candidates(self, place: str, month: int) -> list[Site]:
        """The sites that could be recommended to a place with what is known before a month, by key."""
        return [
            site
            for _, site in sorted(self.sites.items())
            if site.current and site.joined < month and place not in site.serves
        ]


async def read_ground(database: Database, keys: Iterable[str]) -> Ground:
    """What the graph holds of the places `keys`, of those that a site serves, and of all sites."""
    record = (await database.read(GROUND, {"keys": sorted(set(keys))}, Deadline.after(READ_S)))[0]
    return Ground(
        places={node["key"]: _place(node) for node in record["places"]},
        sites={row["properties"]["key"]: _site(row) for row in record["sites"]},
        families=dict(record["families"]),
        adjacency=Adjacency(record["adjacent"]),
    )


async def read_requests(database: Database) -> list[Request]:
    """All requests that the graph holds, in order of month and key."""
    return requests_of(await database.read(REQUESTS, {}, Deadline.after(READ_S)))


def _place(node: Mapping[str, Any]) -> Place:
    return Place(
        key=node["key"],
        kind=node["kind"],
        state=node["state"],
        division=node["division"],
        census_region=node["censusRegion"],
        log_population=node["logPopulation"],
        log_density=node["logDensity"],
        urban_class=node.get("urbanClass"),
        county=node.get("county"),
        members=tuple(node.get("counties") or ()),
        latitude=node["location"].latitude,
        longitude=node["location"].longitude,
    )


def _site(row: Mapping[str, Any]) -> Site:
    of = row["properties"]
    offered = of.get("assistanceOffered")
    return Site(
        key=of["key"],
        current=of["status"] == SiteStatus.CURRENT,
        joined=of["joinedMonth"],
        agency_type=of["agencyType"],
        sworn_band=of.get("swornBand"),
        assistance=None if offered is None else tuple(offered),
        monthly_capacity=of.get("monthlyCapacity"),
        serves=frozenset(row["serves"]),
        operates=dict(row["operates"]),
        topics=frozenset(row["topics"]),
    )
