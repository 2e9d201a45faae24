"""A whole backtest: what the graph or a log holds, judged, and held to the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from backtest.agreement import agreement
from backtest.ground import Ground, read_ground, read_requests
from backtest.judge import Progress, checked_trials, judge
from backtest.likeness import Likeness
from backtest.report import Report
from backtest.request import Request, Row, requests_of
from backtest.shuffle import shuffled
from backtest.terms import Terms
from backtest.trial import Trial
from backtest.twin import Twin
from domain.recommendation import Question
from graph.database import Database

ENGINE: Final = "twin"
MOST_COMPARED: Final = 40
"""Questions that are asked of the statement as well."""


async def run(
    database: Database,
    terms: Terms,
    rows: Iterable[Row] | None = None,
    *,
    source: str = "the graph",
    progress: Progress = lambda count: None,
) -> Report:
    """Judges the requests of `rows`, by default those of the graph. Nothing is written.

    Whatever `rows` name must be in the graph. Raises TooFewTrials, and the errors of the database.
    """
    held = await read_requests(database)
    requests = held if rows is None else requests_of(rows)
    ground = await read_ground(database, places(held) | places(requests))
    found = checked_trials(ground, requests, terms)
    likeness = Likeness(ground, requests)
    observed = judge(ground, requests, likeness, terms, progress)
    return Report(
        source=source,
        requests=len(requests),
        synthetic=sum(request.synthetic for request in requests),
        requesters=len({trial.place for trial in found.taken}),
        left_out={str(reason): count for reason, count in found.left_out.items()},
        warm=terms.warm,
        draws=terms.draws,
        seed=terms.seed,
        engine=ENGINE,
        agreement=await agreement(database, _twin(ground, held), _questions(found.taken)),
        observed=observed,
        shuffled=judge(ground, shuffled(requests, terms.seed), likeness, terms, progress)
        if terms.shuffle
        else None,
    )


def places(requests: Iterable[Request]) -> set[str]:
    """The places that ask."""
    return {key for request in requests for key in request.places}


def _twin(ground: Ground, requests: Sequence[Request]) -> Twin:
    return Twin(ground, requests, Likeness(ground, requests))


def _questions(taken: Sequence[Trial]) -> list[Question]:
    return [trial.question for trial in taken[:: -(-len(taken) // MOST_COMPARED)]]
