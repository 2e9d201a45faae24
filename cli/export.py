"""`learning-sites export`: files for a tool that fills an empty database faster than a load."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from cli.exits import FAILED, exit_on_error
from cli.ingest import LoadSession, as_json, exit_code, stoppable
from cli.options import AsJson, Encoding, MostBad, Sheet
from graph.errors import DataInvalid
from loaders.export.export import BY, Export
from loaders.export.files import ARGUMENTS, Files
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_file import check_readable
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS


class Tool(StrEnum):
    """Tools that import the files."""

    NEO4J_ADMIN = "neo4j-admin"


def export_(
    tool: Annotated[Tool, typer.Option("--for", metavar="|".join(Tool), help="Tool that imports the files.")],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Folder for the files; new or empty.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Request logs: .csv, .tsv, .jsonl, .ndjson, .json (.gz, .zip), .xlsx."),
    ] = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    most_bad: MostBad = None,
    json: AsJson = False,
) -> None:
    """Write reference data and request logs as files that neo4j-admin imports into an empty database.

    No database is needed. Exit code 3: bad rows were quarantined.
    """
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
        check_readable(files or (), options)
        export = Export(written)
        with console.status("Writing the reference data …"):
            rows = export.reference()
        load_session = LoadSession(settings, options, console)
        reports = asyncio.run(
            load_session.load_each(export.add, REQUESTS, files or (), seen=DuplicateIndex())
        )
        complete = exit_code(reports) != FAILED
        if complete:
            export.finish()
        if json:
            read = {str(report.path): as_json(report) for report in reports}
            typer.echo(orjson.dumps({"whole": complete, "reference": rows, **written.counts, "files": read}))
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
