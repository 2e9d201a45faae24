"""`learning-sites backtest`: how well the recommender would have done on past requests."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from backtest import plot, tables
from backtest.report import Report
from backtest.run import run
from backtest.terms import Terms
from cli.bars import bar
from cli.exits import exit_on_error
from cli.session import Session, connected
from loaders.pipeline.row import Row
from loaders.pipeline.writer import check_references
from loaders.sources.requests.log import read_requests
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS

DEFAULTS = Terms()


def backtest_(
    file: Annotated[
        Path | None, typer.Argument(help="Request log: .csv, .jsonl, or .gz of them. By default the graph's.")
    ] = None,
    shuffle: Annotated[
        bool, typer.Option("--shuffle", help="Judge also with the answers shuffled within each quarter.")
    ] = DEFAULTS.shuffle,
    boot: Annotated[int, typer.Option(help="Draws of the bootstrap.")] = DEFAULTS.draws,
    warm: Annotated[
        float, typer.Option(help="Share of requests that are only learned from.")
    ] = DEFAULTS.warm,
    seed: Annotated[int, typer.Option(help="Number that the draws begin with.")] = DEFAULTS.seed,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    picture: Annotated[
        Path | None, typer.Option("--plot", help="Draw the result into this .svg or .png.")
    ] = None,
) -> None:
    """Tell how well `recommendSites` would have done on past requests, beside simple rules; writes no data.

    Each request is ranked with what was known at the end of the month before. Fewer than 100 are too few.
    """
    with exit_on_error() as settings:
        terms = Terms(warm, boot, seed, shuffle)
        if picture:
            plot.check(picture)
        rows = None if file is None else list(request_rows(read_requests(file)))
        with connected(settings) as session:
            report = _report(session, terms, rows, "the graph" if file is None else file.name)
        if picture:
            plot.draw(report, picture)
    if as_json:
        typer.echo(orjson.dumps(report, default=_named))
        return
    console = Console()
    console.print(tables.measures(report), tables.differences(report))
    for sentence in tables.sentences(report):
        console.print(sentence, highlight=False, soft_wrap=True)


def _report(session: Session, terms: Terms, rows: list[Row] | None, source: str) -> Report:
    if rows is not None:
        session.run(check_references(session.database, REQUESTS.target, rows))
    with bar("Ranking", None) as advance:
        return session.run(run(session.database, terms, rows, source=source, progress=advance))


def _named(measures: Any) -> dict[str, float]:
    """orjson knows no tuples with names."""
    return dict(measures._asdict())
