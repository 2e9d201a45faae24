"""`learning-sites export --for neo4j-admin`: files that fill an empty database faster than a load."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from cli.exits import FAILED, exit_on_error
from cli.ingest import LoadSession, as_json, exit_code, mark_reported, stoppable
from graph.errors import DataInvalid
from loaders.export.export import BY, Export
from loaders.export.files import ARGUMENTS, Files
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_file import check_readable
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS


def write_import_files(
    to: Path,
    files: Sequence[Path],
    *,
    sheet: str | None,
    encoding: str | None,
    most_bad: float | None,
    json: bool,
) -> None:
    """Writes reference data and request logs; ends the command with its exit code."""
    console = Console(stderr=True, quiet=json)
    with exit_on_error() as settings, Files(to) as written, stoppable() as stop:
        options = LoadOptions(
            quarantine=settings.quarantine,
            by=BY,
            max_bad_share=most_bad,
            sheet=sheet,
            encoding=encoding,
            stop=stop,
        )
        check_readable(files, options)
        export = Export(written)
        with console.status("Writing the reference data …"):
            rows = export.reference()
        load_session = LoadSession(settings, options, console)
        reports = asyncio.run(load_session.load_each(export.add, REQUESTS, files, seen=DuplicateIndex()))
        complete = exit_code(reports) != FAILED
        if complete:
            export.finish()
        if json:
            read = {str(report.path): as_json(report) for report in reports}
            typer.echo(orjson.dumps({"whole": complete, "reference": rows, **written.counts, "files": read}))
        mark_reported(settings, reports)
        if not complete:
            raise DataInvalid(
                "FILE: not every log was read to its end, nothing is exported; fix the logs and export again."
            )
    counts = f"{written.counts['nodes']:,} nodes, {written.counts['relationships']:,} relationships"
    console.print(
        f"{escape(str(to))}: {counts}. There, while the database is stopped and empty: "
        f"neo4j-admin database import full neo4j @{ARGUMENTS}",
        soft_wrap=True,
        highlight=False,
    )
    raise typer.Exit(exit_code(reports))
