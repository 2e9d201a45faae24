from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from domain.city_counties import CITY_COUNTIES
from domain.same_places import SAME_PLACES
from domain.states import TERRITORIES
from domain.vocabulary import JurisdictionKind as Kind
from loaders.bundled.jurisdictions import read_adjacency, read_jurisdictions
from loaders.bundled.reference import data_folder
from loaders.bundled.resolver import bundled_resolver
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import How, Resolved
from loaders.resolver.resolver import Resolver

FILES = sorted(
    path
    for path in data_folder().iterdir()
    if path.suffix in {".csv", ".jsonl", ".md"} or path.name == "NOTICE"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"(?<![\d.])(?:\+?1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)")


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return bundled_resolver()


@pytest.fixture(scope="module")
def jurisdictions() -> list[Jurisdiction]:
    return read_jurisdictions()


def rows(name: str) -> list[dict[str, str]]:
    with (data_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counts_are_those_of_the_country(jurisdictions: list[Jurisdiction]) -> None:
    counted = Counter(each.kind for each in jurisdictions)
    assert (counted[Kind.STATE], counted[Kind.COUNTY]) == (56, 3_235)
    assert (counted[Kind.CAMPUS], counted[Kind.REGION]) == (1, 1)
    assert counted[Kind.PLACE] == 21_193  # and 77 that are one with their county


def test_counties_and_states_both_add_up_to_the_national_total(jurisdictions: list[Jurisdiction]) -> None:
    for kind in (Kind.COUNTY, Kind.STATE):
        those = [each for each in jurisdictions if each.kind == kind]
        assert sum(each.population for each in those if each.state not in TERRITORIES) == 334_914_895
        assert sum(each.population for each in those if each.state in TERRITORIES) == 3_623_895


def test_only_the_territories_have_people_of_2020(jurisdictions: list[Jurisdiction]) -> None:
    years = {
        (each.state in TERRITORIES, each.population_year)
        for each in jurisdictions
        if each.kind == Kind.COUNTY
    }
    assert years == {(False, 2023), (True, 2020)}


def test_urban_classes_are_as_many_as_the_codes_of_2023_give(jurisdictions: list[Jurisdiction]) -> None:
    classes = Counter(each.urban_class for each in jurisdictions if each.kind == Kind.COUNTY)
    assert classes == {0: 483, 1: 398, 2: 371, 3: 660, 4: 1_321, None: 2}


@pytest.mark.parametrize(
    ("fips", "urban_class"),
    [
        *(("48201", 0), ("55025", 1), ("04025", 2), ("47113", 2), ("39053", 3), ("39079", 3), ("39105", 4)),
        *(("09110", 0), ("09150", 3), ("02063", 4), ("66010", 3), ("72001", 4), ("60030", None)),
    ],
)
def test_known_counties_have_their_class(
    jurisdictions: list[Jurisdiction], fips: str, urban_class: int | None
) -> None:
    assert next(one for one in jurisdictions if one.key == f"us-county:{fips}").urban_class == urban_class


def test_a_metropolitan_class_has_no_micropolitan_area(jurisdictions: list[Jurisdiction]) -> None:
    """An area of 2018 that the code of 2023 contradicts is left out."""
    metro = {each.cbsa for each in jurisdictions if each.kind == Kind.COUNTY and (each.urban_class or 9) < 3}
    other = {each.cbsa for each in jurisdictions if each.kind == Kind.COUNTY and (each.urban_class or 0) >= 3}
    assert metro & other == {None}


def test_a_place_lies_in_a_county_of_its_state_with_fewer_people(jurisdictions: list[Jurisdiction]) -> None:
    counties = {each.fips: each for each in jurisdictions if each.kind == Kind.COUNTY}
    too_large = []
    for place in (each for each in jurisdictions if each.kind == Kind.PLACE):
        county = counties[place.county]
        assert place.state == county.state, place.key
        if place.population > 1.25 * county.population:
            too_large.append(place.name)
    assert sorted(too_large) == ["Amarillo", "New York City"]  # cities in several counties


def test_the_boroughs_of_new_york_are_no_places() -> None:
    boroughs = {"Brooklyn", "Queens", "Manhattan", "The Bronx", "Staten Island"}
    assert not [row["key"] for row in rows("places.csv") if row["state"] == "NY" and row["name"] in boroughs]


def test_zip_codes_are_five_digits_in_order_and_those_of_the_region_of_their_state() -> None:
    first = {"PR": "0", "VT": "0", "NY": "01", "FL": "3", "TX": "78", "CA": "9", "AK": "9", "IL": "6"}
    for row in rows("places.csv"):
        codes = row["zips"].split("|") if row["zips"] else []
        assert codes == sorted(set(codes)), row["key"]
        assert all(re.fullmatch(r"[0-9]{5}", code) for code in codes), row["key"]
        assert all(code[0] in first.get(row["state"], code[0]) for code in codes), row["key"]


@pytest.mark.parametrize(
    ("key", "zips"),
    [
        ("us-place:5234372", "05401|05405|05406|05408"),  # Burlington, VT
        ("us-place:4562485", "00601"),  # Adjuntas, PR
        ("us-place:4164143", "33109|33119|33139|33140|33141|33239"),  # Miami Beach, FL
    ],
)
def test_known_places_have_their_zip_codes(key: str, zips: str) -> None:
    assert {row["key"]: row["zips"] for row in rows("places.csv")}[key] == zips


def test_the_page_of_the_data_counts_the_zip_codes() -> None:
    bearers = [row["zips"].split("|") for row in rows("places.csv") if row["zips"]]
    counted = Counter(code for codes in bearers for code in codes)
    alone = sum(count == 1 for count in counted.values())
    page = " ".join((data_folder() / "README.md").read_text(encoding="utf-8").split())
    assert (
        f"{len(bearers):,} places have some, {len(counted):,} codes in all, {alone:,} of them in one" in page
    )


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("us-place:4150115", "us-place:4150118"),  # Carrollwood and Carrollwood Village, FL
        ("us-place:5275191", "us-place:5275205"),  # Superior and Superior Village, WI
        ("us-place:4562831", "us-place:4562832"),  # Bayamón, PR, and a barrio of Cidra of this name
    ],
)
def test_of_places_that_one_listed_place_could_be_only_its_own_has_its_zip_codes(
    own: str, other: str
) -> None:
    zips = {row["key"]: row["zips"] for row in rows("places.csv")}
    assert zips[own]
    assert not zips[other]


