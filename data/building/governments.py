"""What a place is besides its name: one government with its county, incorporated, counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from building.census_places import CensusPlace, miles
from building.files import Row
from building.names import bare, contains, same_name

# A city and its county under one government, by FIPS code. Independent cities are found by name.
CONSOLIDATED = {
    "02020": "Anchorage",
    "02110": "Juneau",
    "02220": "Sitka",
    "02275": "Wrangell",
    "06075": "San Francisco",
    "08014": "Broomfield",
    "08031": "Denver",
    "11001": "Washington",
    "13021": "Macon",
    "13053": "Cusseta",
    "13059": "Athens",
    "13215": "Columbus",
    "13239": "Georgetown",
    "13245": "Augusta",
    "20071": "Tribune",
    "21067": "Lexington",
    "21111": "Louisville",
    "22071": "New Orleans",
    "25019": "Nantucket",
    "30023": "Anaconda",
    "30093": "Butte",
    "42101": "Philadelphia",
    "47037": "Nashville",
    "47127": "Lynchburg",
    "47169": "Hartsville",
}
# The same, where the people of the city alone are known: places.csv has these, the graph the county's.
CITY_ALONE_KNOWN = {
    "02100": "Haines",
    "02230": "Skagway",
    "02282": "Yakutat",
    "12031": "Jacksonville",
    "13101": "Statenville",
    "13307": "Preston",
    "15003": "Honolulu",
    "18097": "Indianapolis",
    "20209": "Kansas City",
    "22033": "Baton Rouge",
    "22055": "Lafayette",
    "22109": "Houma",
}
CONSOLIDATED_AS_OF = "2023-07"  # the date of the county estimates
LISTED_AS_OF = "2025-01"
TERRITORIES_AS_OF = "2020-04"  # the Census, as for the county equivalents of the territories
# States whose towns or townships have governments, and bear the names of villages within them.
TOWNSHIPS = {"CT", "MA", "ME", "NH", "RI", "VT", "NJ", "NY", "PA", "OH", "IN", "IL", "MI", "WI", "MN", "MO"}
TOWNSHIPS |= {"KS", "NE", "ND", "SD"}
OUTDATED = 1.25
PART_OF_CITY = 20_000  # people of a city whose parts GeoNames may list with all of its people
ALIKE = (0.7, 1 / 0.7)
NEAR_MILES = 15.0
SAME_POINT_MILES, PART_MILES = 0.1, 5.0
HISTORICAL = " (historical)"


def described(place: Row, listed: CensusPlace | None, county: Row) -> Row:
    """People, density and incorporation of a place, where a source has them; empty is unknown.

    The list's people are those of the urban area in principal cities: never fewer than the place's own. So it
    corrects a count that is larger, unless that is a township's, which the list does not have.
    """
    own = {
        "density": f"{listed.density:.4f}" if listed is not None and listed.density else "",
        "incorporated": "" if listed is None else str(listed.incorporated).lower(),
    }
    of_county = {"population": county["population"]}
    if is_whole_county(place, county):
        density = own["density"] or county["density"]
        return of_county | {
            "population_as_of": CONSOLIDATED_AS_OF,
            "density": density,
            "incorporated": "true",
        }
    if listed is not None and place["population"] > OUTDATED * listed.population > 0:
        if place["state"] in TOWNSHIPS and not listed.incorporated:
            return {"density": "", "incorporated": ""}
        return own | {"population": listed.population, "population_as_of": LISTED_AS_OF}
    if place["state"] == "PR" and place["population"] > county["population"]:
        # The largest place of a municipio, with the people that all of it had before.
        return own | of_county | {"population_as_of": TERRITORIES_AS_OF}
    return own


def is_whole_county(place: Row, county: Row) -> bool:
    """True for an independent or consolidated city whose people are its county's."""
    name = county["name"]
    own = (
        name.removesuffix(" city") if name.endswith((" city", " City")) else CONSOLIDATED.get(county["fips"])
    )
    return own is not None and same_name(place["name"], own)


def is_one_government(place: Row, county: Row) -> bool:
    """True for a city that is one government with its county."""
    alone = CITY_ALONE_KNOWN.get(county["fips"])
    return is_whole_county(place, county) or (alone is not None and same_name(place["name"], alone))


def find_doubles(places: list[Row], matches: Mapping[str, CensusPlace | None]) -> dict[str, str]:
    """Key of a double → key of its place.

    Of equal names that one listed place bears, or that are not listed, in one county, all but the one with
    most people. A part of a city that is not listed, with about the people of the city. And what is no longer
    a place, but a part of one.
    """
    doubles: dict[str, str] = {}
    bearers, cities = defaultdict(list), defaultdict(list)
    for place in places:
        listed = matches[place["key"]]
        if listed is not None and same_name(place["name"], listed.name):
            bearers[listed].append(place)
        if listed is not None and place["population"] >= PART_OF_CITY:
            cities[place["state"]].append(place)
    for group in bearers.values():
        main, *others = sorted(group, key=lambda place: (-place["population"], place["key"]))
        doubles |= {other["key"]: main["key"] for other in others}
    doubles |= _equal_names([place for place in places if place["key"] not in doubles], matches)
    doubles |= _former_places(places)
    for place in places:
        found = (
            []
            if matches[place["key"]]
            else [city for city in cities[place["state"]] if _is_part(place, city)]
        )
        if found:
            doubles[place["key"]] = max(found, key=lambda city: len(city["name"]))["key"]
    return doubles


def _equal_names(places: list[Row], matches: Mapping[str, CensusPlace | None]) -> dict[str, str]:
    """Of equal names in one county, of which one at most is listed, all but that or the largest."""
    named = defaultdict(list)
    for place in places:
        named[place["county_fips"], "".join(bare(place["name"]))].append(place)
    doubles: dict[str, str] = {}
    for group in named.values():
        main, *others = sorted(
            group, key=lambda place: (matches[place["key"]] is None, -place["population"], place["key"])
        )
        doubles |= {other["key"]: main["key"] for other in others if matches[other["key"]] is None}
    return doubles


def is_former(place: Row) -> bool:
    """True for a place that GeoNames marks as one that was."""
    return bool(place["name"].endswith(HISTORICAL))


def _former_places(places: list[Row]) -> dict[str, str]:
    """Former places with another name today, or with theirs in it: Central Valley, Norwood Young America."""
    doubles: dict[str, str] = {}
    for place in filter(is_former, places):
        own = place | {"name": place["name"].removesuffix(HISTORICAL)}
        found = [
            other
            for other in places
            if other["county_fips"] == place["county_fips"]
            and not is_former(other)
            and (
                miles(place, other) <= SAME_POINT_MILES
                or (miles(place, other) <= PART_MILES and contains(other["name"], own["name"]))
            )
        ]
        if found:
            doubles[place["key"]] = min(found, key=lambda other: miles(place, other))["key"]
    return doubles


def _is_part(place: Row, city: Row) -> bool:
    least, most = ALIKE
    return (
        least <= place["population"] / city["population"] <= most
        and contains(place["name"], city["name"])
        and miles(place, city) <= NEAR_MILES
    )
