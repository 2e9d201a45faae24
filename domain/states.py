"""The states and territories: their names, their postal codes, and how else people write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.plain import folded

STATES: Final[Mapping[str, str]] = {
    "AK": "Alaska",
    "AL": "Alabama",
    "AR": "Arkansas",
    "AS": "American Samoa",
    "AZ": "Arizona",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DC": "District of Columbia",
    "DE": "Delaware",
    "FL": "Florida",
    "GA": "Georgia",
    "GU": "Guam",
    "HI": "Hawaii",
    "IA": "Iowa",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "MA": "Massachusetts",
    "MD": "Maryland",
    "ME": "Maine",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MO": "Missouri",
    "MP": "Northern Mariana Islands",
    "MS": "Mississippi",
    "MT": "Montana",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "NE": "Nebraska",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NV": "Nevada",
    "NY": "New York",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VA": "Virginia",
    "VI": "U.S. Virgin Islands",
    "VT": "Vermont",
    "WA": "Washington",
    "WI": "Wisconsin",
    "WV": "West Virginia",
    "WY": "Wyoming",
}
"""Names by postal code: the states, the District of Columbia and the territories."""

TERRITORIES: Final = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""Those that are no states. No Census division or region has them: `division` and `censusRegion` are ours."""

STATE_SHORT: Final[Mapping[str, str]] = {
    "ala": "AL",
    "ariz": "AZ",
    "ark": "AR",
    "calif": "CA",
    "cal": "CA",
    "colo": "CO",
    "conn": "CT",
    "del": "DE",
    "fla": "FL",
    "ga": "GA",
    "ill": "IL",
    "ind": "IN",
    "kan": "KS",
    "kans": "KS",
    "mass": "MA",
    "mich": "MI",
    "minn": "MN",
    "miss": "MS",
    "mont": "MT",
    "neb": "NE",
    "nebr": "NE",
    "nev": "NV",
    "okla": "OK",
    "ore": "OR",
    "oreg": "OR",
    "penn": "PA",
    "penna": "PA",
    "tenn": "TN",
    "tex": "TX",
    "wash": "WA",
    "wis": "WI",
    "wisc": "WI",
    "wyo": "WY",
    "n carolina": "NC",
    "s carolina": "SC",
    "n dakota": "ND",
    "s dakota": "SD",
    "w virginia": "WV",
    "w va": "WV",
    "wva": "WV",
    "n mexico": "NM",
    "n mex": "NM",
    "n hampshire": "NH",
    "n jersey": "NJ",
    "n york": "NY",
    "samoa": "AS",
    "cnmi": "MP",
    "northern marianas": "MP",
    "n mariana islands": "MP",
    "p rico": "PR",
    "virgin islands": "VI",
    "usvi": "VI",
    "us vi": "VI",
}
"""States as newspapers shorten them, beside their names and two letters."""


def state_names(states: Mapping[str, str]) -> dict[str, str]:
    """Plain writing → two letters: of names (`states` maps name → letters), letters and short forms."""
    known = {code: letters for code, letters in STATE_SHORT.items() if letters in states.values()}
    for name, letters in states.items():
        known[folded(name)] = known[letters.casefold()] = letters
    return known


STATE_NAMES: Final[Mapping[str, str]] = state_names({name: letters for letters, name in STATES.items()})
"""Plain writing → two letters, of all states."""
