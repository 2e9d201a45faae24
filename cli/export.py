"""`learning-sites export`: files for a tool that fills an empty database faster than any load."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from cli.exits import FAILED, told
from cli.intake import Taker, ending, plain, stoppable
from cli.options import AsJson, Encoding, MostBad, Sheet
from graph.errors import DataInvalid
from loaders.export.export import BY, Export
from loaders.export.files import ARGUMENTS, Files
from loaders.pipeline.duplicates import Seen
from loaders.pipeline.load_file import Options, refuse_unreadable
from loaders.sources.requests.source import REQUESTS


class Tool(StrEnum):
    """Who reads the files."""

    NEO4J_ADMIN = "neo4j-admin"


def export_(
    tool: Annotated[Tool, typer.Option("--for", metavar="|".join(Tool), help="Who reads the files.")],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="For the files; new or empty.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Request logs: .csv, .tsv, .jsonl, .ndjson, .json (.gz, .zip), .xlsx."),
    ] = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    most_bad: MostBad = None,
    as_json: AsJson = False,
) -> None:
    """Write reference data and request logs as files that neo4j-admin imports into an empty database.

    No database is needed. Bad rows are set aside (exit code 3).
    """
    console = Console(stderr=True, quiet=as_json)
    with told() as settings, Files(to) as written, stoppable() as stop:
        options = Options(
            quarantine=settings.quarantine,
            by=BY,
            most_bad=most_bad,
            sheet=sheet,
            encoding=encoding,
            stop=stop,
        )
        refuse_unreadable(files or (), options)
        export = Export(written)
        with console.status("Writing the reference data …"):
            rows = export.reference()
        taker = Taker(settings, options, console)
        reports = asyncio.run(taker.each(export.take, REQUESTS, files or (), seen=Seen()))
        whole = ending(reports) != FAILED
        if whole:
            export.finish()
        if as_json:
            read = {str(report.path): plain(report) for report in reports}
            typer.echo(orjson.dumps({"whole": whole, "reference": rows, **written.counts, "files": read}))
        if not whole:
            raise DataInvalid(
                "FILE: not every log came to its end, so nothing is exported; mend it, try again."
            )
    counts = f"{written.counts['nodes']:,} nodes, {written.counts['relationships']:,} relationships"
    console.print(
        f"{escape(str(to))}: {counts}. There, while the database is stopped and empty: "
        f"neo4j-admin database import full neo4j @{ARGUMENTS}",
        soft_wrap=True,
        highlight=False,
    )
    raise typer.Exit(ending(reports))
