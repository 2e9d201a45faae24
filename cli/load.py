"""`learning-sites load`, `migrate` and `similarity`: bring data in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from cli.bars import bar
from cli.contents import bring_migrations, bring_reference, sentence
from cli.exits import told
from cli.session import connected
from graph.errors import InvalidInput
from loaders.readers import ENCODINGS
from loaders.runs import load
from loaders.sources import REFERENCE, requests_from
from loaders.writer import Counts

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
    as_json: AsJson = False,
) -> None:
    """Load data. A second time nothing changes, and it says so."""
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
            counts: dict[str, Counts] = {}
            if source == "reference":
                counts = session.run(bring_reference(session.database, console, force=True))
            logs = requests_from(sheet, encoding)
            for path in files or ():
                with bar(f"Loading {path.name}", None) as advance:
                    counts[str(path)] = session.run(load(session.database, logs, path, advance))
                console.print(f"{path}: {sentence(counts[str(path)])}")
    if as_json:
        typer.echo(orjson.dumps({name: asdict(each) for name, each in counts.items()}))


def similarity_(as_json: AsJson = False) -> None:
    """Build SIMILAR_TO anew: the most similar others of each county."""
    with told() as settings, connected(settings) as session:
        source = next(each for each in REFERENCE if each.name == "similarity")
        with bar("Comparing counties", None) as advance:
            counts = session.run(load(session.database, source, progress=advance))
        typer.echo(orjson.dumps(asdict(counts)) if as_json else sentence(counts))
