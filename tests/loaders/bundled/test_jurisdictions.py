from __future__ import annotations

import shutil
from math import log10
from pathlib import Path

import pytest
from neo4j.spatial import WGS84Point

from domain.vocabulary import DensityBasis
from domain.vocabulary import JurisdictionKind as Kind
from graph.errors import DataInvalid
from loaders.bundled.jurisdictions import read_adjacency, read_jurisdictions
from loaders.bundled.reference import data_folder
from loaders.jurisdiction import UNKNOWN_DENSITY, Jurisdiction

REFERENCE = (
    "states.csv",
    "counties.csv",
    "places.csv",
    "campuses.csv",
    "regions.csv",
    "county_adjacency.csv",
)


@pytest.fixture(scope="module")
def jurisdictions() -> list[Jurisdiction]:
    return read_jurisdictions()


@pytest.fixture(scope="module")
def by_key(jurisdictions: list[Jurisdiction]) -> dict[str, Jurisdiction]:
    return {each.key: each for each in jurisdictions}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the jurisdiction files that a test may spoil."""
    for name in REFERENCE:
        shutil.copy(data_folder() / name, tmp_path / name)
    return tmp_path


def spoil(file: Path, line: int, old: str, new: str) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    file.write_text("\n".join(lines), encoding="utf-8")


def test_load_order_puts_parents_before_children(jurisdictions: list[Jurisdiction]) -> None:
    seen: set[str] = set()
    for each in jurisdictions:
        assert seen.issuperset({*each.part_of, *each.members}), each.key
        seen.add(each.key)
    order = [Kind.STATE, Kind.COUNTY, Kind.PLACE, Kind.CAMPUS, Kind.REGION]
    positions = [order.index(each.kind) for each in jurisdictions]
    assert positions == sorted(positions)


def test_a_place_takes_class_and_region_from_its_county_and_has_its_own_density(
    by_key: dict[str, Jurisdiction],
) -> None:
    houston, harris = by_key["us-place:4699066"], by_key["us-county:48201"]
    assert houston.part_of == (harris.key,)
    assert (houston.county, houston.density_basis) == ("48201", DensityBasis.OWN)
    assert (houston.density, houston.incorporated) == (pytest.approx(3_600, rel=0.1), True)
    assert houston.density != harris.density
    inherited = ("urban_class", "division", "census_region", "cbsa")
    assert all(getattr(houston, name) == getattr(harris, name) for name in inherited)
    assert (houston.population, houston.population_year, houston.land_area) == (2_304_580, 2023, None)
    assert houston.log_population == log10(2_304_580)
    assert (houston.latitude, houston.longitude) != (harris.latitude, harris.longitude)


def test_no_place_has_the_density_of_its_county_under_its_name(
    jurisdictions: list[Jurisdiction], by_key: dict[str, Jurisdiction]
) -> None:
    places = [each for each in jurisdictions if each.kind == Kind.PLACE]
    for each in places:
        own = (each.density is not None, each.density_basis is not None, each.log_density is not None)
        assert own in {(True, True, True), (False, False, False)}, each.key
        assert each.density_basis in {DensityBasis.OWN, None}
        assert each.properties()["logDensityKey"] == (each.log_density or UNKNOWN_DENSITY)
    counties = [(each, by_key[f"us-county:{each.county}"]) for each in places]
    same = [each for each in counties if each[0].density == each[1].density]
    assert [place.name for place, county in same if place.population != county.population] == []
    assert len(same) < 20  # cities with one government with their county


@pytest.mark.parametrize(
    ("key", "population", "density"),
    [
        ("us-county:21111", 772_144, 2_028),  # Louisville, a government with its county; GeoNames: 243,639
        ("us-county:13245", 205_414, 633),  # Augusta; GeoNames: 43,459
        ("us-county:29510", 281_754, 4_565),  # St. Louis, an independent city
        ("us-county:21067", 320_154, 1_128),  # Lexington, which GeoNames also has as Lexington-Fayette
        ("us-place:4835797", 121_054, 6_903),  # Hartford: its own density, not the planning region's
        ("us-place:4333177", 138_481, 6_002),  # Metairie
        ("us-place:4237579", 18_278, None),  # East St. Louis; GeoNames' 27,006 is of 2010
    ],
)
def test_a_place_has_its_own_people_and_density(
    by_key: dict[str, Jurisdiction], key: str, population: int, density: float | None
) -> None:
    assert by_key[key].population == population
    assert density is None or by_key[key].density == pytest.approx(density, rel=0.001)


def test_a_village_lends_its_density_to_no_township_of_its_name(by_key: dict[str, Jurisdiction]) -> None:
    westport = by_key["us-place:4845585"]
    assert (westport.population, westport.density, westport.incorporated) == (26_391, None, None)


def test_an_incorporated_place_and_a_census_designated_one_say_so(by_key: dict[str, Jurisdiction]) -> None:
    houston, metairie, chicago_lawn = (by_key[f"us-place:{number}"] for number in (4699066, 4333177, 4887463))
    assert [one.incorporated for one in (houston, metairie, chicago_lawn)] == [True, False, None]


def test_the_campus_has_its_own_people_and_the_point_of_its_county(by_key: dict[str, Jurisdiction]) -> None:
    campus, alachua = by_key["us-campus:university-of-florida"], by_key["us-county:12001"]
    assert (campus.population, campus.population_year, campus.part_of) == (80_000, None, (alachua.key,))
    assert (campus.location, campus.density) == (alachua.location, alachua.density)


def test_the_region_sums_its_members(by_key: dict[str, Jurisdiction]) -> None:
    region = by_key["us-region:gallia-jackson-meigs"]
    members = [by_key[key] for key in region.members]
    assert [member.fips for member in members] == ["39053", "39079", "39105"]
    assert region.population == sum(member.population for member in members) == 83_359
    assert region.land_area == pytest.approx(sum(member.land_area or 0 for member in members))
    assert region.density == pytest.approx(83_359 / (region.land_area or 0))
    assert region.urban_class == 3  # Gallia and Jackson are micropolitan, Meigs is noncore
    assert region.county == "39079"  # Jackson has most people
    assert region.part_of == ("us-state:OH",)
    assert min(m.latitude for m in members) < region.latitude < max(m.latitude for m in members)


def test_a_state_has_no_setting_and_no_parent(by_key: dict[str, Jurisdiction]) -> None:
    ohio = by_key["us-state:OH"]
    assert (ohio.urban_class, ohio.county, ohio.part_of) == (None, None, ())
    assert (ohio.name, ohio.state, ohio.fips) == ("Ohio", "OH", "39")
    assert (ohio.division, ohio.census_region) == ("East North Central", "Midwest")


def test_properties_are_camel_case_without_nulls_and_with_a_point(by_key: dict[str, Jurisdiction]) -> None:
    properties = by_key["us-county:39163"].properties()
    assert properties == {
        "key": "us-county:39163",
        "kind": "COUNTY",
        "comparedAs": "COUNTY",
        "hasPolice": True,
        "ruralUrbanCode": 8,
        "mentalHealthProviders": 15.3,
        "povertyPercent": 30.4,
        "limitedEnglishPercent": 0.2,
        "nativePercent": 0.0,
        "age65Percent": 18.6,
        "groupQuartersPercent": 0.7,
        "name": "Vinton County",
        "state": "OH",
        "population": 12_474,
        "populationYear": 2023,
        "landArea": pytest.approx(412.3, abs=1),
        "density": pytest.approx(30.25, abs=0.01),
        "densityBasis": "OWN",
        "urbanClass": 4,
        "logPopulation": log10(12_474),
        "logDensity": pytest.approx(log10(30.25), abs=0.001),
        "logDensityKey": pytest.approx(log10(30.25), abs=0.001),
        "division": "East North Central",
        "censusRegion": "Midwest",
        "county": "39163",
        "fips": "39163",
        "location": WGS84Point((properties["location"].longitude, properties["location"].latitude)),
    }
    assert type(properties["kind"]) is str  # an enum would not pass the driver


def test_names_keep_their_letters(by_key: dict[str, Jurisdiction]) -> None:
    assert by_key["us-county:35013"].name == "Doña Ana County"


def test_adjacency_names_each_pair_once(by_key: dict[str, Jurisdiction]) -> None:
    pairs = read_adjacency()
    assert all(a < b and by_key[a].kind == by_key[b].kind == Kind.COUNTY for a, b in pairs)
    assert len(pairs) == len(set(pairs))
    assert ("us-county:39105", "us-county:39163") in pairs  # Meigs and Vinton


def test_a_bad_cell_is_refused_with_file_line_field_and_remedy(folder: Path) -> None:
    spoil(folder / "counties.csv", 3, "253507", "many")
    with pytest.raises(
        DataInvalid, match=r"counties\.csv, line 3, field population: .*'many'.*; fix the line"
    ):
        read_jurisdictions(folder)


def test_an_empty_required_cell_is_refused(folder: Path) -> None:
    spoil(folder / "counties.csv", 2, "Autauga County", "")
    with pytest.raises(DataInvalid, match=r"counties\.csv, line 2, field name"):
        read_jurisdictions(folder)


@pytest.mark.parametrize(("old", "new"), [("density", "crowd"), ("density,", "")])
def test_a_missing_or_unknown_column_is_refused(folder: Path, old: str, new: str) -> None:
    spoil(folder / "states.csv", 1, old, new)
    with pytest.raises(
        DataInvalid, match=r"states\.csv, line 1, field .*density: column is missing or unknown"
    ):
        read_jurisdictions(folder)


def test_a_row_with_too_many_cells_is_refused(folder: Path) -> None:
    spoil(folder / "regions.csv", 2, ",OH,", ",OH,OH,")
    with pytest.raises(DataInvalid, match=r"regions\.csv, line 2, .*5 cells where the header has 4"):
        read_jurisdictions(folder)


def test_a_place_in_an_unknown_county_is_refused(folder: Path) -> None:
    spoil(folder / "campuses.csv", 2, "12001", "12999")
    with pytest.raises(DataInvalid, match="us-campus:university-of-florida lies in 12999"):
        read_jurisdictions(folder)


def test_a_key_that_is_there_twice_is_refused(folder: Path) -> None:
    file = folder / "regions.csv"
    file.write_text(file.read_text() + file.read_text().split("\n")[1] + "\n")
    with pytest.raises(DataInvalid, match="us-region:gallia-jackson-meigs is there twice"):
        read_jurisdictions(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "places.csv").unlink()
    with pytest.raises(DataInvalid, match=r"places\.csv: cannot be read"):
        read_jurisdictions(folder)


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    file = folder / "counties.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(DataInvalid, match=r"counties\.csv: cannot be read"):
        read_jurisdictions(folder)
