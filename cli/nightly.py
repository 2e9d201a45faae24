"""`learning-sites nightly`: what a scheduler runs each night over a folder of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from cli.contents import SETUP_DEADLINE_S, bring_migrations, bring_reference, bring_similarity
from cli.dropped import Dropped
from cli.exits import FAILED, QUARANTINED, told
from cli.intake import Taker, ending, plain, stoppable
from cli.session import Session, connected
from domain.vocabulary import RunStatus
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.lease import lease
from loaders.pipeline.ledger import abandon
from loaders.pipeline.load_file import Options, Report
from loaders.pipeline.quarantine import sweep
from loaders.sources import SOURCES, source_of

LEASE_S: Final = 6 * 3600.0
"""A night that died gives its place free after this long, seconds."""
QUIET_S: Final = 600.0
"""A run that has not written for so long has no process any more, seconds."""
NOT_TAKEN: Final = {"source": None, "status": "NOT_TAKEN"}
"""What the report says of a file that is not loaded, and so has no run."""


def nightly_(
    folder: Annotated[Path, typer.Argument(help="Folder of files: request logs, sites …; CSV, JSON, Excel.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Bring the graph up to date, then load every file of a folder: source by source, by their names.

    Bad rows are quarantined, and files that cannot be loaded named: exit code 3. A file that cannot be read
    to its end, or that none can be loaded, is 1. Twice is once.
    """
    console = Console(stderr=True, quiet=as_json)
    with told() as settings:
        if not folder.is_dir():
            raise InvalidInput(f"FOLDER: {folder} is no folder; give the one that logs are dropped into.")
        dropped = Dropped.of(folder)
        with connected(settings) as session, stoppable() as stop:
            options = Options(quarantine=settings.quarantine, by="nightly", stop=stop, choose_sheet=True)
            taker = Taker(settings, options, console)
            reports = session.run(_night(session, dropped, taker, stop, console))
            removed = sweep(settings.quarantine, days=settings.quarantine_days)
        if removed:
            console.print(
                f"Set aside for longer than {settings.quarantine_days} days, removed: {len(removed)} files."
            )
    if as_json:
        rest = [
            plain(Report(source="", path=Path(name), status=RunStatus.FAILED, problem=why)) | NOT_TAKEN
            for name, why in dropped.rest.items()
        ]
        typer.echo(orjson.dumps([*map(plain, reports), *rest]))
    code = ending(reports)
    if dropped.rest and code == 0:
        code = QUARANTINED if reports else FAILED
    raise typer.Exit(code)


async def _night(
    session: Session, dropped: Dropped, taker: Taker, stop: Callable[[], bool], console: Console
) -> list[Report]:
    """Loads under a lease, so that two nights never overlap; what became of each file."""
    reports = list[Report]()
    database = session.database
    async with lease(database, "nightly", Deadline.after(SETUP_DEADLINE_S), seconds=LEASE_S):
        await bring_migrations(database, console)
        await abandon(database, quiet_s=QUIET_S)
        await bring_reference(database, console)
        for source in SOURCES:
            found = [path for path in dropped.files if source_of(path.name) is source]
            reports += await taker.take(database, source, found, forgiving=True)
        if not stop():
            await bring_similarity(database, console)
        for name, why in dropped.rest.items():
            console.print(escape(f"{name}: not loaded: {why}"), soft_wrap=True, highlight=False)
        done = sum(report.status is RunStatus.DONE for report in reports)
        if dropped.files or not dropped.rest:
            console.print(f"{done} of {len(dropped.files)} files loaded.")
        if dropped.rest:
            console.print(f"{len(dropped.rest)} files cannot be loaded, see above.")
    return reports
