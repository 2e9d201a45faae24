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

OFFICES: Final[Mapping[str, str]] = {
    "bureaus": "bureau",
    "departments": "department",
    "depts": "department",
    "offices": "office",
}
"""Offices of several agencies: "Norfolk and Portsmouth Police Departments"."""

TRIBAL: Final = (
    "indian community",
    "indian nation",
    "indian reservation",
    "indian tribe",
    "tribal nation",
    "band",
    "nation",
    "pueblo",
    "rancheria",
    "reservation",
    "tribal",
    "tribe",
    "tribes",
)
"""Words of tribes, which are taken for one another: "Mohegan Tribal Police"."""

DESIGNATORS: Final[Mapping[str, frozenset[Kind]]] = {
    **dict.fromkeys(TRIBAL, frozenset({Kind.TRIBE})),
    "city and borough": frozenset({Kind.COUNTY, Kind.PLACE}),
    "city and county": frozenset({Kind.COUNTY, Kind.PLACE}),
    "consolidated city county": frozenset({Kind.COUNTY, Kind.PLACE}),
    "urban county government": frozenset({Kind.PLACE}),
    "urban county": frozenset({Kind.PLACE}),
    "consolidated government": frozenset({Kind.PLACE}),
    "unified government": frozenset({Kind.PLACE}),
    "metropolitan government": frozenset({Kind.PLACE}),
    "metro government": frozenset({Kind.PLACE}),
    "metropolitan": frozenset({Kind.PLACE, Kind.STATE}),
    "metro": frozenset({Kind.PLACE}),
    "charter township": frozenset({Kind.PLACE, Kind.TOWNSHIP}),
    "planning region": frozenset({Kind.COUNTY}),
    "census area": frozenset({Kind.COUNTY}),
    "municipality": frozenset({Kind.COUNTY, Kind.PLACE}),
    "municipio": frozenset({Kind.COUNTY}),
    "borough": frozenset({Kind.COUNTY, Kind.PLACE}),
    "county": frozenset({Kind.COUNTY}),
    "parish": frozenset({Kind.COUNTY}),
    "city": frozenset({Kind.COUNTY, Kind.PLACE}),
    "town": frozenset({Kind.PLACE, Kind.TOWNSHIP}),
    "township": frozenset({Kind.PLACE, Kind.TOWNSHIP}),
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
        "urban county",
        "urban county government",
    }
)
"""Words of metropolitan governments: of several places of one name, the large one has it."""

TOWNSHIPS: Final = frozenset({"township", "charter township"})
MINOR_DIVISIONS: Final = TOWNSHIPS | {"town"}
"""Words of minor civil divisions: in some states a town is one, in others a municipality."""
TOWNS_AND_CITIES: Final = frozenset({"CT", "MA", "ME", "NH", "NY", "RI", "VT", "WI"})
"""States whose towns are minor civil divisions: one may surround a city or village of its name.

Source: Census Bureau, Geographic Areas Reference Manual, chapter 8.
"""
NO_STATE_POLICE: Final = frozenset({"HI"})
"""States in which "… Police Department" is always a county's, also by the state's own name."""

COLLEGES: Final = frozenset({"college", "institute", "university"})
DISTRICTS: Final = frozenset(
    {
        "abatement",
        "airport",
        "airports",
        "authority",
        "aviation",
        "boces",
        "bus",
        "cisd",
        "conservancy",
        "cooperative",
        "district",
        "education",
        "educational",
        "electric",
        "esd",
        "expressway",
        "extension",
        "hospital",
        "irrigation",
        "isd",
        "levee",
        "libraries",
        "library",
        "metropark",
        "metroparks",
        "mhmr",
        "mud",
        "parks",
        "port",
        "ports",
        "preserve",
        "preserves",
        "pud",
        "rail",
        "railroad",
        "railway",
        "remc",
        "rta",
        "school",
        "schools",
        "soil",
        "toll",
        "tollway",
        "transit",
        "transportation",
        "turnpike",
        "usd",
        "vocational",
        "wcid",
    }
)
"""Words of special districts."""
PRIVATE: Final = frozenset(
    {
        "alliance",
        "association",
        "chamber",
        "church",
        "club",
        "coalition",
        "corporation",
        "foundation",
        "inc",
        "llc",
        "museum",
        "partnership",
        "society",
        "ymca",
        "ywca",
    }
)
"""Words of bodies that no government runs."""
SHARED: Final = frozenset({"integral", "interagency", "interlocal", "metro", "metropolitan", "regional"})
"""Words of bodies of several governments: "York County Regional Police", "King County Metro"."""
INSTITUTIONS: Final = COLLEGES | (DISTRICTS - {"hospital", "parks", "transportation"}) | PRIVATE | SHARED
"""Words of institutions that bear a county's name and are not its offices."""
INSTITUTION_PAIRS: Final = frozenset(
    {
        ("alcohol", "beverage"),
        ("community", "action"),
        ("county", "op"),  # co-op
        ("development", "agency"),
        ("drug", "enforcement"),
        ("enforcement", "group"),
        ("farm", "bureau"),
        ("head", "start"),
        ("housing", "police"),
        ("rural", "water"),
        ("strike", "force"),
        ("task", "force"),
        ("volunteer", "fire"),
        ("water", "agency"),
    }
)
"""Two words of such institutions."""
OFFICES_OF_DISTRICTS: Final = frozenset({"attorney", "attorneys", "clerk"})
"""Offices of a county that have "district" before them: "Harris County District Attorney"."""

