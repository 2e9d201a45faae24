"""`learning-sites export --for research`: the graph as tables, with a dictionary and a citation."""

from __future__ import annotations

from pathlib import Path

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from cli.bars import bar
from cli.exits import exit_on_error
from cli.session import connected
from loaders.output_folder import OutputFolder
from loaders.research.packages import check_packages
from schema.data_model import DATA_MODEL


def write_research_files(to: Path, *, with_requests: bool, json: bool) -> None:
    """Writes the export, and what is in it to standard output."""
    with exit_on_error() as settings:
        check_packages()
        # The packages that it imports may be missing.
        from loaders.research.export import export_for_research

        folder = OutputFolder(to)
        with connected(settings) as session, bar("Exporting rows", None) as advance:
            exported = session.run(
                export_for_research(
                    session.database, DATA_MODEL, folder, with_requests=with_requests, progress=advance
                )
            )
    size = sum(path.stat().st_size for path in to.rglob("*") if path.is_file())
    release = exported.release
    if json:
        facts = {
            "release": release.name,
            "dataVersion": release.version,
            "day": release.day,
            "requests": release.requests if with_requests else 0,
            "synthetic": release.synthetic if with_requests else 0,
            "rows": exported.rows,
            "bytes": size,
        }
        typer.echo(orjson.dumps(facts))
        return
    console = Console(soft_wrap=True, highlight=False)
    rows = sum(exported.rows.values())
    console.print(
        f"{escape(str(to))}: {release.name}, {rows:,} rows, {size / 1e6:.1f} MB. Begin with README.md."
    )
    console.print(release.about_requests)