def test_puerto_ricos_places_lie_in_municipios_with_their_own_figures() -> None:
    places = [row for row in rows("places.csv") if row["state"] == "PR"]
    assert len(places) == 226
    assert all(row["county_fips"].startswith("72") for row in places)
    assert sum(bool(row["density"]) for row in places) == sum(bool(row["zips"]) for row in places) == 212
    assert {row["incorporated"] for row in places} == {"", "false"}
    people = {row["fips"]: int(row["population"]) for row in rows("counties.csv")}
    assert all(int(row["population"]) <= people[row["county_fips"]] for row in places)
    assert len({row["county_fips"] for row in places}) == 78


def test_what_was_dropped_is_listed_and_what_is_doubtful_is_kept() -> None:
    kept = {row["key"] for row in rows("places.csv")}
    for row in rows("places_review.csv"):
        assert (row["key"] in kept) == row["reason"].startswith("kept"), row["key"]
    assert "us-place:4295940" in {row["key"] for row in rows("places_review.csv")}  # Ironville


def test_the_doubles_that_were_left_out_are_those_that_the_service_knows() -> None:
    prefix = "dropped: the same place as "
    doubles = {
        row["key"]: row["reason"].removeprefix(prefix)
        for row in rows("places_review.csv")
        if row["reason"].startswith(prefix)
    }
    assert doubles == SAME_PLACES
    kept = {row["key"] for row in rows("places.csv")}
    assert set(doubles.values()) <= kept
    assert not doubles.keys() & kept


