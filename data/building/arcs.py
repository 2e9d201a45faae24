"""Arcs: the lines between outlines, each once, so that neighbors share them and never part.

A ring is a list of references to arcs; `~i` is arc i backwards, as in TopoJSON.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import pairwise

Point = tuple[float, float]
Arc = list[Point]
Ring = list[Point]
"""A closed line: its last point is its first."""


def cut(outlines: dict[str, list[Ring]]) -> tuple[list[Arc], dict[str, list[list[int]]]]:
    """Arcs, in the order in which the rings first use them, and the references of each ring."""
    junctions = find_junctions(ring for rings in outlines.values() for ring in rings)
    arcs: list[Arc] = []
    known: dict[tuple[Point, ...], int] = {}

    def reference(arc: Arc) -> int:
        if (backwards := known.get(tuple(reversed(arc)))) is not None:
            return ~backwards
        if tuple(arc) not in known:
            known[tuple(arc)] = len(arcs)
            arcs.append(arc)
        return known[tuple(arc)]

    rings = {
        name: [[reference(arc) for arc in split(ring, junctions)] for ring in found]
        for name, found in outlines.items()
    }
    return arcs, rings


def find_junctions(rings: Iterable[Ring]) -> set[Point]:
    """Points where outlines meet or part: those with other neighbors in one ring than in another."""
    neighbors: dict[Point, frozenset[Point]] = {}
    junctions = set()
    for ring in rings:
        for (before, point), (_, after) in zip(pairwise([ring[-2], *ring[:-1]]), pairwise(ring), strict=True):
            beside = frozenset((before, after))
            if neighbors.setdefault(point, beside) != beside:
                junctions.add(point)
    return junctions


def split(ring: Ring, junctions: set[Point]) -> list[Arc]:
    """The arcs of a ring; one without a junction is one closed arc that starts at its smallest point."""
    points = ring[:-1]
    starts = [index for index, point in enumerate(points) if point in junctions] or [
        points.index(min(points))
    ]
    turned = [*points[starts[0] :], *points[: starts[0]], points[starts[0]]]
    cuts = [start - starts[0] for start in starts] + [len(points)]
    return [turned[first : last + 1] for first, last in pairwise(cuts)]


def simplify(arcs: list[Arc], rings: Iterable[list[int]], *, smallest: float, fewest: int) -> list[Arc]:
    """Arcs without the points whose triangle (Visvalingam) is below `smallest`; ends stay.

    Each ring keeps at least its `fewest` weightiest points, or small islands and cities would vanish.
    """
    weights = [triangles(arc) for arc in arcs]
    keep = [{index for index, weight in enumerate(each) if weight >= smallest} for each in weights]
    for ring in rings:
        used = {reference if reference >= 0 else ~reference for reference in ring}
        points = [(-weight, arc, index) for arc in used for index, weight in enumerate(weights[arc])]
        for _, arc, index in sorted(points)[: fewest + len(used)]:  # two arcs count their common end twice
            keep[arc].add(index)
    return [[arc[index] for index in sorted(kept)] for arc, kept in zip(arcs, keep, strict=True)]


def triangles(arc: Arc) -> list[float]:
    """The weight of each point: the area that is lost with it when points go in order of their weight."""
    weights = [float("inf")] * len(arc)
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))

    def area(index: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = (arc[at] for at in (before[index], index, after[index]))
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    current = {index: area(index) for index in range(1, len(arc) - 1)}
    queue = [(weight, index) for index, weight in current.items()]
    heapq.heapify(queue)
    largest = 0.0
    while queue:
        weight, index = heapq.heappop(queue)
        if current.get(index) != weight:
            continue  # an older weight of the point
        del current[index]
        weights[index] = largest = max(largest, weight)
        after[before[index]], before[after[index]] = after[index], before[index]
        for beside in (before[index], after[index]):
            if beside in current:
                current[beside] = area(beside)
                heapq.heappush(queue, (current[beside], beside))
    return weights
