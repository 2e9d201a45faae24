"""`learning-sites resolve`: the jurisdiction that a name means, and a score of the resolver on real names."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Column, Table

from cli.exits import exit_on_error
from domain.vocabulary import JurisdictionType
from graph.errors import InvalidInput
from graph.settings import Settings
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.resolver.aliases import teach
from loaders.resolver.answer import Answer, Resolved
from loaders.resolver.report import ResolverReport, Score, report
from loaders.resolver.resolver import Resolver
from loaders.resolver.zips import read_zips

SHOWN_WRONG = 20


def resolver_of(settings: Settings) -> Resolver:
    """The resolver over our data and the operator's files. Raises DataInvalid when one is broken."""
    zips = read_zips(settings.zip_counties) if settings.zip_counties else {}
    resolver = Resolver(read_jurisdictions(), zips=zips)
    if settings.jurisdiction_aliases:
        teach(resolver, settings.jurisdiction_aliases)
    return resolver


def resolve_(
    name: Annotated[
        str | None,
        typer.Argument(help='A name as people write it, or a ZIP code: "City of St. Louis", 05401.'),
    ] = None,
    state: Annotated[str | None, typer.Option(help="State: two letters, or its name.")] = None,
    kind: Annotated[JurisdictionType | None, typer.Option(help="Type of jurisdiction.")] = None,
    fips: Annotated[
        str | None, typer.Option(help="FIPS code of the county, or of the county it lies in.")
    ] = None,
    zip_code: Annotated[str | None, typer.Option("--zip", help="ZIP code, of five or nine digits.")] = None,
    score: Annotated[
        bool, typer.Option("--report", help="Score the resolver on real names in varied spelling.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Find the jurisdiction that a name means, or the candidates. No database is needed."""
    given = any((name, state, kind, fips, zip_code))
    with exit_on_error() as settings:
        if score == given or not (score or name or fips or zip_code):
            raise InvalidInput("NAME: give a name, --fips or --zip to resolve; or give --report alone.")
        if score:
            _print_report(report(read_jurisdictions()), as_json)
        else:
            resolver = resolver_of(settings)
            answer = resolver.resolve(name, state=state, kind=kind, fips=fips, zip_code=zip_code)
            _print_answer(answer, resolver, as_json)


def _print_answer(answer: Answer, resolver: Resolver, as_json: bool) -> None:
    outcome = type(answer).__name__.lower()
    if as_json:
        typer.echo(orjson.dumps({"outcome": outcome, **asdict(answer)}))
        return
    if isinstance(answer, Resolved):
        similarity = f", similarity {answer.score:g}" if answer.score < 1 else ""
        for key in answer.keys:
            one = resolver.jurisdiction(key)
            typer.echo(f"{key}  {one.name}, {one.state}  (by {answer.how}{similarity})")
        return
    typer.echo(f"{outcome}: {answer.why}")
    for each in answer.candidates:
        typer.echo(f"  {each.score:.3f}  {each.key}  {each.name}, {each.state}")


def _print_report(made: ResolverReport, as_json: bool) -> None:
    if as_json:
        typer.echo(
            orjson.dumps(
                {
                    "half": made.half,
                    "threshold": made.threshold,
                    "margin": made.margin,
                    "forms": [_numbers(each) for each in made.scores],
                    "wrong": [asdict(each) for each in made.wrong],
                }
            )
        )
        return
    table = Table(Column("form", no_wrap=True), "rows", "answers", "resolved", "right", "precision", "recall")
    for each in made.scores:
        counts = (each.rows, each.expected, each.resolved, each.right)
        table.add_row(each.form, *map(str, counts), _percent(each.precision), _percent(each.recall))
    console = Console()
    console.print(table)
    console.print(
        f"Names that the tuning has not seen. A similar name needs a similarity of {made.threshold:g}, "
        f"{made.margin:g} above the next.",
        highlight=False,
    )
    for wrong in made.wrong[:SHOWN_WRONG]:
        text = f"wrong: {wrong.text} ({wrong.form}) became {', '.join(wrong.resolved)}"
        console.print(text, highlight=False, markup=False)


def _numbers(each: Score) -> dict[str, object]:
    return asdict(each) | {"precision": each.precision, "recall": each.recall}


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.2%}"
