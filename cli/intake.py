"""Taking request logs in, for `load requests` and `nightly`: a bar, a report, and how the command ends."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.markup import escape

from cli.bars import bar
from cli.contents import sentence
from cli.exits import FAILED, QUARANTINED
from cli.resolve import resolver_of
from graph.database import Database
from graph.settings import Settings
from graph.vocabulary import RunStatus
from loaders.intake import Options, Report, take_in
from loaders.placement import Placement

MOST_KINDS = 5
"""Kinds of problem that a report names; the file of quarantine has all."""


class Taker:
    """Takes logs in, one after the other; the resolver of names is made once one needs it."""

    def __init__(self, settings: Settings, options: Options, console: Console) -> None:
        self._options, self._console = options, console
        self._resolver = cache(lambda: resolver_of(settings))

    async def take(self, database: Database, path: Path) -> Report:
        """Takes one log in and says what became of it. Raises as `take_in`."""
        placement = Placement(self._resolver)
        options = replace(self._options, placement=placement)
        with bar(f"Loading {path.name}", None) as advance:
            report = await take_in(database, path, options, advance)
        told = f"{path.name}: {_told(report, dry=options.dry_run)} {placement.sentence()}"
        self._console.print(escape(told.rstrip()), soft_wrap=True, highlight=False)
        return report


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
        "file": report.file,
        "status": report.status.name,
        "problem": report.problem,
        "run": report.run,
        "read": report.counts.read,
        **asdict(report.counts),
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
    if report.problems:
        most = report.problems.most_common(MOST_KINDS)
        kinds = ", ".join(f"{rows:,} × {field} {code.lower()}" for (code, field), rows in most)
        more = len(report.problems) - len(most)
        parts.append(f"Bad: {kinds}{f' and {more} kinds more' if more else ''}.")
    if report.quarantine:
        parts.append(f"They wait in {report.quarantine}, each with what to do; load that file once mended.")
    return " ".join(parts)
