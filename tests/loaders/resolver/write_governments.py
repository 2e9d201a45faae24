"""Writes `loaders/resolver/governments.csv`: 2,000 names of ten kinds of governments, with what they mean.

`python tests/loaders/resolver/write_governments.py`. Same data, same bytes. The names are those of public
lists (the FBI's agencies, the Census Bureau's counties); they are written as registers of agencies write
them, in forms that were put down here before the resolver's rules on them, which this script does not know.

`key` holds what is meant. It is empty where our data have no such jurisdiction: to resolve the name is wrong.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from domain.city_counties import CITY_COUNTIES  # noqa: E402
from domain.states import TERRITORIES  # noqa: E402

DATA = ROOT / "data"
GOVERNMENTS = ROOT / "loaders" / "resolver" / "governments.csv"
SEED = 20261130
EACH = 200
"""Names of one kind."""
TOWNS_ARE_GOVERNMENTS = {"CT", "MA", "ME", "NH", "NY", "RI", "VT", "WI"}
"""States whose towns may surround a city or village of their name (Census Bureau)."""

random_ = random.Random(SEED)

Row = dict[str, str]


class Line(NamedTuple):
    """A row of the file."""

    kind: str
    name: str
    state: str
    jurisdiction_type: str
    key: str


COUNTY = (
    "{}",
    "County of {core}",
    "{core} County Government",
    "{core} County Board of Commissioners",
    "{core} Co",
    "{} Health Department",
    "{core} County Jail",
)
COUNTY_POLICE = (
    "{core} County Police Department",
    "{core} County Police",
    "{core} Co Police Dept",
    "{core} County PD",
    "{core} COUNTY POLICE DEPT",
    "{core} CO. P.D.",
    "{core} County Bureau of Police",
)
COUNTY_POLICE_BY_TYPE = ("{core} Police Department", "{core} PD", "{core} POLICE DEPT")
"""Without the word County: the row's type says it."""
SHERIFF = (
    "{} Sheriff's Office",
    "{} Sheriff's Department",
    "{} Sheriffs Dept",
    "{} SO",
    "{core} CO SHERIFF'S OFFICE",
    "Sheriff of {core} County",
    "{core} Sheriff's Office",
    "{core} County Sheriff's Ofc",
)
MUNICIPALITY = (
    "{} Police Department",
    "{} Police Dept",
    "{} PD",
    "City of {}",
    "City of {} Police Department",
    "{}, City of",
    "{} CITY POLICE DEPT",
    "{}",
    "{} Department of Public Safety",
)
TOWNSHIP = (
    "{} Township",
    "{} Twp",
    "{} Township Police Department",
    "{} TWP POLICE DEPT",
    "Township of {}",
    "{}, Township of",
    "{} Twp. PD",
)
TOWN = (
    "Town of {}",
    "{}, Town of",
    "Town of {} Police Department",
    "{} TOWN POLICE DEPT",
    "TOWN OF {}",
)
STATE_POST = (
    "{agency}: {post}",
    "{agency}, {post}",
    "{where} {agency}",
    "{where} {agency} - {post}",
    "{AGENCY} {POST}",
    "{agency} Troop B",
)
TRIBE = (
    "{}",
    "{} Police Department",
    "{} PD",
    "{core} Tribal Police",
    "{core} TRIBAL PD",
    "{core} Tribe Police Department",
)
CAMPUS = (
    "{}",
    "{} Police Department",
    "{} Campus Police",
    "{} POLICE DEPT",
    "{} Department of Public Safety",
)
DISTRICT = (
    "{city} Independent School District Police Department",
    "{city} Public Schools",
    "{city} International Airport Police",
    "{city} Transit Police",
    "{city} Housing Authority Police Department",
    "{city} Port Authority",
    "{county} School District",
    "{county} Airport Authority",
    "{county} Community College District",
    "{city} Park District Police",
)


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("saint", "st"))


