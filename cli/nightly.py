"""`learning-sites nightly`: what a scheduler runs each night over a folder of files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from cli.contents import bring_due_similarity, bring_migrations, bring_reference, bring_similarity
from cli.exits import exit_on_error
from cli.ingest import LoadSession, diff_lines, stoppable
from cli.night.dropped import DroppedFiles
from cli.night.expected import Expected
from cli.night.moved_files import move_files
from cli.night.report import checked_path, write_report
from cli.night.result import NightResult
from cli.night.summary import night_summary
from cli.night.webhook import notify, webhook_of
from cli.session import Session, connected
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import ExtraMissing, FetchFailed, GraphError, InvalidInput, MigrationError
from graph.lease import LEASE_S, lease
from graph.migrations import pending
from graph.settings import Settings
from graph.statements import statement
from loaders.bundled.stamp import reference_is_current
from loaders.pipeline.ledger import stop_abandoned
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.night import Night
from loaders.pipeline.quarantine import EntryState, QuarantineStore, remove_expired
from loaders.pipeline.quarantine.unplaced import UnplacedNames
from loaders.pipeline.usual import usual_nights
from loaders.readers.remote_file import RemoteFile, fetch
from loaders.sources import SOURCES
from loaders.sources.loader_toml import LoaderToml

RECORD: Final = statement("graph/night")
RECORD_S: Final = 10.0
READ_S: Final = 60.0
WAIT_S: Final = LEASE_S + 30.0
"""How long a night waits for another one: longer than the lease of a night that died."""
QUIET_S: Final = 600.0
"""A run that has not written for so many seconds has no process any more."""


def nightly_(
    folder: Annotated[Path, typer.Argument(help="Folder of files: request logs, sites …; CSV, JSON, Excel.")],
    expect: Annotated[
        list[str] | None,
        typer.Option(
            help="SOURCE or SOURCE=ROWS that must come in new files, or the night fails; repeatable."
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be created, updated and deleted; write nothing."),
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="File for a report for programs (JSON), also when the night fails.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the reports of the files as JSON.")] = False,
) -> None:
    """Bring the graph up to date, then load every file of a folder: source by source, in order of names.

    Exit code 3: new bad rows were quarantined, or some files cannot be loaded, or wait for the next night;
    they are named, or something is not as usual. Exit code 1: a file was not fetched or not read to its end,
    there is no file to load, or what is expected did not come. Running it again changes nothing.
    """
    console = Console(stderr=True, quiet=json)
    with exit_on_error() as settings:
        if not folder.is_dir():
            raise InvalidInput(f"FOLDER: {folder} is not a directory; give the folder of the files to load.")
        night = NightResult(folder, report=checked_path(report), dry_run=dry_run)
        webhook = None if dry_run else webhook_of(settings)
        conventions = LoaderToml.of(folder)
        expected = Expected.of(conventions.expect, expect or ())
        with _published(night, settings, webhook, console, json=json):
            _run(night, settings, conventions, expected, console)
    raise typer.Exit(night.exit_code)


@contextmanager
def _published(
    night: NightResult, settings: Settings, webhook: str | None, console: Console, *, json: bool
) -> Iterator[None]:
    """Prints the summary, writes the report and posts to the webhook, however the block ends."""
    try:
        yield
    except BaseException as error:
        night.error = error
        raise
    finally:
        if night.dropped is not None:
            for line in (
                *(line for each in night.reports for line in diff_lines(each)),
                *night_summary(night),
            ):
                _print(console, line)
            if json:
                typer.echo(orjson.dumps(list(night.files())))
        if night.report is not None:
            write_report(night.report, night.facts())
        if night.exit_code and webhook and (problem := notify(webhook, night)):
            _print(console, f"The webhook was not reached: {problem}.")
        if night.dropped is not None and not night.dry_run:
            QuarantineStore(settings.quarantine).mark_reported()


def _run(
    night: NightResult, settings: Settings, conventions: LoaderToml, expected: Expected, console: Console
) -> None:
    """Loads the folder. Raises NothingToLoad where it has no file that can be loaded, and ExpectedMissing."""
    fetched = list(_fetch(night, conventions.fetch))
    found = DroppedFiles.of(night.folder)
    with connected(settings) as session, stoppable() as stop:
        options = LoadOptions(
            quarantine=settings.quarantine,
            by="nightly",
            stop=stop,
            choose_sheet=True,
            in_order_of_names=True,
            dry_run=night.dry_run,
            night=Night.over(night.folder, night.started_at),
        )
        # The summary names the files in the order of what they need, not in that of loading.
        loading = LoadSession(settings, options, Console(quiet=True))
        try:
            work = _Work(night, session.database, loading, conventions, fetched, stop, console)
            loaded = work.try_out(found, settings) if night.dry_run else work.load(found, settings)
            session.run(loaded).require_any()
            expected.require(night.reports)
        except BaseException as error:
            night.error = error
            raise
        finally:
            if not night.dry_run:
                _settle(night, settings)
                _record(night, session)


def _fetch(night: NightResult, wanted: Sequence[RemoteFile]) -> Iterator[Path]:
    """Brings the files that have an address into the folder; the others are loaded all the same."""
    for remote in wanted:
        try:
            yield fetch(remote, night.folder)
        except (FetchFailed, ExtraMissing) as error:
            night.not_fetched[remote.name] = str(error)


@dataclass(frozen=True, slots=True)
class _Work:
    """The work of a night in the graph."""

    night: NightResult
    database: Database
    session: LoadSession
    conventions: LoaderToml
    fetched: Collection[Path]
    stop: Callable[[], bool]
    console: Console

    async def load(self, found: DroppedFiles, settings: Settings) -> DroppedFiles:
        """Loads under a lease, so that two nights never overlap; what the folder had."""
        database, console = self.database, self.console
        async with lease(database, "nightly", Deadline.after(WAIT_S)):
            migrated = await bring_migrations(database, console)
            await stop_abandoned(database, quiet_s=QUIET_S)
            await bring_reference(database, console)
            dropped = await self._files(found, settings)
            if settings.move_files:
                self.night.not_moved = await asyncio.to_thread(move_files, self.night)
            if not self.stop():
                await (bring_similarity if migrated else bring_due_similarity)(database, console)
        return dropped

    async def try_out(self, found: DroppedFiles, settings: Settings) -> DroppedFiles:
        """Writes nothing: each batch is undone. Raises MigrationError where the graph lacks a migration."""
        if missing := await pending(self.database, Deadline.after(READ_S)):
            raise MigrationError(
                f"The graph lacks {len(missing)} migrations, and a dry run applies none; run `learning-sites "
                "migrate` first."
            )
        if not await reference_is_current(self.database, Deadline.after(READ_S)):
            _print(
                self.console, "The reference data would be loaded first; this compares with the present ones."
            )
        return await self._files(found, settings)

    async def _files(self, found: DroppedFiles, settings: Settings) -> DroppedFiles:
        night = self.night
        # In a thread: a share that does not answer must not keep a signal from ending the night.
        night.dropped = dropped = await asyncio.to_thread(found.settled, settings.settle_s, self.fetched)
        for source in SOURCES:
            paths = [path for path in dropped.files if self.conventions.source_of(path.name) is source]
            night.reports += await self.session.load(self.database, source, paths, skip_unreadable=True)
        night.dropped = dropped = await asyncio.to_thread(dropped.with_changed)
        usual = await usual_nights(self.database, Night.over(night.folder, night.started_at))
        night.warnings = usual.warnings(night.reports)
        return dropped


def _settle(night: NightResult, settings: Settings) -> None:
    """Removes what has expired, and notes what is new in quarantine."""
    days, store = settings.quarantine_days, QuarantineStore(settings.quarantine)
    names = UnplacedNames(settings.quarantine)
    remove_expired(settings.quarantine, days=days)
    store.remove_expired(days)
    names.remove_expired(days)
    night.new, night.quarantine = store.unreported(), store.counts()
    unplaced = names.names()
    night.unplaced = len(unplaced), sum(each.rows for each in unplaced)


def _record(night: NightResult, session: Session) -> None:
    """Writes what the night came to into the graph, for the metrics, if it answers."""
    counts = night.counts()
    numbers = {
        "exitCode": night.exit_code,
        "seconds": night.seconds,
        "loaded": counts["loaded"],
        "failed": counts["failed"] + counts["not_fetched"],
        "notTaken": counts["not_taken"],
        "waiting": counts["waiting"],
        "newRows": len(night.new),
        "waitingRows": night.quarantine.get(EntryState.WAITING, 0),
        "unplacedNames": night.unplaced[0],
    }
    with suppress(GraphError):
        deadline = Deadline.after(RECORD_S)
        session.run(session.database.write(RECORD, numbers, deadline, from_reserve=True))


def _print(console: Console, text: str) -> None:
    console.print(escape(text), soft_wrap=True, highlight=False)
