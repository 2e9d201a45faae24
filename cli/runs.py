"""`learning-sites runs`: the runs of the loaders."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from cli.exits import exit_on_error
from cli.session import connected
from graph.deadline import Deadline
from graph.errors import UnknownKey
from graph.statements import statement

RUNS = statement("load/runs")

DEADLINE_S = 60.0
COUNTS = ("read", "created", "updated", "deleted", "unchanged", "quarantined")


def runs_(
    run: Annotated[str | None, typer.Argument(help="Key of one run, as the list shows it.")] = None,
    last: Annotated[int, typer.Option(help="Number of runs, the newest first.", min=1, max=1000)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print the runs as JSON.")] = False,
) -> None:
    """Show the last runs of the loaders, or one run."""
    with exit_on_error() as settings, connected(settings) as session:
        parameters = {"key": run, "last": last}
        records = session.run(session.database.read(RUNS, parameters, Deadline.after(DEADLINE_S)))
        found = [dict(record["run"]) for record in records]
        if run is not None and not found:
            raise UnknownKey(f"RUN: unknown run {run}; `learning-sites runs` lists them.")
    if as_json:
        typer.echo(orjson.dumps(found))
        return
    Console().print(_table(found))


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table("run", "source", "file", "status", *COUNTS, "seconds", box=None, pad_edge=False)
    for each in found:
        counts = ("" if each[name] is None else f"{each[name]:,}" for name in COUNTS)
        status = f"{each['status']}: {each['problem']}" if each["problem"] else each["status"]
        table.add_row(
            each["key"], each["source"], each["file"] or "", status, *counts, f"{each['seconds']:.1f}"
        )
    return table
