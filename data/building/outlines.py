"""Outlines of county equivalents, by FIPS code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapefile
from building.files import Row
from shapely import STRtree, centroid
from shapely.geometry import shape
from shapely.ops import transform

Outlines = dict[str, Any]
SQUARE_METERS_PER_MILE = 2_589_988.11
ISLAND_AREAS = {"60", "66", "69", "78"}
"""American Samoa, Guam, the Northern Marianas and the Virgin Islands: not in the outlines of 2023."""


def read_outlines(inputs: Path, census: Path) -> tuple[Outlines, dict[str, float]]:
    """Outlines of all county equivalents of 2023, and the land of the island areas in square miles.

    Those of the island areas, whose county equivalents did not change, are of 2019.
    """
    outlines, land = {}, {}
    with shapefile.Reader(str(inputs / "cb_2023_us_county_20m")) as reader:
        for found in reader.iterShapeRecords():
            outlines[found.record["GEOID"]] = shape(found.shape.__geo_interface__)
    with shapefile.Reader(str(census / "shapefiles/county/cb_2019_us_county_5m")) as reader:
        for found in reader.iterShapeRecords():
            fips = found.record["GEOID"]
            if fips[:2] in ISLAND_AREAS:
                outlines[fips] = shape(found.shape.__geo_interface__)
                land[fips] = found.record["ALAND"] / SQUARE_METERS_PER_MILE
    return dict(sorted(outlines.items())), land


def nearest(outlines: Outlines, among: Iterable[str], point: Any) -> str:
    """The code of the outline that holds a point, or is nearest to it."""
    return min(among, key=lambda fips: (outlines[fips].distance(point), fips))


def center(outline: Any) -> tuple[float, float]:
    """Latitude and longitude of the centroid, in plain degrees."""
    point = centroid(unwrapped(outline))
    return point.y, point.x


def unwrapped(outline: Any) -> Any:
    """The outline without its jump at the date line (Aleutians West), for a planar centroid."""
    if outline.bounds[2] < 0:
        return outline
    return transform(lambda x, y: ([each - 360 if each > 0 else each for each in x], y), outline)


def adjacent(outlines: Outlines) -> list[Row]:
    """Pairs of counties whose outlines touch, a corner included; water between two outlines parts them."""
    fips = list(outlines)
    shapes = [outlines[each] for each in fips]
    first, second = STRtree(shapes).query(shapes, predicate="intersects")
    pairs = sorted((fips[a], fips[b]) for a, b in zip(first, second, strict=True) if a < b)
    return [{"fips": a, "neighbor_fips": b} for a, b in pairs]
