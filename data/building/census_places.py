"""Places of the Census Bureau by SimpleMaps' list: own density, incorporated or not, and ZIP codes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from building.files import Row, read_csv
from building.names import same_name, spelled

NEAR_MILES = 10.0
IN_COUNTY_MILES = 40.0
SQUARE_KM_PER_SQUARE_MILE = 2.589988


class CensusPlace(NamedTuple):
    """`population` is the urban area's in principal cities; `density`, per square mile, is its own."""

    name: str
    county: str
    latitude: float
    longitude: float
    population: int
    density: float
    incorporated: bool
    zips: tuple[str, ...]


class CensusPlaces:
    """The list, by state and name."""

    def __init__(self, path: Path) -> None:
        self._named = defaultdict[tuple[str, tuple[str, ...]], list[CensusPlace]](list)
        for row in read_csv(path):
            place = CensusPlace(
                row["name"],
                row["county_fips"],
                float(row["latitude"]),
                float(row["longitude"]),
                int(row["population_urban"]),
                float(row["density_per_sq_km"]) * SQUARE_KM_PER_SQUARE_MILE,
                row["incorporated"] == "true",
                tuple(sorted(row["zips"].split())),
            )
            self._named[row["state"], spelled(place.name)].append(place)

    def others(self, places: Iterable[Row]) -> list[Row]:
        """The places of the list that none of ours is, by state and name: real names without a node."""
        found = {self.find(place) for place in places}
        return sorted(
            (
                {"name": each.name, "state": state, "county_fips": each.county}
                for (state, _), those in self._named.items()
                for each in those
                if each not in found
            ),
            key=lambda row: (row["state"], row["name"], row["county_fips"]),
        )

    def find(self, place: Row) -> CensusPlace | None:
        """The place of this name: in its county, or near it; an equal name before another spelling."""
        names = [place["name"], *filter(None, place["other_names"].split("|"))]
        found = [
            (not same_name(each.name, place["name"]), distance, each)
            for key in dict.fromkeys((place["state"], spelled(name)) for name in names)
            for each in self._named[key]
            if (distance := miles(place, each))
            <= (IN_COUNTY_MILES if each.county == place["county_fips"] else NEAR_MILES)
        ]
        return min(found)[2] if found else None


def miles(place: Row, other: CensusPlace | Row) -> float:
    """Statute miles between two points, on a plane: enough for names that are a county apart."""
    there = other._asdict() if isinstance(other, CensusPlace) else other
    latitude = float(place["latitude"])
    north = float(there["latitude"]) - latitude
    east = (float(there["longitude"]) - float(place["longitude"])) * math.cos(math.radians(latitude))
    return 69.0 * math.hypot(north, east)
