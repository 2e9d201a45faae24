"""Places: GeoNames' populated places of the states, DC and Puerto Rico, each with its county."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path

from building.areas import located
from building.census_places import CensusPlace, CensusPlaces, miles
from building.files import Row
from building.governments import HISTORICAL, described, find_doubles, is_former, is_one_government
from building.names import other_names, same_name
from building.outlines import Outlines, nearest
from shapely.geometry import Point

PLACES_AS_OF = "2023-03"  # newest row of the GeoNames snapshot: 2023-03-03

# The five boroughs: counties of one city that is a place of its own.
BOROUGHS = {"5110302", "5110266", "5125771", "5133273", "5139568"}
# Cities that lie in more than one county, so that they may outnumber the county of their point.
MULTI_COUNTY = {5128581: "New York City", 5516233: "Amarillo"}
MOST_OF_COUNTY = 1.25
# GeoNames' county is believed up to here from its outline, degrees (about 2 miles): outlines are generalized.
NEAR = 0.03


def read_places(
    geonames: Path, listed: CensusPlaces, counties: list[Row], states: list[Row], outlines: Outlines
) -> tuple[list[Row], list[Row]]:
    """Populated places that are kept, and those that were left out or that an operator should look at."""
    find = county_finder({state["code"]: state["fips"] for state in states}, outlines)
    by_fips = {county["fips"]: county for county in counties}
    found = [_place(row, find(row)) for row in read_geonames(geonames)]
    matches = {place["key"]: listed.find(place) for place in found}
    doubles = find_doubles(found, matches)
    places, review = [], []
    for place in found:
        county = by_fips[place["county_fips"]]
        too_many = place["population"] > MOST_OF_COUNTY * county["population"]
        if main := doubles.get(place["key"]):
            review.append(questioned(place, county, f"dropped: the same place as {main}"))
        elif is_former(place):
            review.append(questioned(place, county, "dropped: no longer a place"))
        elif too_many and place["geonames_id"] not in MULTI_COUNTY:
            review.append(questioned(place, county, "dropped: more people than 1.25 × its county"))
        else:
            places.append(place | described(place, matches[place["key"]], county))
            if is_one_government(place, county):
                review.append(questioned(place, county, f"kept: one government with {county['key']}"))
    add_zips(places, matches)
    add_names(places, [place for place in found if place["key"] in doubles], doubles)
    places.sort(key=lambda place: place["key"])
    review += cannot_both_fit(places, by_fips)
    return places, sorted(review, key=lambda place: place["key"])


def add_names(places: list[Row], others: list[Row], doubles: dict[str, str]) -> None:
    """Adds to each place the names of its doubles."""
    names = defaultdict[str, set[str]](set)
    for double in others:
        names[doubles[double["key"]]].add(double["name"].removesuffix(HISTORICAL))
    for place in places:
        new = names[place["key"]] - {place["name"]}
        place["other_names"] = "|".join(sorted(new | set(filter(None, place["other_names"].split("|")))))


def add_zips(places: list[Row], matches: Mapping[str, CensusPlace | None]) -> None:
    """Adds ZIP codes. Of several places that match one of the list, the nearest of its name has them.

    A village's are not those of a town around it: a place that `described` did not take for the listed one.
    """
    own: dict[CensusPlace, Row] = {}
    for place in sorted(places, key=lambda place: place["key"]):
        if (listed := matches[place["key"]]) and place["incorporated"]:
            own[listed] = min(own.get(listed, place), place, key=partial(_farness, listed))
    for listed, place in own.items():
        place["zips"] = "|".join(listed.zips)


def _farness(listed: CensusPlace, place: Row) -> tuple[bool, float]:
    return not same_name(place["name"], listed.name), miles(place, listed)


def _place(row: dict[str, str], county_fips: str) -> Row:
    return (
        {"key": f"us-place:{row['id']}", "geonames_id": int(row["id"]), "name": row["name"]}
        | {"state": row["state"], "county_fips": county_fips}
        | {"population": int(row["population"]), "population_as_of": PLACES_AS_OF}
        | {"density": "", "incorporated": ""}
        | located(float(row["latitude"]), float(row["longitude"]))
        | {"other_names": "|".join(other_names(row["name"], row["alternates"])), "zips": ""}
    )


def read_geonames(path: Path) -> Iterator[dict[str, str]]:
    """Rows with people. In Puerto Rico the first division of the country is the municipio."""
    columns = {0: "id", 1: "name", 3: "alternates", 4: "latitude", 5: "longitude", 14: "population"}
    divisions = {"US": {10: "state", 11: "county"}, "PR": {8: "state", 10: "county"}}
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if cells[8] in divisions and cells[0] not in BOROUGHS and int(cells[14]) > 0:
                yield {name: cells[index] for index, name in (columns | divisions[cells[8]]).items()}


def county_finder(state_fips: dict[str, str], outlines: Outlines) -> Callable[[dict[str, str]], str]:
    """A function from a GeoNames row to the FIPS of its county of 2023.

    GeoNames' own county unless it is no county of 2023 (Connecticut's are not), or lies far from the point;
    then the county of the same state that holds the point, or for a point off the coast the nearest one.
    """
    by_state = defaultdict(list)
    for fips in outlines:
        by_state[fips[:2]].append(fips)

    def find(row: dict[str, str]) -> str:
        point = Point(float(row["longitude"]), float(row["latitude"]))
        own = state_fips[row["state"]] + row["county"]
        if own in outlines and outlines[own].distance(point) <= NEAR:
            return own
        return nearest(outlines, by_state[own[:2]], point)

    return find


def cannot_both_fit(places: list[Row], by_fips: dict[str, Row]) -> Iterator[Row]:
    """Places that, with the largest place of their county, hold more people than 1.25 × the county."""
    ordered = sorted(places, key=lambda place: (place["county_fips"], -place["population"], place["key"]))
    for fips, group in groupby(ordered, key=lambda place: place["county_fips"]):
        largest, *others = group
        for place in others:
            if place["population"] + largest["population"] > MOST_OF_COUNTY * by_fips[fips]["population"]:
                reason = f"kept: with {largest['name']} more people than 1.25 × their county"
                yield questioned(place, by_fips[fips], reason)


def questioned(place: Row, county: Row, reason: str) -> Row:
    row = {name: place[name] for name in ("key", "name", "state", "population", "county_fips")}
    return row | {"county_population": county["population"], "reason": reason}