def written(forms: Sequence[str], state: str, **names: str) -> tuple[str, str]:
    """A name in one of the forms, and its state: beside it, or in the text."""
    form = random_.choice(forms)
    text = form.format(names.pop("name", ""), **names)
    if re.sub(r"{\w*}", "", form).isupper() or random_.random() < 0.25:
        text = text.upper()
    pick = random_.random()
    if pick < 0.1:
        return f"{text}, {state}", ""
    return (f"{text}, {state}", state) if pick < 0.2 else (text, state)


def typed(kind: str) -> str:
    """A type of jurisdiction in every third row."""
    return kind if random_.random() < 1 / 3 else ""


def core(name: str) -> str:
    """A county's name without what it is."""
    return re.sub(r" (County|Parish|Borough|Census Area|Municipality|City and Borough)$", "", name)


def police_of(agency: Row) -> str:
    """The name of the government of a police department."""
    return re.sub(r" (Police|Public Safety) Department.*$| Department of Public Safety$", "", agency["name"])


class World:
    """The lists, drawn in an order by lot."""

    def __init__(self) -> None:
        agencies = [one for one in read("law_enforcement_agencies.csv") if one["state"] not in TERRITORIES]
        self.by_type = defaultdict[str, list[Row]](list)
        for one in random_.sample(agencies, len(agencies)):
            self.by_type[one["type"]].append(one)
        counties = [one for one in read("counties.csv") if one["state"] not in TERRITORIES]
        self.counties = [
            one for one in random_.sample(counties, len(counties)) if core(one["name"]) != one["name"]
        ]
        self.county = {one["key"]: one for one in counties}
        self.places = {one["key"]: one for one in read("places.csv")}
        self.names = {one["code"]: one["name"] for one in read("states.csv")}
        self.bearers = Counter((one["state"], letters(one["name"])) for one in self.places.values())
        self.called = defaultdict[tuple[str, str], list[str]](list)
        for one in self.places.values():
            self.called[one["state"], one["name"]].append(one["key"])
        self.police = Counter((one["state"], letters(police_of(one))) for one in self.by_type["City"])

    def single(self, agency: Row) -> bool:
        """True where no other place, and no other police, of the state has the name."""
        name = agency["state"], letters(police_of(agency))
        return self.bearers[name] == 1 and self.police[name] == 1

    def cities(self) -> Iterator[tuple[Row, Row]]:
        """Police of cities and towns that are in our data, each with its place."""
        for one in self.by_type["City"]:
            place = self.places.get(one["jurisdiction_key"])
            if place and self.single(one) and letters(place["name"]) == letters(police_of(one)):
                yield one, place


def government(key: str) -> str:
    return CITY_COUNTIES.get(key, key)


def counties(world: World) -> Iterator[Line]:
    for one in world.counties:
        name, state = written(COUNTY, one["state"], name=one["name"], core=core(one["name"]))
        yield Line("county", name, state, typed("county"), government(one["key"]))


def county_police(world: World) -> Iterator[Line]:
    listed = [
        world.county[one["jurisdiction_key"]]
        for one in world.by_type["County"]
        if "Police" in one["name"] and one["jurisdiction_key"] in world.county
    ]
    while True:
        for county in listed:
            if random_.random() < 0.25:
                name, state = written(COUNTY_POLICE_BY_TYPE, county["state"], core=core(county["name"]))
                yield Line("county police", name, state, "county", government(county["key"]))
            else:
                name, state = written(COUNTY_POLICE, county["state"], core=core(county["name"]))
                yield Line("county police", name, state, typed("county"), government(county["key"]))


def sheriffs(world: World) -> Iterator[Line]:
    for one in world.by_type["County"]:
        county = world.county.get(one["jurisdiction_key"])
        if "Sheriff" in one["name"] and county and core(county["name"]) != county["name"]:
            name, state = written(SHERIFF, one["state"], name=county["name"], core=core(county["name"]))
            yield Line("sheriff", name, state, typed("county"), government(county["key"]))


