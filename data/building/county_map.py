"""The map of counties: projected, simplified, and with neighbors that share their lines."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapefile
from building.arcs import Arc, Ring, cut, simplify
from building.map_projection import HEIGHT, WIDTH, of_state

SMALLEST_TRIANGLE = 0.15  # square units of the box
FEWEST_POINTS = 8
STEPS = 8  # of the grid, to a unit


def write_county_map(path: Path, inputs: Path) -> None:
    """Writes the map, one arc and one county a line; README.md of the folder says how to read it."""
    found = county_map(read_rings(inputs))
    head = {name: found[name] for name in ("width", "height", "steps")}
    lines = [
        json.dumps(head)[:-1] + ', "arcs": [',
        ",\n".join(compact(arc) for arc in found["arcs"]),
        '], "counties": {',
        ",\n".join(f'"{fips}":{compact(rings)}' for fips, rings in found["counties"].items()),
        "}}\n",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    print(f"{path.name}: {len(found['counties']):,} counties, {len(found['arcs']):,} arcs")


def read_rings(inputs: Path) -> dict[str, list[Ring]]:
    """The rings of each county in degrees, holes included, by FIPS code."""
    outlines = {}
    with shapefile.Reader(str(inputs / "cb_2023_us_county_20m")) as reader:
        for found in reader.iterShapeRecords():
            points = [(float(x), float(y)) for x, y, *_ in found.shape.points]
            starts = [*found.shape.parts, len(points)]
            outlines[found.record["GEOID"]] = [points[first:last] for first, last in pairwise(starts)]
    return dict(sorted(outlines.items()))


def county_map(outlines: dict[str, list[Ring]]) -> dict[str, Any]:
    arcs, counties = cut(outlines)
    states = {
        reference if reference >= 0 else ~reference: fips
        for fips, rings in counties.items()
        for ring in rings
        for reference in ring
    }
    projected = [[of_state(states[index])(*point) for point in arc] for index, arc in enumerate(arcs)]
    every_ring = [ring for rings in counties.values() for ring in rings]
    simple = simplify(projected, every_ring, smallest=SMALLEST_TRIANGLE, fewest=FEWEST_POINTS)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "steps": STEPS,
        "arcs": in_steps(simple),
        "counties": dict(zip(counties, relative(list(counties.values())), strict=True)),
    }


def in_steps(arcs: list[Arc]) -> list[list[int]]:
    """Each arc as steps on the grid, x and y in turn.

    The first step is from the end of the arc before it, each other from point to point.
    """
    x = y = 0
    found = []
    for arc in arcs:
        steps: list[int] = []
        for point in arc:
            step = round(point[0] * STEPS) - x, round(point[1] * STEPS) - y
            if steps and step == (0, 0):
                continue
            steps += step
            x, y = x + step[0], y + step[1]
        found.append(steps)
    return found


def relative(counties: list[list[list[int]]]) -> list[list[list[int]]]:
    """References as distances from the next arc that no ring has used, which is 0.

    n is the arc n before it, -n that one backwards.
    """
    fresh = 0
    found = []
    for rings in counties:
        distances: list[list[int]] = []
        for ring in rings:
            distances.append([])
            for reference in ring:
                if reference == fresh:
                    fresh += 1
                    distances[-1].append(0)
                else:
                    distances[-1].append(fresh - reference if reference >= 0 else -(fresh - ~reference))
        found.append(distances)
    return found


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
