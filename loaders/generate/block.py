"""Rows in blocks of 50,000, each from a random stream of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from loaders.generate.arguments import GenerateArguments
from loaders.generate.outcomes import Outcomes, draw_outcomes
from loaders.generate.reference import Reference
from loaders.generate.requesters import Asker, Requesters, draw_requesters, draw_roles
from loaders.generate.wishes import Wishes
from loaders.generate.world import World

ROWS: Final = 50_000
"""Of a block; a requester that comes back is one of the last so many rows, so that memory is bounded."""
FIPS_SHARE: Final = 0.60


@dataclass(frozen=True, slots=True)
class Block:
    """Drawn rows as arrays; `number` is the position in the log, from 0."""

    number: NDArray[np.int64]
    month: NDArray[np.int64]
    requesters: Requesters
    role: NDArray[np.int64]
    has_fips: NDArray[np.bool_]
    wishes: Wishes
    outcomes: Outcomes
    sites: NDArray[np.int64]
    """Rows × 3, as `Preference.choose` gives them."""


def draw_blocks(arguments: GenerateArguments, reference: Reference) -> Iterator[tuple[World, Block]]:
    """The blocks of a log, in order, with the world that they share.

    PCG64 streams spawned from the seed: the first for the world, then one a block.
    """
    root = np.random.SeedSequence(arguments.seed)
    world = World(arguments, reference, _stream(root))
    earlier: Requesters | None = None
    for start in range(0, arguments.requests, ROWS):
        number = np.arange(start, min(start + ROWS, arguments.requests))
        block = _draw(world, number, earlier, _stream(root))
        yield world, block
        earlier = block.requesters


def _stream(root: np.random.SeedSequence) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(root.spawn(1)[0]))


def _draw(
    world: World, number: NDArray[np.int64], earlier: Requesters | None, random: np.random.Generator
) -> Block:
    month = world.months(number)
    requesters = _draw_requesters(world, number, earlier, random)
    archetype = requesters.archetype(world.candidates)
    wishes = world.wishes.draw(archetype, random)
    outcomes = draw_outcomes(month, world.arguments.last, random)
    barred = (
        world.serving[requesters.unit] | world.serving[requesters.second] | world.serving[requesters.third]
    )
    barred |= world.serving_campus[requesters.unit] & (requesters.kind == Asker.CAMPUS)[:, None]
    sites = world.preference.choose(
        month, requesters.state, archetype, wishes.models[:, 0], barred, outcomes.matched > 0, random
    )
    return Block(
        number=number,
        month=month,
        requesters=requesters,
        role=draw_roles(requesters, random),
        has_fips=random.random(len(number)) < FIPS_SHARE,
        wishes=wishes,
        outcomes=outcomes,
        sites=sites,
    )


def _draw_requesters(
    world: World, number: NDArray[np.int64], earlier: Requesters | None, random: np.random.Generator
) -> Requesters:
    """New requesters, of which the share `repeat` is then replaced by that of an earlier row."""
    new = draw_requesters(world.candidates, world.new_states(number, random.random(len(number))), random)
    comes_back = (random.random(len(number)) < world.arguments.repeat) & (number >= len(world.states))
    back = 1 + np.floor(random.random(len(number)) * np.minimum(number, ROWS)).astype(np.int64)
    known = new.after(earlier)
    offset = len(known.kind) - len(new.kind)
    source = np.arange(len(known.kind))
    source[offset:] -= np.where(comes_back, back, 0)
    # An earlier row may itself come from an earlier one: follow until all point to a new requester.
    while not np.array_equal(source, further := source[source]):
        source = further
    return known.take(source[offset:])
