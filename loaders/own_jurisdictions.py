"""The jurisdictions that an operator's files have added to the graph: names are looked up among them, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.former_counties import COUNTY_KEY
from domain.vocabulary import JurisdictionKind as Kind
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement
from loaders.jurisdiction import Jurisdiction

OWN: Final = statement("load/jurisdictions_from_files")

OwnJurisdictions = tuple[Jurisdiction, ...]


async def read_own_jurisdictions(database: Database, deadline: Deadline) -> OwnJurisdictions:
    """All of them, by key. Raises the errors of the database."""
    return tuple(_own(record["jurisdiction"]) for record in await database.read(OWN, {}, deadline))


def _own(node: Mapping[str, Any]) -> Jurisdiction:
    kind, counties = Kind[node["kind"]], tuple(node["counties"])
    is_region = kind is Kind.REGION
    return Jurisdiction(
        key=node["key"],
        kind=kind,
        name=node["name"],
        state=node["state"],
        population=node["population"],
        population_year=node["populationYear"],
        land_area=None,
        density=node["density"],
        density_basis=None,
        urban_class=node["urbanClass"],
        log_population=node["logPopulation"],
        log_density=node["logDensity"],
        division=node["division"],
        census_region=node["censusRegion"],
        county=node["county"],
        cbsa=node["cbsa"],
        fips=None,
        geonames_id=None,
        latitude=node["latitude"],
        longitude=node["longitude"],
        members=tuple(COUNTY_KEY + fips for fips in counties) if is_region else (),
        other_names=tuple(node["otherNames"]),
        states=tuple(node["states"]),
        host_counties=() if is_region else counties,
    )
