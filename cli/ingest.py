"""Loading files of sources, for `load`, `nightly` and `export`: a bar, a report, and how the command ends."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from cli.bars import file_bar
from cli.contents import sentence
from cli.exits import FAILED, QUARANTINED
from cli.resolve import resolver_of
from domain.vocabulary import RunStatus
from graph.database import Database
from graph.errors import DataInvalid, InvalidInput
from graph.settings import Settings
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.file_ingest import FileProgress
from loaders.pipeline.load_file import check_readable, load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement, summary
from loaders.pipeline.source import Source
from loaders.pipeline.sweep import sweep

LoadOne = Callable[[Path, LoadOptions, FileProgress], Awaitable[LoadReport]]
"""Loads one file."""
MAX_KINDS: Final = 5
"""Kinds of problem that a report names; the quarantine file has all."""


class LoadSession:
    """Loads files, one after the other; the resolver of names is made once a row needs it.

    With `complete` the files are their complete source: what is in none of them is deleted, up to this share.
    """

    def __init__(
        self, settings: Settings, options: LoadOptions, console: Console, *, complete: float | None = None
    ) -> None:
        self._options, self._console, self._complete = options, console, complete
        self._resolver = cache(lambda: resolver_of(settings))

    async def load(
        self, database: Database, source: Source, paths: Sequence[Path], *, skip_unreadable: bool = False
    ) -> list[LoadReport]:
        """Loads the files of one source, the last one first: its rows take precedence.

        Prints what became of each, and returns the reports in the order of the files. Raises as `load_file`;
        with `skip_unreadable` a file that cannot be opened is reported, and the others are loaded.
        """
        if not skip_unreadable:
            check_readable(paths, self._options)
        seen = DuplicateIndex()
        load_one = partial(load_file, database, source)
        reports = await self.load_each(load_one, source, paths, seen=seen, skip_unreadable=skip_unreadable)
        if self._complete is not None and not self._options.stop():
            await self._sweep(database, source, seen, reports, self._complete)
        return reports

    async def load_each(
        self,
        load_one: LoadOne,
        source: Source,
        paths: Sequence[Path],
        *,
        seen: DuplicateIndex,
        skip_unreadable: bool = False,
    ) -> list[LoadReport]:
        """As `load`, with another way to load one file; `seen` starts empty and gets the files' rows."""
        reports = list[LoadReport]()
        for number, path in enumerate(reversed(paths)):
            if self._options.stop():
                problem = "stopped before this file was begun"
                reports.append(
                    LoadReport(source=source.name, path=path, status=RunStatus.STOPPED, problem=problem)
                )
                self._print(f"{path.name}: {problem}.")
                continue
            placement = Placement(self._resolver)
            options = replace(self._options, placement=placement, seen=seen, file=number)
            try:
                with file_bar(f"Loading {path.name}") as advance:
                    report = await load_one(path, options, advance)
            except InvalidInput as error:
                if not skip_unreadable:
                    raise
                self._print(f"error [{error.code}]: {error}")
                report = LoadReport(
                    source=source.name, path=path, status=RunStatus.FAILED, problem=str(error)
                )
            else:
                self._print(f"{path.name}: {_summary(report, dry_run=options.dry_run)}")
            reports.append(report)
        return reports[::-1]

    async def _sweep(
        self,
        database: Database,
        source: Source,
        seen: DuplicateIndex,
        reports: Sequence[LoadReport],
        max_share: float,
    ) -> None:
        if exit_code(reports):
            raise DataInvalid(
                f"{source.name}: nothing was deleted, because some rows of the files could not be loaded; "
                "fix them, and load the complete source again."
            )
        dry_run = self._options.dry_run
        counts = await sweep(
            database, source, seen, by=self._options.by, dry_run=dry_run, max_share=max_share
        )
        deleted = f"{counts.deleted:,} {'would be deleted unless in use' if dry_run else 'deleted'}"
        self._print(f"Not in these files: {deleted}, {counts.unchanged:,} stay because they are in use.")

    def _print(self, text: str) -> None:
        self._console.print(escape(text.rstrip()), soft_wrap=True, highlight=False)


def exit_code(reports: Iterable[LoadReport]) -> int:
    """The exit code: 1 where a file was not read to its end, 3 where rows were quarantined, else 0."""
    found = list(reports)
    if any(report.status is not RunStatus.DONE for report in found):
        return FAILED
    return QUARANTINED if any(report.counts.quarantined for report in found) else 0


def as_json(report: LoadReport) -> dict[str, Any]:
    """A report for JSON; problems as a list of `{code, field, rows}`, the most frequent first."""
    kinds = sorted(report.problems.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "source": report.source,
        "file": report.path.name,
        "status": report.status.name,
        "problem": report.problem,
        "run": report.run,
        "read": report.counts.read,
        **asdict(report.counts),
        "superseded": report.superseded,
        "redacted": dict(report.redacted),
        "ignored": report.ignored,
        "placed": dict(report.placed),
        "problems": [{"code": code, "field": field, "rows": rows} for (code, field), rows in kinds],
        "quarantine": report.quarantine,
    }


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Yields a function that is True once a SIGTERM or SIGINT came: the current batch is finished first."""
    stopped = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _summary(report: LoadReport, *, dry_run: bool) -> str:
    parts = [sentence(report.counts)]
    if dry_run:
        parts.insert(0, "Dry run, nothing written:")
    if report.status is RunStatus.FAILED:
        parts.append(f"It ended early: {report.problem}")
    if report.status is RunStatus.STOPPED:
        parts.append("Stopped by a signal; --resume continues from here.")
    if report.superseded:
        parts.append(
            f"Of the unchanged, {report.superseded:,} are superseded by a later file or a newer year."
        )
    if report.ignored:
        columns = ", ".join(report.ignored)
        parts.append(f"Columns that were not read: {columns}; to read one, name it as its field.")
    if report.redacted:
        texts = ", ".join(f"{texts:,} × {field}" for field, texts in report.redacted.most_common())
        parts.append(f"Personal data removed from: {texts}.")
    if report.problems:
        most = report.problems.most_common(MAX_KINDS)
        kinds = ", ".join(f"{rows:,} × {field} {code.lower()}" for (code, field), rows in most)
        more = len(report.problems) - len(most)
        parts.append(f"Problems: {kinds}{f' and {more} more kinds' if more else ''}.")
    if placed := summary(report.placed):
        parts.append(placed)
    if report.quarantine:
        parts.append(
            f"Quarantined rows are in {report.quarantine}, each with its problems and what to do; fix them "
            "there and load that file."
        )
    return " ".join(parts)
