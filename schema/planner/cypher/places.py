"""Filters of places in Cypher, and distances from a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.distance import METERS_PER_MILE
from graph.errors import InvalidInput
from schema.declare import MAX_MILES, Place
from schema.planner.cypher.comparison import conjunction, null_is_false
from schema.planner.cypher.context import PlanContext
from schema.planner.request.arguments import ArgumentValues


def of_place(
    place: Place, filters: ArgumentValues, variable: str, context: PlanContext, *, null_safe: bool
) -> str | None:
    """The predicate of a PlaceFilter; never null with `null_safe`. Raises InvalidInput."""
    value = f"{variable}.{place.property}"
    parts = []
    for operator, operand in filters.items():
        if operand.value is None:
            raise InvalidInput(
                f"{place.property}.{operator}: null is not a location; leave it out, or use isNull."
            )
        if operator == "isNull":
            parts.append(f"{value} IS {'NULL' if operand.value else 'NOT NULL'}")
        elif operator == "within":
            meters = context.parameter(operand, _meters)
            test = f"point.distance({value}, {point(operand, context)}) <= {meters}"
            parts.append(null_is_false(test) if null_safe else test)
        else:
            context.shape_value(operand, _check_south_of_north)
            south_west, north_east = (
                f"point({{latitude: {context.parameter(operand, _degrees(a))}, "
                f"longitude: {context.parameter(operand, _degrees(o))}}})"
                for a, o in (("south", "west"), ("north", "east"))
            )
            test = f"point.withinBBox({value}, {south_west}, {north_east})"
            parts.append(null_is_false(test) if null_safe else test)
    return conjunction(parts)


def point(operand: ArgumentValues, context: PlanContext) -> str:
    """The point of an input with latitude and longitude. Raises InvalidInput off the globe."""
    latitude, longitude = (
        context.parameter(operand, _degrees("latitude")),
        context.parameter(operand, _degrees("longitude")),
    )
    return f"point({{latitude: {latitude}, longitude: {longitude}}})"


def miles(place: Place, variable: str, operand: ArgumentValues, context: PlanContext) -> str:
    """The miles between a place and the point of an input. Raises InvalidInput off the globe."""
    return f"point.distance({variable}.{place.property}, {point(operand, context)}) / {METERS_PER_MILE}"


def _degrees(name: str) -> Callable[[Any], float]:
    maximum = 90 if name in ("latitude", "south", "north") else 180

    def degrees(values: Mapping[str, Any]) -> float:
        value = float(values[name])
        if not -maximum <= value <= maximum:
            raise InvalidInput(f"{name}: between -{maximum} and {maximum} degrees is allowed (got {value}).")
        return value

    return degrees


def _check_south_of_north(box: Mapping[str, Any]) -> None:
    if box["south"] > box["north"]:
        raise InvalidInput(f"box.south: {box['south']} lies north of box.north, {box['north']}; swap them.")


def _meters(circle: Mapping[str, Any]) -> float:
    miles = float(circle["miles"])
    if not 0 <= miles <= MAX_MILES:
        raise InvalidInput(f"miles: between 0 and {MAX_MILES:,} is allowed (got {miles}).")
    return miles * METERS_PER_MILE
