"""Words of names: how they are shortened, what kind of jurisdiction they stand for, who signs with them.

All are written as `loaders.resolver.plain` leaves them: lower case, no accents, no points.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.vocabulary import JurisdictionKind as Kind

SHORT: Final[Mapping[str, str]] = {
    "bch": "beach",
    "boro": "borough",
    "bur": "bureau",
    "cnty": "county",
    "co": "county",
    "ctr": "center",
    "cntr": "center",
    "centre": "center",
    "dept": "department",
    "dep": "department",
    "dpt": "department",
    "div": "division",
    "est": "estates",
    "ests": "estates",
    "fls": "falls",
    "frst": "forest",
    "ft": "fort",
    "gdns": "gardens",
    "grn": "green",
    "grv": "grove",
    "harbour": "harbor",
    "hbr": "harbor",
    "hgts": "heights",
    "hls": "hills",
    "ht": "heights",
    "hts": "heights",
    "is": "island",
    "isl": "island",
    "jct": "junction",
    "lk": "lake",
    "lks": "lakes",
    "mdws": "meadows",
    "mnr": "manor",
    "mt": "mount",
    "mtn": "mountain",
    "muni": "municipality",
    "munic": "municipality",
    "ofc": "office",
    "par": "parish",
    "pk": "park",
    "pln": "plain",
    "plns": "plains",
    "pt": "point",
    "rdg": "ridge",
    "riv": "river",
    "sheriffs": "sheriff",
    "spg": "spring",
    "spgs": "springs",
    "spr": "springs",
    "sprgs": "springs",
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "twnshp": "township",
    "twp": "township",
    "univ": "university",
    "vil": "village",
    "vill": "village",
    "vlg": "village",
    "vly": "valley",
}
"""A word for its short form: the usual ones of letters, and those of Postal Service Publication 28."""

EITHER: Final[Mapping[str, tuple[str, str]]] = {"cty": ("city", "county")}
"""Short forms of two words."""

DIRECTIONS: Final[Mapping[str, str]] = {
    "n": "north",
    "no": "north",
    "s": "south",
    "so": "south",
    "e": "east",
    "w": "west",
}
"""Short forms only where they come first: "N. Las Vegas"."""

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
"""What stands once for all of several names: "Gallia, Jackson and Meigs Counties"."""

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
    "census area": frozenset({Kind.COUNTY}),
    "municipality": frozenset({Kind.COUNTY, Kind.PLACE}),
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
    {"city and borough", "city and county", "census area", "municipality", "borough", "county", "parish"}
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
}
"""States as newspapers shorten them, beside their names and two letters."""
