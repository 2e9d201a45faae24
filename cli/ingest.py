"""Loading files of sources, for `load`, `nightly` and `export`: a bar, a report, and how the command ends."""

from __future__ import annotations

import signal
import textwrap
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
from cli.exits import FAILED, QUARANTINED, with_full_stop
from cli.garbage_collection import exclude_from_collections
from domain.vocabulary import RunStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import DataInvalid, InvalidInput
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.own_jurisdictions import OwnJurisdictions, read_own_jurisdictions
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.file_ingest import FileProgress
from loaders.pipeline.load_file import check_readable, load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement, summary
from loaders.pipeline.quarantine import QuarantineStore
from loaders.pipeline.source import Source
from loaders.pipeline.sweep import sweep
from loaders.pipeline.writer import BATCH_DEADLINE_S
from loaders.resolver.resolver import Resolver
from loaders.sources.loader_toml import LoaderToml

LoadOne = Callable[[Path, LoadOptions, FileProgress], Awaitable[LoadReport]]
"""Loads one file."""
MAX_CHANGES: Final = 20
"""Changes of a file that a dry run prints; its JSON has more."""
MAX_VALUE: Final = 60
"""Characters of a value that such a line shows."""
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
        self._own: OwnJurisdictions = ()
        self._resolver_of = cache(partial(resolver_of_files, settings))
        self._folder = cache(LoaderToml.of)

    async def load(
        self, database: Database, source: Source, paths: Sequence[Path], *, skip_unreadable: bool = False
    ) -> list[LoadReport]:
        """Loads the files of one source, the last one first: its rows take precedence.

        Prints what became of each, and returns the reports in the order of the files. Raises as `load_file`;
        with `skip_unreadable` a file that cannot be opened is reported, and the others are loaded.
        """
        if not skip_unreadable:
            check_readable(paths, self._options)
        if source.places:
            self._own = await read_own_jurisdictions(database, Deadline.after(BATCH_DEADLINE_S))
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
            placement = Placement(partial(self._resolver_of, self._own))
            options = replace(
                self._folder(path.parent).options(path, source, self._options),
                placement=placement,
                seen=seen,
                file=number,
            )
            try:
                with file_bar(f"Loading {path.name}") as advance:
                    report = await load_one(path, options, advance)
            except InvalidInput as error:
                if not skip_unreadable:
                    raise
                self._print(f"error [{error.code}]: {with_full_stop(str(error))}")
                report = LoadReport(
                    source=source.name, path=path, status=RunStatus.FAILED, problem=str(error)
                )
            else:
                self._print(f"{path.name}: {file_summary(report, dry_run=options.dry_run)}")
                for line in diff_lines(report):
                    self._print(line)
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
        # Also rows that were quarantined before: the graph may still have the node of each.
        bad = sum(report.counts.quarantined for report in reports)
        if bad or exit_code(reports):
            raise DataInvalid(
                f"{source.name}: nothing was deleted, because not every row of the files could be loaded "
                f"({bad:,} quarantined); fix such rows or take them out, and load the complete source again."
            )
        dry_run = self._options.dry_run
        counts = await sweep(
            database, source, seen, by=self._options.by, dry_run=dry_run, max_share=max_share
        )
        deleted = f"{counts.deleted:,} {'would be deleted unless in use' if dry_run else 'deleted'}"
        self._print(f"Not in these files: {deleted}, {counts.unchanged:,} stay because they are in use.")

    def _print(self, text: str) -> None:
        self._console.print(escape(text.rstrip()), soft_wrap=True, highlight=False)


def resolver_of_files(settings: Settings, own: OwnJurisdictions = ()) -> Resolver:
    """As `resolver_of`, for a command that places rows with it until its end."""
    resolver = resolver_of(settings, own)
    exclude_from_collections()
    return resolver


def exit_code(reports: Iterable[LoadReport]) -> int:
    """The exit code: 1 where a file was not read to its end, 3 where new rows were quarantined, else 0."""
    found = list(reports)
    if any(report.status is not RunStatus.DONE for report in found):
        return FAILED
    return QUARANTINED if any(report.new for report in found) else 0


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
        "new": report.new,
        "superseded": report.superseded,
        "redacted": dict(report.redacted),
        "ignored": report.ignored,
        "encoding": report.encoding,
        "placed": dict(report.placed),
        "problems": [{"code": code, "field": field, "rows": rows} for (code, field), rows in kinds],
        "quarantine": report.quarantine,
        "diff": [asdict(change) for change in report.diff],
    }


def mark_reported(settings: Settings, reports: Iterable[LoadReport]) -> None:
    """From now on the bad rows of these reports are known."""
    if runs := [report.run for report in reports if report.new and report.run]:
        QuarantineStore(settings.quarantine).mark_reported(runs)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Yields a function that is True once a SIGTERM or SIGINT came: the current batch is finished first.

    A second one ends the process at once, also where a read never returns.
    """
    stopped = False

    def stop(number: int, _: FrameType | None) -> None:
        nonlocal stopped
        if stopped:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stopped = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def diff_lines(report: LoadReport) -> Iterator[str]:
    """What a dry run would change, one node a line; of many the first."""
    for change in report.diff[:MAX_CHANGES]:
        values = (f"{name} {_shown(old)} → {_shown(new)}" for name, (old, new) in change.fields.items())
        fields = ", ".join(values)
        yield f"  would be {change.outcome}: {change.key}{fields and f': {fields}'}"
    if (more := len(report.diff) - MAX_CHANGES) > 0:
        yield f"  … and {more:,} more; --json has them."


def _shown(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "nothing" if value is None else textwrap.shorten(text, MAX_VALUE, placeholder="…")


def file_summary(report: LoadReport, *, dry_run: bool) -> str:
    """What became of a file, as sentences."""
    parts = [sentence(report.counts)]
    if dry_run:
        parts.insert(0, "Dry run, nothing written:")
    if report.status is RunStatus.FAILED:
        parts.append(f"It ended early: {with_full_stop(report.problem or '')}")
    if report.status is RunStatus.STOPPED:
        parts.append(
            "Stopped by a signal; the next run over the file continues, quickest with `load --resume`."
        )
    if report.encoding:
        parts.append(f"It is not UTF-8 and was read as {report.encoding}; check its accents.")
    if report.superseded:
        parts.append(
            f"Of the unchanged, {report.superseded:,} are superseded by a later file, a deletion or a newer "
            "year."
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
    if known := report.counts.quarantined - report.new:
        parts.append(f"Of the quarantined, {known:,} are known: `learning-sites quarantine list --all`.")
    if report.quarantine:
        parts.append(
            f"Quarantined rows are in {report.quarantine}, each with its problems and what to do; fix them "
            "there and load that file."
        )
    return " ".join(parts)
