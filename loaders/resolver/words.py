"""Words of names: what kind of jurisdiction they stand for, who signs with them.

All are written as `domain.plain` leaves them: lower case, no accents, no points.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.vocabulary import JurisdictionKind as Kind

PLURALS: Final[Mapping[str, str]] = {
    "counties": "county",
    "cos": "county",
    "parishes": "parish",
    "boroughs": "borough",
    "cities": "city",
    "towns": "town",
    "townships": "township",
    "villages": "village",
}
"""Designators that follow several names once: "Gallia, Jackson and Meigs Counties"."""

DESIGNATORS: Final[Mapping[str, frozenset[Kind]]] = {
    "city and borough": frozenset({Kind.COUNTY, Kind.PLACE}),
    "city and county": frozenset({Kind.COUNTY, Kind.PLACE}),
    "consolidated city county": frozenset({Kind.COUNTY, Kind.PLACE}),
    "urban county government": frozenset({Kind.PLACE}),
    "consolidated government": frozenset({Kind.PLACE}),
    "unified government": frozenset({Kind.PLACE}),
    "metropolitan government": frozenset({Kind.PLACE}),
    "metro government": frozenset({Kind.PLACE}),
    "metropolitan": frozenset({Kind.PLACE}),
    "metro": frozenset({Kind.PLACE}),
    "charter township": frozenset({Kind.PLACE}),
    "planning region": frozenset({Kind.COUNTY}),
    "census area": frozenset({Kind.COUNTY}),
    "municipality": frozenset({Kind.COUNTY, Kind.PLACE}),
    "municipio": frozenset({Kind.COUNTY}),
    "borough": frozenset({Kind.COUNTY, Kind.PLACE}),
    "county": frozenset({Kind.COUNTY}),
    "parish": frozenset({Kind.COUNTY}),
    "city": frozenset({Kind.COUNTY, Kind.PLACE}),
    "town": frozenset({Kind.PLACE}),
    "township": frozenset({Kind.PLACE}),
    "village": frozenset({Kind.PLACE}),
    "cdp": frozenset({Kind.PLACE}),
    "state": frozenset({Kind.STATE}),
    "commonwealth": frozenset({Kind.STATE}),
}
"""What the word before or after a name says of its kind; longer ones first."""

OF_COUNTIES: Final = frozenset(
    {
        "city and borough",
        "city and county",
        "planning region",
        "census area",
        "municipality",
        "municipio",
        "borough",
        "county",
        "parish",
    }
)
"""These are taken for one another: "Terrebonne County" is a parish."""

METROPOLITAN: Final = frozenset(
    {
        "city and county",
        "consolidated city county",
        "consolidated government",
        "metro",
        "metro government",
        "metropolitan",
        "metropolitan government",
        "unified government",
        "urban county government",
    }
)
"""Words of metropolitan governments: of several places of one name, the large one has it."""

SHERIFF: Final = ("sheriff office", "sheriff department", "office of the sheriff", "sheriff", "so")
POLICE: Final = (
    "metropolitan police department",
    "metro police department",
    "police department",
    "department of police",
    "police bureau",
    "bureau of police",
    "police division",
    "division of police",
    "police service",
    "police services",
    "department of public safety",
    "public safety department",
    "public safety",
    "police",
    "dps",
    "pd",
)
STATE_POLICE: Final = ("state highway patrol", "highway patrol", "state police", "state patrol")

AGENCIES: Final[Mapping[str, frozenset[Kind]]] = {
    **dict.fromkeys(STATE_POLICE, frozenset({Kind.STATE})),
    **dict.fromkeys(POLICE, frozenset({Kind.PLACE, Kind.CAMPUS, Kind.COUNTY, Kind.STATE})),
    **dict.fromkeys(SHERIFF, frozenset({Kind.COUNTY})),
}
"""What follows a name where an agency is named; whose agency it can be; longer ones first."""