def test_no_government_is_in_the_places_twice_and_no_name_is_noise() -> None:
    places = defaultdict[tuple[str, str], list[str]](list)
    for row in rows("places.csv"):
        assert not re.search(r"\(historical\)|\(balance\)|Police|Dept|^Borough of|^City of", row["name"]), row
        plain = re.sub(r"^(City|Town|Village|Borough) of ", "", row["name"]).casefold()
        letters = re.sub(r"[^a-z0-9]", "", re.sub(r"\bst(\.|\b)", "saint", plain))
        places[row["county_fips"], letters].append(row["key"])
    assert {name: keys for name, keys in places.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("text", "state", "key"),
    [
        ("Sugarcreek Police Dept", "OH", "us-place:5173354"),
        ("City of Sammamish", "WA", "us-place:5809402"),
        ("City of Milford (balance)", "CT", "us-place:4838652"),
        ("LaPorte", "IN", "us-place:8449910"),
        ("Borough of Far Hills", "NJ", "us-place:5097836"),
        ("St. Johnsbury", "VT", "us-place:6424355"),
        ("Norwood", "MN", "us-place:5039798"),
    ],
)
def test_a_double_is_found_as_its_place_by_name_and_by_key(
    resolver: Resolver, text: str, state: str, key: str
) -> None:
    assert resolver.resolve(text, state=state) == Resolved((key,), How.NAME)
    doubles = [double for double, place in SAME_PLACES.items() if place == key]
    assert doubles
    for double in doubles:
        assert resolver.resolve(key=double) == Resolved((key,), How.KEY)


def test_cities_that_are_one_government_with_their_county_are_those_that_the_service_knows() -> None:
    prefix = "kept: one government with "
    found = {
        row["key"]: row["reason"].removeprefix(prefix)
        for row in rows("places_review.csv")
        if row["reason"].startswith(prefix)
    }
    assert found == CITY_COUNTIES
    assert len(set(found.values())) == len(found)
    independent = {row["key"] for row in rows("counties.csv") if row["name"].endswith((" city", " City"))}
    assert len(independent) == 41
    assert independent <= set(found.values())


def test_touching_counties_are_neighbors_on_the_ground(jurisdictions: list[Jurisdiction]) -> None:
    counties = {each.key: each for each in jurisdictions if each.kind == Kind.COUNTY}
    pairs = read_adjacency()
    degrees = Counter(key for pair in pairs for key in pair)
    assert 5 < 2 * len(pairs) / len(counties) < 6.5  # a planar map has fewer than six on average, corners add
    alone = Counter(counties[key].state for key in counties.keys() - degrees.keys())
    assert alone == {"HI": 3, "MA": 1, "WA": 1, "PR": 2, "AS": 3, "MP": 4, "GU": 1, "VI": 1}  # islands
    far = [pair for pair in pairs if abs(counties[pair[0]].latitude - counties[pair[1]].latitude) > 4]
    assert all(counties[a].state == counties[b].state == "AK" for a, b in far)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("states", (0,)),
        ("counties", (0,)),
        ("places", (0,)),
        ("places_review", (0,)),
        ("other_places", (1, 0, 2)),
        ("county_adjacency", (0, 1)),
    ],
)
def test_files_are_sorted_so_that_a_rebuild_gives_the_same_bytes(name: str, columns: tuple[int, ...]) -> None:
    lines = (data_folder() / f"{name}.csv").read_bytes().decode("utf-8").split("\n")
    keys = [tuple(row[column] for column in columns) for row in csv.reader(lines[1:-1])]
    assert keys == sorted(set(keys))
    assert lines[-1] == ""
    assert not any("\r" in line for line in lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_holds_an_email_address_or_a_phone_number(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not EMAIL.findall(text)
    assert not PHONE.findall(text)


def test_the_patterns_would_find_a_contact() -> None:
    assert EMAIL.search("write to chief@city.gov")
    assert all(PHONE.search(text) for text in ("(713) 555-0199", "713-555-0199", "call 1 713 555 0199 now"))
    assert not PHONE.search("us-place:4699066,4699066,Houston,TX,48201,2304580,2023-03,29.76328,-95.36327")
