"""Few values, so that they meet again: the same in graphs, in filters and in other graphs."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

TEXTS: Final = [
    "", "a", "A", "Doña Ana", "DOÑA ana", "O'Brien", "o’b", "Don\u0303a Ana", 'say "x"', "back\\slash",
    "⚓ 🚢", "\uff5e", "straße", "STRASSE", "Σίσυφος", "100 %", "b.*", "{$p0}", "line\nbreak", "%41",
]  # fmt: skip
CODES: Final = ["AB", "ab", "ABC", "", "Ñ", "`"]
KEYS: Final = ["s:1", "s:10", "s:2", "S:2", "s:é", "s:'\"\\", "s:🚢", "p:1", "p:2", "p: ", "p:}"]
INTS: Final = [0, 1, 2, 3, 7, -3, 2**31 - 1, -(2**31)]
FLOATS: Final = [0.0, 1.5, -2.25, 3.0, 1e6, 0.125]
"""Sums of these are exact, in whatever order they are added."""
MONTHS: Final = ["2019-12", "2020-01", "2020-03", "2020-04", "2021-11"]
MOMENTS: Final = [
    "2020-01-01T00:00:01Z",
    "2020-01-01T00:00:02Z",
    "2020-06-30T23:59:59.5Z",
    "2021-12-31T23:00:01Z",
]
OTHER_MOMENTS: Final = ["2020-01-01T01:00:01+01:00", "2020-01-01T00:00:02"]
"""The first two, spelled otherwise."""
TAGS: Final = ["a", "A", "", "🚢"]
PLACES: Final = [(0.0, 0.0), (45.5, -122.75), (45.5, -122.5), (-33.0, 151.0), (10.0, 179.5), (10.0, -179.5)]
DEGREES: Final = {"latitude": [0.0, 45.5, -33.0, 10.0], "longitude": [0.0, -122.75, 151.0, 179.5, -179.5]}
BORDERS: Final = {
    "south": [-90.0, -33.0, 0.0, 45.5], "north": [90.0, 45.5, 10.0, 0.0],
    "west": [-180.0, 179.5, -122.75, 0.0], "east": [180.0, -122.5, -179.5, 0.0],
}  # fmt: skip
MILES: Final = [0.0, 13.0, 500.0, 7000.0, 12500.0]


def _id(type: str, key: str) -> str:
    return b64encode(f"{type}:{key}".encode()).decode()


IDS: Final = [
    *3 * [_id("Ship" if key[0] in "sS" else "Port", key) for key in KEYS],
    *(_id(type, "s:1") for type in ("Boat", "Port", "Query")),
    "s:1",
]
"""Ids of nodes that there may be; of an unknown type, of another type, of a root type; and no id."""

BY_TYPE: Final[dict[str, list[Any]]] = {
    "String": TEXTS,
    "ID": IDS,
    "Int": INTS,
    "Float": FLOATS,
    "Month": [*MONTHS, *MONTHS, *MONTHS, *MONTHS, "2020-13"],
    "DateTime": [*MOMENTS, *OTHER_MOMENTS],
}
BY_FIELD: Final[dict[str, list[Any]]] = {
    "key": [*KEYS, ":"],
    "code": [*CODES, "B"],
    "tags": TAGS,
    "names": TAGS,
    "goods": TAGS,
    "count": [0, 1, 2, 3],
    "miles": MILES,
    **DEGREES,
    **BORDERS,
}
"""By the name of the field that a filter is of."""
