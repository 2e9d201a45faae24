"""`learning-sites unplaced`: names that no jurisdiction has, as the draft of an operator's aliases."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Final

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from cli.exits import exit_on_error
from graph.errors import InvalidInput
from loaders.pipeline.quarantine.unplaced import UnplacedNames, UnplacedRow

COLUMNS: Final = ("name", "state", "key", "type", "rows", "candidates")
FORMULA: Final = ("=", "+", "-", "@")
"""Begins of a cell that a spreadsheet would evaluate."""
SHOWN: Final = 100
SHOWN_CANDIDATES: Final = 2


def unplaced_(
    run: Annotated[str | None, typer.Option("--run", help="Names of one run; `runs` lists the keys.")] = None,
    as_csv: Annotated[
        bool,
        typer.Option("--csv", help="Print all as CSV: the draft of the file of aliases, with an empty key."),
    ] = False,
    last: Annotated[int, typer.Option(help="Number of names, those of the most rows first.", min=1)] = SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="Print all as JSON.")] = False,
) -> None:
    """List names in logs that no jurisdiction has, with the nearest ones: of the last run over each file.

    Write the right key beside a name of the CSV, and set LEARNING_SITES_JURISDICTION_ALIASES to the file: the
    next night finds these names.
    """
    with exit_on_error() as settings:
        if as_csv and as_json:
            raise InvalidInput("--csv: cannot be given with --json; give one of them.")
        found = UnplacedNames(settings.quarantine).names(run)
    if as_json:
        typer.echo(orjson.dumps([asdict(each) for each in found]))
    elif as_csv:
        _write_csv(found)
    else:
        if found:
            Console().print(_table(found[:last]))
        rows = sum(each.rows for each in found)
        more = f" {len(found) - last:,} more with --last {len(found)}." if len(found) > last else ""
        typer.echo(f"{len(found):,} names of {rows:,} rows are those of no jurisdiction.{more}")


def _write_csv(found: Sequence[UnplacedRow]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        # The resolver reads letters alone, so an apostrophe makes no difference to it.
        name = f"'{each.name}" if each.name.startswith(FORMULA) else each.name
        candidates = "; ".join(map(_candidate, each.candidates))
        writer.writerow((name, each.state, "", each.type, each.rows, candidates))


def _table(found: Sequence[UnplacedRow]) -> Table:
    table = Table(
        "name", "state", "type", Column("rows", justify="right"), "nearest", box=None, pad_edge=False
    )
    for each in found:
        nearest = "; ".join(map(_candidate, each.candidates[:SHOWN_CANDIDATES]))
        table.add_row(*map(escape, (each.name, each.state, each.type, f"{each.rows:,}", nearest)))
    return table


def _candidate(one: dict[str, Any]) -> str:
    """`us-place:4522240 Oxford, OH (Butler County, 23,035 people)`."""
    people = None if one["population"] is None else f"{one['population']:,} people"
    facts = ", ".join(fact for fact in (one["county"], people) if fact)
    return f"{one['key']} {one['name']}, {one['state']}{facts and f' ({facts})'}"
