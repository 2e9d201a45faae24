"""Albers equal-area conic projection of the United States into a box of 975 by 610, with insets.

The lower 48 states stand where d3's `geoAlbersUsa().scale(1300).translate([487.5, 305])` has them. Alaska
(.32 of their scale), Hawaii and Puerto Rico (twice their scale) stand below, whole and within the box. The
page projects points with the same numbers: `web/explorer/map/projection.ts`.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin, sqrt

Point = tuple[float, float]

WIDTH, HEIGHT = 975, 610
SCALE = 1300


def albers(
    parallels: Point, meridian: float, middle: Point, scale: float, at: Point
) -> Callable[[float, float], Point]:
    """The projection that puts `middle` (degrees from `meridian`, and latitude) at a point of the box.

    Formulas for a sphere: Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987),
    chapter 14.
    """
    first, second = (sin(radians(each)) for each in parallels)
    n = (first + second) / 2
    c = 1 + first * (2 * n - first)

    def raw(longitude: float, latitude: float) -> Point:
        rho = sqrt(c - 2 * n * sin(radians(latitude))) / n
        theta = n * radians(longitude)
        return rho * sin(theta), -rho * cos(theta)

    origin = raw(*middle)

    def project(longitude: float, latitude: float) -> Point:
        x, y = raw((longitude - meridian + 180) % 360 - 180, latitude)
        return at[0] + scale * (x - origin[0]), at[1] - scale * (y - origin[1])

    return project


LOWER_48 = albers((29.5, 45.5), -96, (-0.6, 38.7), SCALE, (487.5, 305))
INSETS = {
    "02": albers((55, 65), -154, (-2, 58.5), SCALE * 0.32, (147, 562)),
    "15": albers((8, 18), -157, (-3, 19.9), SCALE, (262, 577)),
    "72": albers((17.5, 18.5), -66.3, (0, 18.2), SCALE * 2, (903, 580)),
}


def of_state(fips: str) -> Callable[[float, float], Point]:
    """The projection of a state or county, by its FIPS code."""
    return INSETS.get(fips[:2], LOWER_48)
