"""Counties and states: people of 2023, or of 2020 in the territories; land of 2024; urban class of 2023."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from building.files import Row, read_csv
from building.outlines import Outlines, center, unwrapped
from shapely import area, centroid

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
# The Census Bureau puts no territory into a division: these are ours.
TERRITORIES = "Territories"
TERRITORY = {
    "PR": ("72", "Puerto Rico", "Caribbean territories"),
    "VI": ("78", "U.S. Virgin Islands", "Caribbean territories"),
    "GU": ("66", "Guam", "Pacific territories"),
    "MP": ("69", "Northern Mariana Islands", "Pacific territories"),
    "AS": ("60", "American Samoa", "Pacific territories"),
}
MICROPOLITAN, NONCORE = 3, 4
TRAITS = {
    "rural_urban_code": "rucc_2023",
    "mental_health_providers": "mental_health_providers_per_100k",
    "poverty_percent": "pct_poverty_150",
    "limited_english_percent": "pct_limited_english",
    "native_percent": "pct_american_indian_alaska_native",
    "age_65_percent": "pct_age_65_over",
    "group_quarters_percent": "pct_group_quarters",
}
LARGE_TOWNS = {"4", "5"}  # rural-urban codes of nonmetro counties with 20,000 urban people or more


def read_counties(inputs: Path, census: Path, outlines: Outlines, islands: dict[str, float]) -> list[Row]:
    areas = read_core_areas(census)
    counties = []
    for row in read_csv(inputs / "county_facts_2023.csv"):
        fips = row["fips"]
        cbsa, is_metro = areas.get(fips, ("", None))
        urban_class = classify(row["rucc_2023"], is_metro, known=fips in areas or is_of_2019(fips))
        if is_metro is not None and (urban_class < MICROPOLITAN) != is_metro:
            cbsa = ""  # metropolitan in 2019 and not in 2023, or the other way
        counties.append(
            {"key": f"us-county:{fips}", "fips": fips, "name": row["name"], "state": row["state"]}
            | people(row, float(row["land_sq_mi"] or islands[fips]))
            | {"urban_class": "" if urban_class is None else urban_class, "cbsa": cbsa}
            | {trait: row[column] for trait, column in TRAITS.items()}
            | located(*center(outlines[fips]))
            | {"other_names": short_name(row)}
        )
    return sorted(counties, key=lambda county: county["key"])


def read_core_areas(census: Path) -> dict[str, tuple[str, bool]]:
    """CBSA of each county that is in one, as delineated in 2018, and whether it is metropolitan."""
    rows = read_csv(census / "geo_mappings/msa_census.csv")
    metro = {row["CBSA"]: row["LSAD"].startswith("Metro") for row in rows if row["LSAD"].endswith("Area")}
    counties = [row for row in rows if row["LSAD"] == "County or equivalent"]
    return {row["STCOU"].zfill(5): (row["CBSA"], metro[row["CBSA"]]) for row in counties}


def is_of_2019(fips: str) -> bool:
    """False for the county equivalents that no list of 2019 has, and for the territories."""
    return not (fips[:3] == "091" or fips in {"02063", "02066"} or fips >= "60")


def classify(code: str, is_metro: bool | None, *, known: bool) -> int | None:
    """Urban class by the rural-urban continuum code of 2023; None without a code.

    Codes 1 to 3 are metropolitan areas cut at 1,000,000 and 250,000 people: classes 0 to 2. The codes of
    nonmetro counties do not tell micropolitan from noncore. A county that was either in 2019 still is; of
    others, one with 20,000 urban people (codes 4 and 5) counts as micropolitan: a core of 10,000 makes it so.
    """
    if not code:
        return None
    if code in {"1", "2", "3"}:
        return int(code) - 1
    if not known or is_metro:
        return MICROPOLITAN if code in LARGE_TOWNS else NONCORE
    return NONCORE if is_metro is None else MICROPOLITAN


def short_name(county: dict[str, str]) -> str:
    """How people call an island or district of the territories: St. Croix, Manu'a."""
    name = county["name"]
    short = name.removesuffix(" Island") if county["state"] == "VI" else name
    return short.removesuffix(" District") if name.startswith("Manu") else "" if short == name else short


def read_states(census: Path, counties: list[Row], outlines: Outlines) -> list[Row]:
    """States, DC and territories: sums of their counties; the point is the centroid of all outlines."""
    members = defaultdict(list)
    for county in counties:
        members[county["state"]].append(county)
    states = []
    for fips, code, name, division, region in state_names(
        census, {c["fips"][:2]: c["state"] for c in counties}
    ):
        shapes = [unwrapped(outlines[county["fips"]]) for county in members[code]]
        weights, points = [area(each) for each in shapes], [centroid(each) for each in shapes]
        population = sum(county["population"] for county in members[code])
        land = sum(float(county["land_sq_mi"]) for county in members[code])
        states.append(
            {"key": f"us-state:{code}", "fips": fips, "code": code, "name": name}
            | {"division": division, "census_region": region}
            | {"population": population, "population_year": members[code][0]["population_year"]}
            | {"land_sq_mi": f"{land:.4f}", "density": f"{population / land:.4f}"}
            | located(
                sum(w * p.y for w, p in zip(weights, points, strict=True)) / sum(weights),
                sum(w * p.x for w, p in zip(weights, points, strict=True)) / sum(weights),
            )
        )
    return sorted(states, key=lambda state: state["key"])


def state_names(census: Path, codes: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    """FIPS, letters, name, division and region of each state, then of each territory."""
    found = []
    for row in read_csv(census / "geo_mappings/county_census.csv"):
        if row["SUMLEV"] == "40":
            fips = row["STATE"].zfill(2)
            found.append(
                (fips, codes[fips], row["STNAME"], DIVISIONS[row["DIVISION"]], REGIONS[row["REGION"]])
            )
    for code, (fips, name, division) in TERRITORY.items():
        found.append((fips, code, name, division, TERRITORIES))
    return found


def people(row: dict[str, str], miles: float) -> Row:
    """Population, its year, land area and density, per square mile."""
    population = int(row["population_2023"] or row["population_2020"])
    return {
        "population": population,
        "population_year": 2023 if row["population_2023"] else 2020,
        "land_sq_mi": f"{miles:.4f}",
        "density": f"{population / miles:.4f}",
    }


def located(latitude: float, longitude: float) -> Row:
    if longitude < -180:
        longitude += 360
    return {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}
