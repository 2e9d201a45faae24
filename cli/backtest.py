"""`learning-sites backtest`: how well the recommender would have done on past requests."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from backtest import plot, tables
from backtest.backtest import run_backtest
from backtest.options import BacktestOptions
from backtest.report import BacktestReport
from cli.bars import bar
from cli.exits import exit_on_error
from cli.session import Session, connected
from loaders.pipeline.row import Row
from loaders.pipeline.writer import check_references
from loaders.sources.requests.log import read_requests
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS

DEFAULTS = BacktestOptions()


def backtest_(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Request log: .csv or .jsonl, also compressed (.gz). Default: the graph's requests."
        ),
    ] = None,
    shuffle: Annotated[
        bool,
        typer.Option(
            "--shuffle", help="Also evaluate the log with its answers shuffled within each quarter."
        ),
    ] = DEFAULTS.shuffle,
    boot: Annotated[int, typer.Option(help="Number of bootstrap draws.")] = DEFAULTS.draws,
    warm: Annotated[
        float, typer.Option(help="Share of requests that only serve as evidence, 0 to 0.95.")
    ] = DEFAULTS.warm,
    seed: Annotated[int, typer.Option(help="Seed of the draws and of the shuffle.")] = DEFAULTS.seed,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    picture: Annotated[
        Path | None, typer.Option("--plot", help="Write a chart to this .svg or .png file.")
    ] = None,
) -> None:
    """Evaluate `recommendSites` on past requests, beside simple rules; writes no data.

    Each request is ranked with what was known at the end of the month before. At least 100 are needed.
    """
    with exit_on_error() as settings:
        options = BacktestOptions(warm, boot, seed, shuffle)
        if picture:
            plot.check(picture)
        rows = None if file is None else list(request_rows(read_requests(file)))
        with connected(settings) as session:
            report = _report(session, options, rows, "the graph" if file is None else file.name)
        if picture:
            plot.draw(report, picture)
    if as_json:
        typer.echo(orjson.dumps(report, default=_named))
        return
    console = Console()
    console.print(tables.measures(report), tables.differences(report))
    for sentence in tables.sentences(report):
        console.print(sentence, highlight=False, soft_wrap=True)


def _report(
    session: Session, options: BacktestOptions, rows: list[Row] | None, source: str
) -> BacktestReport:
    if rows is not None:
        session.run(check_references(session.database, REQUESTS.target, rows))
    with bar("Ranking", None) as advance:
        return session.run(run_backtest(session.database, options, rows, source=source, progress=advance))


def _named(measures: Any) -> dict[str, float]:
    """orjson knows no tuples with names."""
    return dict(measures._asdict())
