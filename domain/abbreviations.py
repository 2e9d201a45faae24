"""Short forms of the words of names, as `domain.plain` leaves them: lower case, no accents, no points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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

OFFICES: Final[Mapping[str, tuple[str, ...]]] = {
    "dps": ("department of public safety",),
    "pd": ("police department",),
    "so": ("sheriff's office", "sheriff office", "sheriff's department"),
}
"""Short forms of several words only where they come last, in the names of agencies: "Houston PD"."""
