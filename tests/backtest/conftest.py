"""What the tests of the backtest share: the real ground, and synthetic logs over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest

from backtest.ground import Ground, read_ground
from backtest.judge import judge
from backtest.likeness import Likeness
from backtest.report import Findings
from backtest.request import Request, requests_of
from backtest.shuffle import shuffled
from backtest.terms import Terms
from graph.database import Database
from loaders.generate import GenerateArguments, Reference, generate
from loaders.sources.requests.rows import request_rows


class Judged(NamedTuple):
    """A log, and the same with its answers shuffled."""

    observed: Findings
    shuffled: Findings


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The real reference data, read once."""
    return Reference.read()


@pytest.fixture(scope="session")
async def ground(database: Database, reference: Reference) -> Ground:
    """What the graph holds of every jurisdiction."""
    return await read_ground(database, [each.key for each in reference.jurisdictions])


@pytest.fixture(scope="session")
def log(reference: Reference) -> Callable[..., list[Request]]:
    """The synthetic log of a seed."""

    @cache
    def made(seed: int, requests: int = 510) -> list[Request]:
        arguments = GenerateArguments(seed=seed, requests=requests)
        return requests_of(request_rows(generate(arguments, reference)))

    return made


@pytest.fixture(scope="session")
def judged(ground: Ground, log: Callable[..., list[Request]]) -> Callable[..., Judged]:
    """What was found in the synthetic log of a seed."""

    @cache
    def found(seed: int, requests: int = 510) -> Judged:
        own, terms = log(seed, requests), Terms()
        likeness = Likeness(ground, own)
        mixed = shuffled(own, terms.seed)
        return Judged(judge(ground, own, likeness, terms), judge(ground, mixed, likeness, terms))

    return found
