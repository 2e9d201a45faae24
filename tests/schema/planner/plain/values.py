"""Values of properties: as they are shown, and as they compare."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from math import asin, cos, radians, sin, sqrt
from typing import Any

from toy.content import Values

from schema.build.hints import bare
from schema.declare import AS_STORED, Declaration
from schema.types.enums import DateTime, Month

EARTH_RADIUS_M = 6378140.0
METERS_A_MILE = 1609.344


def shown(declaration: Declaration, name: str, values: Values) -> Any:
    """A property as the answer has it."""
    _, prop = declaration.properties[name]
    if prop.needs:
        assert prop.codec.read is not None
        return prop.codec.read(*(values.get(each) for each in prop.needs))
    stored, _, inner = (prop.property or name).partition(".")
    value = values.get(stored)
    if value is not None and inner:
        return value[("latitude", "longitude").index(inner)]
    return value


def comparable(declaration: Declaration, name: str, value: Any) -> Any:
    """A shown value, or one of a filter, in the order of its kind."""
    hint, prop = declaration.properties[name]
    kind = bare(hint)
    if value is None:
        return None
    if kind is DateTime:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(kind, type) and issubclass(kind, Enum) and prop.codec is not AS_STORED:
        return list(kind.__members__).index(value)
    return value  # months are text of equal length: they sort as time goes


def is_month(declaration: Declaration, name: str) -> bool:
    """True for a property that is a month."""
    return bare(declaration.properties[name][0]) is Month


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two places on a sphere (haversine)."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, place) for place in (one, other))
    a = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, a))) / METERS_A_MILE
