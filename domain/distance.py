"""Distances on the earth, in the units of Neo4j's `point.distance` and in miles."""

from __future__ import annotations

from typing import Final

METERS_PER_MILE: Final = 1609.344
EARTH_KM: Final = 6378.14
"""The radius behind `point.distance`."""
EARTH_MILES: Final = EARTH_KM * 1000 / METERS_PER_MILE
