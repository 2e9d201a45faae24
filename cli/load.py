"""`learning-sites load`, `migrate` and `similarity`: bring data in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from cli.contents import bring_migrations, bring_reference, bring_similarity
from cli.exits import told
from cli.intake import Taker, ending, plain, stoppable
from cli.options import AsJson, Encoding, MostBad, Sheet
from cli.session import connected
from graph.errors import InvalidInput
from loaders.pipeline.load_file import Options
from loaders.pipeline.sweep import MOST_SWEPT
from loaders.sources import BY_NAME
from loaders.sources.populations import POPULATIONS


def migrate_() -> None:
    """Apply the migrations that the graph does not have yet."""
    with told() as settings, connected(settings) as session:
        if not session.run(bring_migrations(session.database, Console())):
            typer.echo("Nothing to apply.")


def load_(
    source: Annotated[
        str, typer.Argument(help=f"`reference` (what comes with the program), or {', '.join(BY_NAME)}.")
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Its files: .csv, .tsv, .jsonl, .ndjson, .json (.gz, .zip), .xlsx."),
    ] = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report all, keep nothing.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on behind what an unfinished run over the same file wrote.")
    ] = False,
    most_bad: MostBad = None,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="The files are the whole source: delete what is in none of them."),
    ] = False,
    most_deleted: Annotated[
        float,
        typer.Option(min=0, max=1, help="Delete nothing where that would be more than this share."),
    ] = MOST_SWEPT,
    as_json: AsJson = False,
) -> None:
    """Load data. A second time nothing changes, and it says so. Bad rows are set aside: exit code 3."""
    console = Console(stderr=True, quiet=as_json)
    with told() as settings:
        kind = BY_NAME.get(source)
        if kind is None and source != "reference":
            raise InvalidInput(
                f"SOURCE: reference, {', '.join(BY_NAME)} can be loaded (got {source!r}); name one of them."
            )
        if (kind is None) == bool(files):
            need = "at least one file" if kind else "no file: its data comes with the program"
            raise InvalidInput(f"FILE: {source} needs {need}.")
        if kind is None and (sheet or encoding or complete):
            raise InvalidInput("SHEET, ENCODING, COMPLETE: they are for a source's files; leave them out.")
        if kind and complete and kind.every is None:
            raise InvalidInput(f"COMPLETE: nothing of {source} can be deleted; leave it out.")
        with connected(settings) as session:
            session.run(bring_migrations(session.database, console))
            if kind is None:
                counts = session.run(bring_reference(session.database, console, force=True))
                _print_json(as_json, {name: asdict(each) for name, each in counts.items()})
                return
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
                taker = Taker(settings, options, console, complete=most_deleted if complete else None)
                reports = session.run(taker.take(session.database, kind, files or ()))
            if kind is POPULATIONS and any(report.counts.changed for report in reports) and not dry_run:
                session.run(bring_similarity(session.database, console))
    _print_json(as_json, {str(report.path): plain(report) for report in reports})
    raise typer.Exit(ending(reports))


def _print_json(wanted: bool, what: object) -> None:
    if wanted:
        typer.echo(orjson.dumps(what))


def similarity_(
    full: Annotated[
        bool, typer.Option("--full", help="Compute every list, also when nothing has changed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring SIMILAR_TO up to date: the most similar others of each jurisdiction."""
    with told() as settings, connected(settings) as session:
        console = Console(quiet=as_json)
        built = session.run(bring_similarity(session.database, console, full=full))
    if as_json:
        typer.echo(orjson.dumps(asdict(built)))
