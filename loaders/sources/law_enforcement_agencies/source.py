"""Law-enforcement agencies: the FBI's police employees, the BJS crosswalk, or an operator's own list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from domain.ori import AGENCY_KEY
from domain.vocabulary import sworn_band
from graph.statements import statement
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.target import NodeReference, Target
from loaders.sources.law_enforcement_agencies.contract import LawEnforcementAgency


def _rows(agencies: Iterable[LawEnforcementAgency]) -> Iterator[Row]:
    """`{key, year, properties, numbers, jurisdictions}`; without a year no numbers."""
    for each in agencies:
        known = {
            "key": each.key,
            "ori": each.ori,
            "name": f"{each.name.rstrip(':')}: {each.unit}" if each.unit else each.name,
            "state": each.state,
            "agencyType": each.agency_type and each.agency_type.name,
        }
        numbers = {
            "year": each.year,
            "officers": each.officers,
            "civilians": each.civilians,
            "swornBand": sworn_band(each.officers),
            "populationServed": each.population_served or None,
        }
        yield {
            "key": each.key,
            "year": each.year,
            "properties": {name: value for name, value in known.items() if value is not None},
            "numbers": numbers if each.year else {},
            "jurisdictions": sorted(each.jurisdiction_key),
        }


def _references(row: Row) -> Iterator[NodeReference]:
    yield from (NodeReference("jurisdiction_key", "Jurisdiction", key) for key in row["jurisdictions"])


LAW_ENFORCEMENT_AGENCIES: Final = Source(
    name="law-enforcement-agencies",
    label="LawEnforcementAgency",
    patterns=(
        "law-enforcement-agenc*",
        "law-enforcement-employee*",
        "police-employee*",
        "lee-[0-9]*",
        "pe-[0-9]*",
        "leaic*",
        "*35158-*",
    ),
    contract=LawEnforcementAgency,
    rows=_rows,
    target=Target(
        statement("load/law_enforcement_agencies"),
        references=lambda row: [
            NodeReference("jurisdiction_key", "Jurisdiction", key) for key in row["jurisdictions"]
        ],
    ),
    key="ori",
    prefix=AGENCY_KEY,
    headings={
        "ori": ("ori9", "agency ori"),
        "name": ("pub agency name", "agency name", "agency"),
        "unit": ("pub agency unit", "agency unit"),
        "agency_type": ("agency type name", "agcytype", "type of agency"),
        "subtype": ("subtype2",),
        "jurisdiction_key": ("jurisdiction keys",),
        "county": ("county name", "countyname"),
        "state": ("state abbr", "st", "state code"),
        "fips": ("county fips", "fips code"),
        "officers": ("officer ct", "sworn", "sworn officers"),
        "civilians": ("civilian ct", "civilian staff"),
        "population_served": ("population",),
        "year": ("data year",),
    },
    places=True,
    name_fields=frozenset({"ori", "name", "unit", "jurisdiction", "county"}),
    delete=statement("load/law_enforcement_agencies_remove"),
    list_keys=statement("load/law_enforcement_agencies_every"),
)
