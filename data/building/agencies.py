"""Law-enforcement agencies: the FBI's list of 2018 with county codes, points and what they police."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from building.areas import located
from building.files import Row, read_csv
from building.names import GOVERNMENTS, spelled, spelled_out
from building.outlines import Outlines, nearest
from shapely.geometry import Point

POSTAL = {"NB": "NE", "GM": "GU"}
"""Nebraska and Guam as the FBI writes them."""
COUNTY_WORDS = {"county", "parish", "borough", "municipality", "census", "area", "city", "and"}
POLICE_WORDS = {
    "police",
    "department",
    "dept",
    "pd",
    "public",
    "safety",
    "division",
    "bureau",
    "marshal",
    "s",
}
POLICE_WORDS |= {"office", "services", "force", "metro", "metropolitan", "consolidated", "unified", "law"}
POLICE_WORDS |= {"enforcement", "protective", "agency"}
TOWNSHIP = {"township", "twp", "charter"}


def read_agencies(
    path: Path, counties: list[Row], places: list[Row], campuses: list[Row], outlines: Outlines
) -> list[Row]:
    """Every agency of the list, by ORI. Of several with the name of one place, the plainest name is its."""
    find = Finder(counties, places, campuses, outlines)
    agencies = sorted((_agency(row, find) for row in read_csv(path)), key=lambda row: row["ori"])
    named = defaultdict[str, list[Row]](list)
    for agency in agencies:
        if agency["jurisdiction_key"].startswith("us-place:"):
            named[agency["jurisdiction_key"]].append(agency)
    for group in named.values():
        _, *others = sorted(group, key=lambda agency: (len(spelled_out(agency["name"])), agency["ori"]))
        for other in others:
            other["jurisdiction_key"] = ""
    return agencies


def _agency(row: Mapping[str, str], find: Finder) -> Row:
    state = POSTAL.get(row["state"], row["state"])
    point = _point(row)
    counties = find.counties(state, row["county_names"].split(" ; "), point)
    policed = find.policed(row, state, counties)
    if policed and (county := find.county_of.get(policed)) and county not in counties:
        counties = [county]  # a county of 2018 that is divided now
    return {
        "ori": row["ori"],
        "name": row["name"].strip(),
        "type": row["type"],
        "state": state,
        "county_fips": "|".join(counties),
        **(located(*point) if point else {"latitude": "", "longitude": ""}),
        "jurisdiction_key": policed,
    }


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    return (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None


class Finder:
    """Counties by name or point, places by the name of their police."""

    def __init__(
        self, counties: list[Row], places: list[Row], campuses: list[Row], outlines: Outlines
    ) -> None:
        self._campuses = {(campus["state"], campus["name"]): campus["key"] for campus in campuses}
        self._outlines = outlines
        self._counties = defaultdict[tuple[str, tuple[str, ...]], list[str]](list)
        self._of_state = defaultdict[str, list[str]](list)
        for county in counties:
            self._of_state[county["state"]].append(county["fips"])
            for name in (county["name"], *filter(None, county["other_names"].split("|"))):
                for words in {spelled_out(name), _without(spelled_out(name), COUNTY_WORDS)}:
                    self._counties[county["state"], words].append(county["fips"])
        self._places = defaultdict[tuple[str, tuple[str, ...]], list[Row]](list)
        self.county_of = {place["key"]: place["county_fips"] for place in places}
        for place in places:
            names = [place["name"], *filter(None, place["other_names"].split("|"))]
            for words in {spelled(name) for name in names}:
                self._places[place["state"], words].append(place)

    def counties(self, state: str, names: Sequence[str], point: tuple[float, float] | None) -> list[str]:
        """The counties of these names; of none, the one that holds the point or is nearest to it."""
        found = [fips for name in names if name for fips in self._named(state, name)]
        if found or point is None or not self._of_state[state]:
            return list(dict.fromkeys(found))
        return [nearest(self._outlines, self._of_state[state], Point(point[1], point[0]))]

    def _named(self, state: str, name: str) -> list[str]:
        words = spelled_out(name)
        return (
            self._counties.get((state, words))
            or self._counties.get((state, (*words, "county")))
            or self._counties.get((state, _without(words, COUNTY_WORDS)), [])
        )[:1]

    def policed(self, row: Mapping[str, str], state: str, counties: list[str]) -> str:
        """The key of what it polices; empty where that is no jurisdiction of ours."""
        match row["type"]:
            case "County":
                return f"us-county:{counties[0]}" if len(counties) == 1 else ""
            case "State Police":
                return "" if row["county_names"] else f"us-state:{state}"
            case "City":
                return self._place(row["name"], state, counties, divided=state == "CT")
            case "University or College":
                return str(self._campuses.get((state, row["name"].strip()), ""))
            case _:
                return ""

    def _place(self, agency: str, state: str, counties: list[str], *, divided: bool) -> str:
        """The place of the agency's name in its counties; a township is not the city of its name."""
        words = spelled_out(agency)
        name = tuple(word for word in words if word not in POLICE_WORDS and word not in GOVERNMENTS)
        township = bool(TOWNSHIP & set(name))
        name = tuple(word for word in name if word not in TOWNSHIP | {"borough"})
        found = [
            place
            for place in self._places.get((state, name), [])
            if (divided or not counties or place["county_fips"] in counties)
            and not (township and place["incorporated"])
        ]
        ordered = sorted(found, key=lambda place: (-int(place["population"]), place["key"]))
        return str(ordered[0]["key"]) if ordered else ""


def _without(words: Iterable[str], left_out: set[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in left_out)
