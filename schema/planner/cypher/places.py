"""Places: what their filters mean in Cypher, and distances from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.distance import METERS_PER_MILE
from graph.errors import InvalidInput
from schema.declare import MOST_MILES, Place
from schema.planner.cypher.comparison import conjunction, known
from schema.planner.cypher.context import PlanContext
from schema.planner.request.arguments import ArgumentValues


def of_place(
    place: Place, filters: ArgumentValues, variable: str, scope: PlanContext, *, exact: bool
) -> str | None:
    """A predicate over where something is; with `exact` never null. Raises InvalidInput."""
    value = f"{variable}.{place.column}"
    parts = []
    for operator, given in filters.items():
        if given.value is None:
            raise InvalidInput(f"{place.column}.{operator}: null is nowhere; leave it out, or use isNull.")
        if operator == "isNull":
            parts.append(f"{value} IS {'NULL' if given.value else 'NOT NULL'}")
        elif operator == "within":
            meters = scope.parameter(given, _meters)
            parts.append(known(f"point.distance({value}, {point(given, scope)}) <= {meters}", exact=exact))
        else:
            scope.bound(given, _upright)
            south_west, north_east = (
                f"point({{latitude: {scope.parameter(given, _corner(a))}, "
                f"longitude: {scope.parameter(given, _corner(o))}}})"
                for a, o in (("south", "west"), ("north", "east"))
            )
            parts.append(known(f"point.withinBBox({value}, {south_west}, {north_east})", exact=exact))
    return conjunction(parts)


def point(given: ArgumentValues, scope: PlanContext) -> str:
    """The point of an input with latitude and longitude. Raises InvalidInput off the globe."""
    latitude, longitude = (
        scope.parameter(given, _corner("latitude")),
        scope.parameter(given, _corner("longitude")),
    )
    return f"point({{latitude: {latitude}, longitude: {longitude}}})"


def miles(place: Place, variable: str, given: ArgumentValues, scope: PlanContext) -> str:
    """The miles between it and the point of an input. Raises InvalidInput off the globe."""
    return f"point.distance({variable}.{place.column}, {point(given, scope)}) / {METERS_PER_MILE}"


def _corner(name: str) -> Callable[[Any], float]:
    most = 90 if name in ("latitude", "south", "north") else 180

    def degrees(given: Mapping[str, Any]) -> float:
        value = float(given[name])
        if not -most <= value <= most:
            raise InvalidInput(f"{name}: between -{most} and {most} degrees is allowed (got {value}).")
        return value

    return degrees


def _upright(box: Mapping[str, Any]) -> None:
    if box["south"] > box["north"]:
        raise InvalidInput(
            f"box.south: {box['south']} lies north of box.north, {box['north']}; exchange them."
        )


def _meters(given: Mapping[str, Any]) -> float:
    miles = float(given["miles"])
    if not 0 <= miles <= MOST_MILES:
        raise InvalidInput(f"miles: between 0 and {MOST_MILES:,} is allowed (got {miles}); ask for less.")
    return miles * METERS_PER_MILE
