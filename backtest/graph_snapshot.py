"""Graph snapshot: the jurisdictions, sites and models that a ranking needs besides requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from backtest.past_request import PastRequest, requests_of
from domain.months import january
from domain.similarity import SIMILARITY, SimilarityFormula
from domain.vocabulary import SiteStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement
from loaders.adjacency import Adjacency
from loaders.similarity.columns import Columns
from loaders.similarity.features import Features

SNAPSHOT: Final = statement("backtest/graph_snapshot")
REQUESTS: Final = statement("backtest/requests")
READ_S: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSnapshot:
    """A site; `operates` maps a model to the year since when, None for always."""

    key: str
    current: bool
    joined: int
    agency_type: str
    sworn_band: str | None
    assistance: tuple[str, ...] | None
    is_assistance_complete: bool
    monthly_capacity: int | None
    serves: frozenset[str]
    operates: Mapping[str, int | None]
    topics: frozenset[str]
    has_tribe: bool
    """Whether a partner is a tribe."""

    def operated(self, month: int) -> list[str]:
        """The models that it operates before a month."""
        return [model for model, since in self.operates.items() if since is None or january(since) < month]


@dataclass(frozen=True)
class GraphSnapshot:
    """Places and sites by key; `families` maps a model to its family."""

    places: Mapping[str, Features]
    sites: Mapping[str, SiteSnapshot]
    families: Mapping[str, str]
    adjacency: Adjacency
    formula: SimilarityFormula = SIMILARITY

    @cached_property
    def served(self) -> frozenset[str]:
        """The places that some site serves."""
        return frozenset(key for site in self.sites.values() for key in site.serves)

    @cached_property
    def columns(self) -> Columns:
        """The features of all places, for many comparisons at once."""
        return Columns(self.places.values(), self.adjacency, self.formula)

    def candidates(self, place: str, month: int) -> list[SiteSnapshot]:
        """The sites that could be recommended to a place with what is known before a month, by key."""
        return [
            site
            for _, site in sorted(self.sites.items())
            if site.current and site.joined < month and place not in site.serves
        ]


async def read_snapshot(database: Database, keys: Iterable[str]) -> GraphSnapshot:
    """The graph's sites, the places that they serve, and the places `keys`."""
    record = (await database.read(SNAPSHOT, {"keys": sorted(set(keys))}, Deadline.after(READ_S)))[0]
    return GraphSnapshot(
        places={each["key"]: Features.of(each) for each in record["places"]},
        sites={row["properties"]["key"]: _site(row) for row in record["sites"]},
        families=dict(record["families"]),
        adjacency=Adjacency(record["adjacent"]),
    )


async def read_requests(database: Database) -> list[PastRequest]:
    """All requests that the graph holds, in order of month and key."""
    return requests_of(await database.read(REQUESTS, {}, Deadline.after(READ_S)))


def _site(row: Mapping[str, Any]) -> SiteSnapshot:
    of = row["properties"]
    offered = of.get("assistanceOffered")
    return SiteSnapshot(
        key=of["key"],
        current=of["status"] == SiteStatus.CURRENT,
        joined=of["joinedMonth"],
        agency_type=of["agencyType"],
        sworn_band=of.get("swornBand"),
        assistance=None if offered is None else tuple(offered),
        is_assistance_complete=bool(of.get("fromFile")),
        monthly_capacity=of.get("monthlyCapacity"),
        serves=frozenset(row["serves"]),
        operates=dict(row["operates"]),
        topics=frozenset(row["topics"]),
        has_tribe=row["hasTribe"],
    )
