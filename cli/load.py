"""`learning-sites load`, `migrate` and `similarity`: bring data in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from cli.contents import bring_migrations, bring_reference, bring_similarity
from cli.exits import told
from cli.intake import Taker, ending, plain, stoppable
from cli.session import connected
from graph.errors import InvalidInput
from loaders.intake import Options, Report
from loaders.readers import ENCODINGS

AsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]


def migrate_() -> None:
    """Apply the migrations that the graph does not have yet."""
    with told() as settings, connected(settings) as session:
        if not session.run(bring_migrations(session.database, Console())):
            typer.echo("Nothing to apply.")


def load_(
    source: Annotated[str, typer.Argument(help="`reference` (sites, jurisdictions …) or `requests`.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Request logs: .csv, .tsv, .jsonl, .ndjson, .json (.gz, .zip), .xlsx."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook that has several.")] = None,
    encoding: Annotated[
        str | None, typer.Option(help=f"{' or '.join(ENCODINGS)}; by default UTF-8, or what the file says.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report all, keep nothing.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on behind what an unfinished run over the same file wrote.")
    ] = False,
    most_bad: Annotated[
        float, typer.Option(min=0, max=1, help="Stop a file when more than this share of its rows is bad.")
    ] = 0.5,
    as_json: AsJson = False,
) -> None:
    """Load data. A second time nothing changes, and it says so. Bad rows are set aside: exit code 3."""
    console = Console(stderr=True, quiet=as_json)
    with told() as settings:
        if source not in ("reference", "requests"):
            raise InvalidInput(f"SOURCE: reference or requests is what can be loaded (got {source!r}).")
        if (source == "requests") != bool(files):
            need = "at least one file" if source == "requests" else "no file: its data comes with the program"
            raise InvalidInput(f"FILE: {source} needs {need}.")
        if source == "reference" and (sheet or encoding):
            raise InvalidInput("SHEET, ENCODING: only requests are read from a file; leave them out.")
        with connected(settings) as session:
            session.run(bring_migrations(session.database, console))
            if source == "reference":
                counts = session.run(bring_reference(session.database, console, force=True))
                _print_json(as_json, {name: asdict(each) for name, each in counts.items()})
                return
            reports: dict[str, Report] = {}
            with stoppable() as stop:
                options = Options(
                    quarantine=settings.quarantine,
                    dry_run=dry_run,
                    resume=resume,
                    most_bad=most_bad,
                    sheet=sheet,
                    encoding=encoding,
                    stop=stop,
                )
                taker = Taker(settings, options, console)
                for path in files or ():
                    if not stop():
                        reports[str(path)] = session.run(taker.take(session.database, path))
    _print_json(as_json, {name: plain(each) for name, each in reports.items()})
    raise typer.Exit(ending(reports.values()))


def _print_json(wanted: bool, what: dict[str, Any]) -> None:
    if wanted:
        typer.echo(orjson.dumps(what))


def similarity_(
    full: Annotated[
        bool, typer.Option("--full", help="Compute every list, also when nothing has changed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring SIMILAR_TO up to date: of each jurisdiction the most similar others."""
    with told() as settings, connected(settings) as session:
        console = Console(quiet=as_json)
        built = session.run(bring_similarity(session.database, console, full=full))
    if as_json:
        typer.echo(orjson.dumps(asdict(built)))
