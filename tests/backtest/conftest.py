"""What the tests of the backtest share: the real snapshot, and synthetic logs over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest

from backtest.evaluation import evaluate
from backtest.graph_snapshot import GraphSnapshot, read_snapshot
from backtest.options import BacktestOptions
from backtest.past_request import PastRequest, requests_of
from backtest.report import Findings
from backtest.shuffle import shuffled
from backtest.similarity_matrix import SimilarityMatrix
from graph.database import Database
from loaders.generate import GenerateArguments, Reference, generate
from loaders.sources.requests.rows import request_rows


class Evaluated(NamedTuple):
    """A log, and the same with its answers shuffled."""

    observed: Findings
    shuffled: Findings


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The real reference data, read once."""
    return Reference.read()


@pytest.fixture(scope="session")
async def snapshot(database: Database, reference: Reference) -> GraphSnapshot:
    """What the graph holds of every jurisdiction."""
    return await read_snapshot(database, [each.key for each in reference.jurisdictions])


@pytest.fixture(scope="session")
def log(reference: Reference) -> Callable[..., list[PastRequest]]:
    """The synthetic log of a seed."""

    @cache
    def made(seed: int, requests: int = 510) -> list[PastRequest]:
        arguments = GenerateArguments(seed=seed, requests=requests)
        return requests_of(request_rows(generate(arguments, reference)))

    return made


@pytest.fixture(scope="session")
def evaluated(snapshot: GraphSnapshot, log: Callable[..., list[PastRequest]]) -> Callable[..., Evaluated]:
    """What was found in the synthetic log of a seed."""

    @cache
    def found(seed: int, requests: int = 510) -> Evaluated:
        own, options = log(seed, requests), BacktestOptions()
        similarity = SimilarityMatrix(snapshot, own)
        mixed = shuffled(own, options.seed)
        return Evaluated(
            evaluate(snapshot, own, similarity, options), evaluate(snapshot, mixed, similarity, options)
        )

    return found
