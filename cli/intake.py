"""Taking files of sources in, for `load` and `nightly`: a bar, a report, and how the command ends."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.markup import escape

from cli.bars import file_bar
from cli.contents import sentence
from cli.exits import FAILED, QUARANTINED
from cli.resolve import resolver_of
from cli.tuning import tuned_for_loading
from domain.vocabulary import RunStatus
from graph.database import Database
from graph.errors import DataInvalid, InvalidInput
from graph.settings import Settings
from loaders.pipeline.duplicates import Seen
from loaders.pipeline.load_file import Options, Progress, Report, refuse_unreadable, take_in
from loaders.pipeline.placement import Placement, summary
from loaders.pipeline.source import Source
from loaders.pipeline.sweep import sweep

Take = Callable[[Path, Options, Progress], Awaitable[Report]]
"""Takes one file in."""
MOST_KINDS = 5
"""Kinds of problem that a report names; the file of quarantine has all."""


class Taker:
    """Takes files in, one after the other; the resolver of names is made once one needs it.

    With `complete` they are their whole source: what is in none of them is deleted, up to this share.
    """

    def __init__(
        self, settings: Settings, options: Options, console: Console, *, complete: float | None = None
    ) -> None:
        self._options, self._console, self._complete = options, console, complete
        self._resolver = cache(lambda: resolver_of(settings))

    async def take(
        self, database: Database, source: Source, paths: Sequence[Path], *, forgiving: bool = False
    ) -> list[Report]:
        """Takes the files of one source in, the last one first, for what it says of a key counts.

        Says what became of each, and returns the reports in the order of the files. Raises as `take_in`;
        with `forgiving` a file that cannot be opened is named, and the others are taken in.
        """
        if not forgiving:
            refuse_unreadable(paths, self._options)
        seen = Seen()
        take = partial(take_in, database, source)
        reports = await self.each(take, source, paths, seen=seen, forgiving=forgiving)
        if self._complete is not None and not self._options.stop():
            await self._sweep(database, source, seen, reports, self._complete)
        return reports

    async def each(
        self, take: Take, source: Source, paths: Sequence[Path], *, seen: Seen, forgiving: bool = False
    ) -> list[Report]:
        """As `take`, for another way to take one file in; `seen` is empty, and then knows their rows."""
        reports = list[Report]()
        for number, path in enumerate(reversed(paths)):
            if self._options.stop():
                problem = "told to stop before it was begun"
                reports.append(
                    Report(source=source.name, path=path, status=RunStatus.STOPPED, problem=problem)
                )
                self._say(f"{path.name}: {problem}.")
                continue
            placement = Placement(self._resolver)
            options = replace(self._options, placement=placement, seen=seen, file=number)
            try:
                with file_bar(f"Loading {path.name}") as advance, tuned_for_loading():
                    report = await take(path, options, advance)
            except InvalidInput as error:
                if not forgiving:
                    raise
                self._say(f"error [{error.code}]: {error}")
                report = Report(source=source.name, path=path, status=RunStatus.FAILED, problem=str(error))
            else:
                self._say(f"{path.name}: {_told(report, dry=options.dry_run)}")
            reports.append(report)
        return reports[::-1]

    async def _sweep(
        self, database: Database, source: Source, seen: Seen, reports: Sequence[Report], most: float
    ) -> None:
        if ending(reports):
            raise DataInvalid(
                f"{source.name}: nothing was deleted, for not every row of the files could be loaded; "
                "mend them, and load the complete source again."
            )
        dry = self._options.dry_run
        counts = await sweep(database, source, seen, by=self._options.by, dry_run=dry, most=most)
        deleted = f"{counts.deleted:,} {'would be tried to delete' if dry else 'deleted'}"
        self._say(f"Not in these files: {deleted}, {counts.unchanged:,} stay, for others name them.")

    def _say(self, what: str) -> None:
        self._console.print(escape(what.rstrip()), soft_wrap=True, highlight=False)


def ending(reports: Iterable[Report]) -> int:
    """The exit code: 1 where a log did not come to its end, 3 where rows were set aside, else 0."""
    found = list(reports)
    if any(report.status is not RunStatus.DONE for report in found):
        return FAILED
    return QUARANTINED if any(report.counts.quarantined for report in found) else 0


def plain(report: Report) -> dict[str, Any]:
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
    """Yields what tells whether a SIGTERM or SIGINT came: the batch under way is finished first."""
    asked = False

    def hear(_: int, __: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = {number: signal.signal(number, hear) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _told(report: Report, *, dry: bool) -> str:
    parts = [sentence(report.counts)]
    if dry:
        parts.insert(0, "Tried, nothing is kept:")
    if report.status is RunStatus.FAILED:
        parts.append(f"It ended early: {report.problem}")
    if report.status is RunStatus.STOPPED:
        parts.append("Stopped as it was told to; --resume goes on from here.")
    if report.superseded:
        parts.append(
            f"Of the unchanged, {report.superseded:,} are told otherwise by a later file or a newer year."
        )
    if report.ignored:
        columns = ", ".join(report.ignored)
        parts.append(f"Columns that are never read: {columns}; head one as its field if it has one.")
    if report.redacted:
        texts = ", ".join(f"{texts:,} × {field}" for field, texts in report.redacted.most_common())
        parts.append(f"Personal data removed from: {texts}.")
    if report.problems:
        most = report.problems.most_common(MOST_KINDS)
        kinds = ", ".join(f"{rows:,} × {field} {code.lower()}" for (code, field), rows in most)
        more = len(report.problems) - len(most)
        parts.append(f"Bad: {kinds}{f' and {more} kinds more' if more else ''}.")
    if placed := summary(report.placed):
        parts.append(placed)
    if report.quarantine:
        parts.append(f"They wait in {report.quarantine}, each with what to do; load that file once mended.")
    return " ".join(parts)
