"""`learning-sites resolve`: the jurisdiction that a name means, and a score of the resolver on real names."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

from cli.exits import exit_on_error
from cli.resolver_report import print_file_report, print_report
from cli.session import connected
from domain.vocabulary import JurisdictionType
from graph.deadline import Deadline
from graph.embedded import running
from graph.errors import InvalidInput, Unavailable
from graph.settings import Settings
from loaders.bundled.resolver import bundled_kinds_report, bundled_report, resolver_of
from loaders.own_jurisdictions import OwnJurisdictions, read_own_jurisdictions
from loaders.resolver.answer import Answer, Resolved
from loaders.resolver.kinds_report import by_kind, read_names
from loaders.resolver.resolver import Resolver

READ_S: Final = 10.0
"""Seconds for the jurisdictions of the graph."""


def _own_jurisdictions(settings: Settings) -> OwnJurisdictions:
    """Those of the graph, where its database runs; standard error names a remote one that does not answer."""
    if settings.embedded and running(settings) is None:
        return ()
    try:
        with connected(settings) as session:
            return session.run(read_own_jurisdictions(session.database, Deadline.after(READ_S)))
    except Unavailable as error:
        typer.echo(f"Without the jurisdictions that files have added: {error}", err=True)
        return ()


def resolve_(
    name: Annotated[
        str | None,
        typer.Argument(
            help='A name as people write it, or a ZIP code: "City of St. Louis", 05401. With --report, a CSV '
            "file of names with their keys or FIPS codes."
        ),
    ] = None,
    state: Annotated[str | None, typer.Option(help="State: two letters, or its name.")] = None,
    kind: Annotated[JurisdictionType | None, typer.Option(help="Type of jurisdiction.")] = None,
    fips: Annotated[
        str | None, typer.Option(help="FIPS code of the county, or of the county it lies in.")
    ] = None,
    zip_code: Annotated[str | None, typer.Option("--zip", help="ZIP code, of five or nine digits.")] = None,
    score: Annotated[
        bool,
        typer.Option("--report", help="Score the resolver: on real names in varied spelling, or on a file."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Find the jurisdiction that a name means, or the candidates.

    No database is needed; one that runs is asked for the jurisdictions that files have added.
    """
    fields = any((state, kind, fips, zip_code))
    with exit_on_error() as settings:
        if (score and fields) or not (score or name or fips or zip_code):
            raise InvalidInput(
                "NAME: give a name, --fips or --zip to resolve; or give --report alone, or with a file."
            )
        if score and name:
            print_file_report(
                name,
                by_kind(resolver_of(settings, _own_jurisdictions(settings)), read_names(_file(name))),
                as_json,
            )
        elif score:
            print_report(bundled_report(), bundled_kinds_report(), as_json)
        else:
            resolver = resolver_of(settings, _own_jurisdictions(settings))
            answer = resolver.resolve(name, state=state, kind=kind, fips=fips, zip_code=zip_code)
            _print_answer(answer, resolver, as_json)


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise InvalidInput(
            f"NAME: give a name without --report, or with it a CSV file of names; there is no file {name}."
        )
    return path


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
        typer.echo(f"  {each.score:.3f}  {each.key}  {each}")