SHERIFF: Final = ("sheriff office", "sheriff department", "office of the sheriff", "sheriff", "so")
POLICE: Final = (
    "metropolitan police department",
    "metro police department",
    "metropolitan police",
    "metro police",
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
    "department of law enforcement",
    "law enforcement department",
    "law enforcement agency",
    "police",
    "dps",
    "pd",
)
MARSHAL: Final = (
    "city marshals office",
    "city marshal",
    "town marshals office",
    "town marshal",
    "marshals office",
    "marshal office",
    "marshals department",
    "marshal department",
    "marshal",
)
CAMPUS_POLICE: Final = ("campus police department", "campus police", "campus safety", "campus security")
STATE_POLICE: Final = (
    "state highway patrol",
    "highway safety patrol",
    "highway patrol",
    "state police",
    "state patrol",
    "state troopers",
    "state trooper",
)
STATE_POLICE_LETTERS: Final[Mapping[str, frozenset[str]]] = {
    "sp": frozenset(),
    "shp": frozenset(),
    "asp": frozenset({"AR"}),
    "ast": frozenset({"AK"}),
    "chp": frozenset({"CA"}),
    "csp": frozenset({"CO", "CT"}),
    "dsp": frozenset({"DE"}),
    "fhp": frozenset({"FL"}),
    "gsp": frozenset({"GA"}),
    "isp": frozenset({"IA", "ID", "IL", "IN"}),
    "khp": frozenset({"KS"}),
    "ksp": frozenset({"KY"}),
    "lsp": frozenset({"LA"}),
    "mhp": frozenset({"MS", "MT"}),
    "mshp": frozenset({"MO"}),
    "msp": frozenset({"MA", "MD", "ME", "MI", "MN"}),
    "nchp": frozenset({"NC"}),
    "ncshp": frozenset({"NC"}),
    "ndhp": frozenset({"ND"}),
    "nhp": frozenset({"NV"}),
    "nhsp": frozenset({"NH"}),
    "njsp": frozenset({"NJ"}),
    "nmsp": frozenset({"NM"}),
    "nsp": frozenset({"NE"}),
    "nysp": frozenset({"NY"}),
    "ohp": frozenset({"OK"}),
    "oshp": frozenset({"OH"}),
    "osp": frozenset({"OH", "OR"}),
    "psp": frozenset({"PA"}),
    "risp": frozenset({"RI"}),
    "schp": frozenset({"SC"}),
    "sdhp": frozenset({"SD"}),
    "thp": frozenset({"TN"}),
    "uhp": frozenset({"UT"}),
    "vsp": frozenset({"VA", "VT"}),
    "whp": frozenset({"WY"}),
    "wsp": frozenset({"WA", "WI"}),
    "wvsp": frozenset({"WV"}),
}
"""Short forms before a post, "SP: Talbot County", and the states that use them; empty: every state."""

AGENCIES: Final[Mapping[str, frozenset[Kind]]] = {
    **dict.fromkeys(STATE_POLICE, frozenset({Kind.STATE})),
    **dict.fromkeys(CAMPUS_POLICE, frozenset({Kind.CAMPUS})),
    **dict.fromkeys(POLICE, frozenset(Kind) - {Kind.REGION}),
    **dict.fromkeys(MARSHAL, frozenset(Kind) - {Kind.REGION}),
    **dict.fromkeys(SHERIFF, frozenset({Kind.COUNTY})),
}
"""What follows a name where an agency is named; whose agency it can be; longer ones first."""


LOCAL_AGENCIES: Final = frozenset({*SHERIFF, *MARSHAL, *(name for name in POLICE if "police" in name), "pd"})
"""Agencies that no state has: a state's department of public safety has offices in cities."""


def is_minor_division(word: str, state: str | None) -> bool:
    """True for a designator that names a township, or a town where towns are not municipalities."""
    return word in TOWNSHIPS or (word == "town" and state in TOWNS_AND_CITIES)
