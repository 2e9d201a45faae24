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
from cli.dropped import DroppedFiles
from cli.exits import FAILED, QUARANTINED, exit_on_error
from cli.ingest import LoadSession, as_json, exit_code, stoppable
from cli.session import Session, connected
from domain.vocabulary import RunStatus
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.lease import lease
from loaders.pipeline.ledger import stop_abandoned
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.quarantine import remove_expired
from loaders.sources import SOURCES, source_of

LEASE_S: Final = 6 * 3600.0
"""After so many seconds another night may begin, even if this one has not ended."""
QUIET_S: Final = 600.0
"""A run that has not written for so many seconds has no process any more."""
NOT_TAKEN: Final = {"source": None, "status": "NOT_TAKEN"}
"""The report of a file that is not loaded, and so has no run."""


def nightly_(
    folder: Annotated[Path, typer.Argument(help="Folder of files: request logs, sites …; CSV, JSON, Excel.")],
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Bring the graph up to date, then load every file of a folder: source by source, in order of names.

    Exit code 3: bad rows were quarantined, or some files cannot be loaded and are named. Exit code 1: a file
    was not read to its end, or no file can be loaded. Running it again changes nothing.
    """
    console = Console(stderr=True, quiet=json)
    with exit_on_error() as settings:
        if not folder.is_dir():
            raise InvalidInput(f"FOLDER: {folder} is not a directory; give the folder of the files to load.")
        dropped = DroppedFiles.of(folder)
        with connected(settings) as session, stoppable() as stop:
            options = LoadOptions(quarantine=settings.quarantine, by="nightly", stop=stop, choose_sheet=True)
            load_session = LoadSession(settings, options, console)
            reports = session.run(_night(session, dropped, load_session, stop, console))
            removed = remove_expired(settings.quarantine, days=settings.quarantine_days)
        if removed:
            console.print(
                f"{len(removed)} quarantine files older than {settings.quarantine_days} days removed."
            )
    if json:
        unreadable = [
            as_json(LoadReport(source="", path=Path(name), status=RunStatus.FAILED, problem=why)) | NOT_TAKEN
            for name, why in dropped.unreadable.items()
        ]
        typer.echo(orjson.dumps([*map(as_json, reports), *unreadable]))
    code = exit_code(reports)
    if dropped.unreadable and code == 0:
        code = QUARANTINED if reports else FAILED
    raise typer.Exit(code)


async def _night(
    session: Session,
    dropped: DroppedFiles,
    load_session: LoadSession,
    stop: Callable[[], bool],
    console: Console,
) -> list[LoadReport]:
    """Loads under a lease, so that two nights never overlap; returns the report of each file."""
    reports = list[LoadReport]()
    database = session.database
    async with lease(database, "nightly", Deadline.after(SETUP_DEADLINE_S), seconds=LEASE_S):
        await bring_migrations(database, console)
        await stop_abandoned(database, quiet_s=QUIET_S)
        await bring_reference(database, console)
        for source in SOURCES:
            found = [path for path in dropped.files if source_of(path.name) is source]
            reports += await load_session.load(database, source, found, skip_unreadable=True)
        if not stop():
            await bring_similarity(database, console)
        for name, why in dropped.unreadable.items():
            console.print(escape(f"{name}: not loaded: {why}"), soft_wrap=True, highlight=False)
        done = sum(report.status is RunStatus.DONE for report in reports)
        if dropped.files or not dropped.unreadable:
            console.print(f"{done} of {len(dropped.files)} files loaded.")
        if dropped.unreadable:
            console.print(f"{len(dropped.unreadable)} files cannot be loaded, see above.")
    return reports
