"""`learning-sites nightly`: what a scheduler runs each night over a folder of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console

from cli.contents import SETUP_DEADLINE_S, bring_migrations, bring_reference, bring_similarity
from cli.exits import told
from cli.intake import Taker, ending, plain, stoppable
from cli.session import Session, connected
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.lease import lease
from graph.vocabulary import RunStatus
from loaders.intake import Options, Report
from loaders.ledger import abandon
from loaders.quarantine import sweep
from loaders.readers import SUFFIXES
from loaders.sources import SOURCES, source_of

LEASE_S: Final = 6 * 3600.0
"""A night that died gives its place free after this long, seconds."""
QUIET_S: Final = 600.0
"""A run that has not written for so long has no process any more, seconds."""


def nightly_(
    folder: Annotated[Path, typer.Argument(help="Folder of files: request logs, sites …; CSV, JSON, Excel.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Bring the graph up to date, then load every file of a folder: source by source, by their names.

    Bad rows are set aside (exit code 3); a file that cannot be read on is named (1). Twice is once.
    """
    console = Console(stderr=True, quiet=as_json)
    with told() as settings:
        if not folder.is_dir():
            raise InvalidInput(f"FOLDER: {folder} is no folder; give the one that logs are dropped into.")
        paths = sorted(path for path in folder.iterdir() if _is_source(path.name))
        with connected(settings) as session, stoppable() as stop:
            options = Options(quarantine=settings.quarantine, by="nightly", stop=stop)
            taker = Taker(settings, options, console)
            reports = session.run(_night(session, paths, taker, stop, console))
            removed = sweep(settings.quarantine, days=settings.quarantine_days)
        if removed:
            console.print(
                f"Set aside for longer than {settings.quarantine_days} days, removed: {len(removed)} files."
            )
    if as_json:
        typer.echo(orjson.dumps([plain(report) for report in reports]))
    raise typer.Exit(ending(reports))


def _is_source(name: str) -> bool:
    # Excel and editors put a file of theirs beside one that is open.
    return name.lower().endswith(SUFFIXES) and not name.startswith(("~", "."))


async def _night(
    session: Session, paths: list[Path], taker: Taker, stop: Callable[[], bool], console: Console
) -> list[Report]:
    """Loads under a lease, so that two nights never overlap; what became of each file."""
    reports = list[Report]()
    database = session.database
    async with lease(database, "nightly", Deadline.after(SETUP_DEADLINE_S), seconds=LEASE_S):
        await bring_migrations(database, console)
        await abandon(database, quiet_s=QUIET_S)
        await bring_reference(database, console)
        for source in SOURCES:
            found = [path for path in paths if source_of(path.name) is source]
            reports += await taker.take(database, source, found, forgiving=True)
        if not stop():
            await bring_similarity(database, console)
        done = sum(report.status is RunStatus.DONE for report in reports)
        console.print(f"{done} of {len(paths)} files loaded.")
    return reports