def municipalities(world: World) -> Iterator[Line]:
    for one, place in world.cities():
        towns = one["state"] in TOWNS_ARE_GOVERNMENTS
        if place["incorporated"] == "true" and not (towns and int(place["population"]) < 5000):
            name, state = written(MUNICIPALITY, one["state"], name=police_of(one))
            yield Line("municipality", name, state, typed("city"), government(place["key"]))


def townships(world: World) -> Iterator[Line]:
    for one in world.by_type["City"]:
        name = police_of(one)
        if not name.endswith(" Township") or world.police[one["state"], letters(name)] > 1:
            continue
        text, state = written(TOWNSHIP, one["state"], name=name.removesuffix(" Township"))
        called = [
            key
            for key in world.called[one["state"], name]
            if world.places[key]["county_fips"] in one["county_fips"]
        ]
        yield Line("township", text, state, typed("city"), one["jurisdiction_key"] or "".join(called))


def towns(world: World) -> Iterator[Line]:
    for one, place in world.cities():
        is_town = place["incorporated"] != "true"
        if is_town if one["state"] in TOWNS_ARE_GOVERNMENTS else int(place["population"]) < 30_000:
            name, state = written(TOWN, one["state"], name=police_of(one))
            yield Line("town", name, state, typed("city"), government(place["key"]))


def state_posts(world: World) -> Iterator[Line]:
    for one in world.by_type["State Police"]:
        agency, _, post = one["name"].partition(": ")
        if post:
            name = world.names[one["state"]]
            names = {"agency": agency, "post": post, "AGENCY": agency.upper(), "POST": post.upper()}
            text, state = written(STATE_POST, one["state"], where=name, **names)
            yield Line("state post", text, state, typed("state"), f"us-state:{one['state']}")


def tribes(world: World) -> Iterator[Line]:
    while True:
        for one in world.by_type["Tribal"]:
            name, state = written(
                TRIBE, one["state"], name=one["name"], core=one["name"].removesuffix(" Tribal")
            )
            yield Line("tribe", name, state, typed("tribal"), "")


def campuses(world: World) -> Iterator[Line]:
    for one in world.by_type["University or College"]:
        name, state = written(CAMPUS, one["state"], name=one["name"])
        yield Line("campus", name, state, typed("campus"), one["jurisdiction_key"])


def districts(world: World) -> Iterator[Line]:
    listed = [
        one["name"]
        for one in world.by_type["Other"]
        if not re.search(r"County|Independent School District:|Task Force|Detective", one["name"])
    ]
    of_list = [one for one in world.by_type["Other"] if one["name"] in listed]
    for one in of_list[: EACH // 3]:
        name, state = written(("{}",), one["state"], name=one["name"])
        yield Line("special district", name, state, "", "")
    for (one, place), county in zip(world.cities(), world.counties, strict=False):
        form = random_.choice(DISTRICT)
        there = place["state"] if "{city}" in form else county["state"]
        name, state = written((form,), there, city=police_of(one), county=county["name"])
        yield Line("special district", name, state, "", "")


KINDS: Sequence[Callable[[World], Iterator[Line]]] = (
    counties,
    county_police,
    sheriffs,
    municipalities,
    townships,
    towns,
    state_posts,
    tribes,
    campuses,
    districts,
)


def main() -> None:
    """Writes the file: the first names of each kind that were not there before."""
    world = World()
    seen = set[tuple[str, str, str]]()
    with GOVERNMENTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Line._fields)
        for lines in KINDS:
            count = 0
            for line in lines(world):
                given = (line.name.casefold(), line.state, line.jurisdiction_type)
                if given not in seen:
                    seen.add(given)
                    writer.writerow(line)
                    count += 1
                if count == EACH:
                    break


if __name__ == "__main__":
    main()
