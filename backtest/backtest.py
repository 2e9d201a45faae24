"""A backtest: the requests of the graph or of a log, evaluated, and the ranker compared with the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from backtest.agreement import agreement
from backtest.evaluation import Progress, checked_trials, evaluate
from backtest.graph_snapshot import GraphSnapshot, read_requests, read_snapshot
from backtest.in_memory_ranker import InMemoryRanker
from backtest.options import BacktestOptions
from backtest.past_request import PastRequest, Row, requests_of
from backtest.report import BacktestReport
from backtest.shuffle import shuffled
from backtest.similarity_matrix import SimilarityMatrix
from backtest.trial import Trial
from domain.question import Question
from graph.database import Database

ENGINE: Final = "twin"
"""Name of the in-memory ranker in the report; the name is older than the class."""
MOST_COMPARED: Final = 40
"""Questions that the statement answers as well."""


async def run_backtest(
    database: Database,
    options: BacktestOptions,
    rows: Iterable[Row] | None = None,
    *,
    source: str = "the graph",
    progress: Progress = lambda count: None,
) -> BacktestReport:
    """Evaluates the requests of `rows`, by default those of the graph. Writes nothing.

    The keys that `rows` name must be in the graph. Raises TooFewTrials, and the errors of the database.
    """
    held = await read_requests(database)
    requests = held if rows is None else requests_of(rows)
    snapshot = await read_snapshot(database, places(held) | places(requests))
    found = checked_trials(snapshot, requests, options)
    similarity = SimilarityMatrix(snapshot, requests)
    observed = evaluate(snapshot, requests, similarity, options, progress)
    return BacktestReport(
        source=source,
        requests=len(requests),
        synthetic=sum(request.synthetic for request in requests),
        requesters=len({trial.place for trial in found.taken}),
        left_out={str(reason): count for reason, count in found.left_out.items()},
        warm=options.warm,
        draws=options.draws,
        seed=options.seed,
        engine=ENGINE,
        agreement=await agreement(database, _ranker(snapshot, held), _questions(found.taken)),
        observed=observed,
        shuffled=evaluate(snapshot, shuffled(requests, options.seed), similarity, options, progress)
        if options.shuffle
        else None,
    )


def places(requests: Iterable[PastRequest]) -> set[str]:
    """The places that asked."""
    return {key for request in requests for key in request.places}


def _ranker(snapshot: GraphSnapshot, requests: Sequence[PastRequest]) -> InMemoryRanker:
    return InMemoryRanker(snapshot, requests, SimilarityMatrix(snapshot, requests))


def _questions(taken: Sequence[Trial]) -> list[Question]:
    return [trial.question for trial in taken[:: -(-len(taken) // MOST_COMPARED)]]
