"""`learning-sites runs`: the runs of the loaders."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cli.contents import sentence
from cli.exits import exit_on_error, with_full_stop
from cli.session import Session, connected
from cli.unlock import unlock
from graph.deadline import Deadline
from graph.errors import InvalidInput, UnknownKey
from graph.statements import statement
from loaders.pipeline.writer import Counts

RUNS = statement("load/runs")
RUN_OF = statement("load/run_of")

DEADLINE_S = 60.0
COUNTS = ("created", "updated", "deleted", "unchanged", "quarantined")


def runs_(
    run: Annotated[str | None, typer.Argument(help="Key of one run, as the list shows it.")] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Show which run, file and line wrote a request last: `request:…`."),
    ] = None,
    last: Annotated[int, typer.Option(help="Number of runs, the newest first.", min=1, max=1000)] = 20,
    ends_leases: Annotated[
        bool, typer.Option("--unlock", help="End the lease of a night that no longer runs, or hangs.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation of --unlock.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the runs, or the ended leases, as JSON.")
    ] = False,
) -> None:
    """Show the last runs of the loaders, one run, or that of a request; with --unlock, end leases."""
    with exit_on_error() as settings:
        if run is not None and ends_leases:
            raise InvalidInput("RUN: --unlock ends leases, not runs; leave the key out.")
        if of is not None and (run is not None or ends_leases):
            raise InvalidInput("--of: shows the run of a request; leave RUN and --unlock out.")
        if yes and not ends_leases:
            raise InvalidInput("--yes: only --unlock needs to be confirmed; leave it out, or add --unlock.")
        with connected(settings) as session:
            if ends_leases:
                ended = unlock(session, yes=yes, quiet=as_json)
                if as_json:
                    typer.echo(orjson.dumps(ended))
                return
            if of is not None:
                _show_origin(_origin(session, of), as_json)
                return
            found = _found(session, run, last)
    if as_json:
        typer.echo(orjson.dumps(found))
        return
    console = Console()
    for each in found:
        _print(console, each)


def _found(session: Session, run: str | None, last: int) -> list[dict[str, Any]]:
    parameters = {"key": run, "last": last}
    records = session.run(session.database.read(RUNS, parameters, Deadline.after(DEADLINE_S)))
    found = [dict(record["run"]) for record in records]
    if run is not None and not found:
        raise UnknownKey(f"RUN: unknown run {run}; `learning-sites runs` lists them.")
    return found


def _origin(session: Session, key: str) -> dict[str, Any]:
    records = session.run(session.database.read(RUN_OF, {"key": key}, Deadline.after(DEADLINE_S)))
    if not records:
        raise UnknownKey(f"--of: no request has the key {key}; write one such as request:r-0001.")
    return {"key": key, **records[0].data()}


def _show_origin(origin: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(orjson.dumps(origin))
    elif origin["run"] is None:
        typer.echo(f"{origin['key']} was not written from a file: by the API, or it came with the program.")
    else:
        place = f"line {origin['line']} of {origin['file']}" if origin["file"] else "the quarantine"
        typer.echo(f"{origin['key']} was last written from {place}, by {origin['run']}.")


def _print(console: Console, run: dict[str, Any]) -> None:
    """The key on a line of its own, to be copied, and below it what became of the run."""
    console.print(run["key"], markup=False, highlight=False, soft_wrap=True)
    counts = Counts(**{name: run[name] or 0 for name in COUNTS})
    file = f", {run['file']}" if run["file"] else ""
    texts = [f"{run['source']}{file}: {run['status']} after {run['seconds']:.1f} s.", sentence(counts)]
    texts += [with_full_stop(run["problem"])] if run["problem"] else []
    for text in texts:
        console.print(Padding(Text(text, overflow="fold"), (0, 0, 0, 2)))
