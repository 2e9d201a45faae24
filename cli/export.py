"""`learning-sites export`: the graph as tables for research, or logs as files that neo4j-admin imports."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.exits import exit_on_error
from cli.import_files import write_import_files
from cli.options import AsJson, Encoding, MostBad, Sheet
from cli.research_export import write_research_files
from graph.errors import InvalidInput


class Tool(StrEnum):
    """What the files are for."""

    NEO4J_ADMIN = "neo4j-admin"
    RESEARCH = "research"


def export_(
    tool: Annotated[Tool, typer.Option("--for", metavar="|".join(Tool), help="What the files are for.")],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Folder for the files; new or empty.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="neo4j-admin: request logs: .csv, .tsv, .jsonl, .ndjson, .json (.gz, .zip), .xlsx."
        ),
    ] = None,
    without_requests: Annotated[
        bool, typer.Option("--without-requests", help="research: leave requests out, for a publication.")
    ] = False,
    sheet: Sheet = None,
    encoding: Encoding = None,
    most_bad: MostBad = None,
    json: AsJson = False,
) -> None:
    """Write the graph as tables for research, or request logs as files that neo4j-admin imports.

    research: Parquet, CSV, GraphML, a dictionary and a citation, from the database of this home or of
    NEO4J_URI. They hold single requests, so they are for staff; --without-requests is for publication.

    neo4j-admin: reference data and request logs for an empty database. No database is needed. Exit code 3:
    new bad rows were quarantined.
    """
    reading = {"FILES": files, "--sheet": sheet, "--encoding": encoding, "--most-bad": most_bad}
    with exit_on_error():
        if tool is Tool.RESEARCH:
            _refuse(tool, reading, Tool.NEO4J_ADMIN)
        else:
            _refuse(tool, {"--without-requests": without_requests or None}, Tool.RESEARCH)
    if tool is Tool.RESEARCH:
        write_research_files(to, with_requests=not without_requests, json=json)
    else:
        write_import_files(to, files or [], sheet=sheet, encoding=encoding, most_bad=most_bad, json=json)


def _refuse(tool: Tool, given: Mapping[str, object], other: Tool) -> None:
    """Raises InvalidInput for the options of the other tool."""
    for name, value in given.items():
        if value is not None and value != []:
            raise InvalidInput(f"{name}: --for {tool} does not take it; leave it out, or use --for {other}.")
