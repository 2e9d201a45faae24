"""A file being loaded: each batch is read and checked, then written."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from domain.vocabulary import RunStatus
from graph.errors import DataInvalid, GraphError
from loaders.pipeline.batch import BatchResult
from loaders.pipeline.duplicates import DuplicateStatus
from loaders.pipeline.labels import Labels
from loaders.pipeline.ledger import Run
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import UNKNOWN
from loaders.pipeline.quarantine import Quarantine
from loaders.pipeline.row_checker import CheckedRow, RawRow, RowChecker
from loaders.pipeline.source import Source
from loaders.pipeline.source_reader import SourceReader
from loaders.readers.encoding import guessed_encoding

T = TypeVar("T")
SWITCH_S: Final = 0.0005
"""How long the thread that checks rows keeps the lock of Python while the other waits; by default 5 ms."""
MAX_DIFF: Final = 10_000
"""Changes of one file that the report of a dry run lists."""
NumberedRow = tuple[int, RawRow]
FileProgress = Callable[[int, float | None], None]
"""Called with the number of rows since the last call, and the share of the file that is read."""
WriteBatch = Callable[[list[CheckedRow], Quarantine], Awaitable[BatchResult]]
"""Writes the good rows of a checked batch, quarantines the others, and returns what became of them."""


class CheckedBatch(NamedTuple):
    """Rows, and how far the file was read with them: its share, the columns so far, how rows were placed."""

    rows: list[CheckedRow]
    share: float | None
    columns: list[str]
    placed: Counter[str] | None


class FileIngest:
    """One file being loaded, from line `first` on, with what writes its batches; `run` has the progress.

    `labels` are the names of models and topics that its rows may write.
    """

    def __init__(
        self,
        source: Source,
        path: Path,
        options: LoadOptions,
        run: Run,
        write: WriteBatch,
        *,
        labels: Labels,
        first: int = 0,
    ) -> None:
        self._source, self._path, self._write = source, path, write
        self._options, self._run = options, run
        self._batch_size = options.batch or source.target.batch
        self._first = first
        self._checker = RowChecker(source, options.placement, options.seen, options.file, labels)
        self._reader = self._reader_with(options.encoding)
        self._report = LoadReport(source=source.name, path=path, status=RunStatus.RUNNING)

    def _reader_with(self, encoding: str | None) -> SourceReader:
        options = self._options
        return SourceReader(
            self._source,
            self._path,
            options.sheet,
            encoding,
            choose_sheet=options.choose_sheet,
            date_order=options.date_order,
            headings=options.headings,
            values=options.values,
        )

    async def run(self, progress: FileProgress) -> LoadReport:
        """Reads to the end; a file that cannot be read on is FAILED. Raises as `load_file`."""
        run, options = self._run, self._options
        if options.encoding is None and (guessed := await asyncio.to_thread(guessed_encoding, self._path)):
            self._reader, self._report.encoding = self._reader_with(guessed), guessed
        with Quarantine(self._source, options, run.key, self._path.name) as quarantine:
            try:
                async with aclosing(ahead(self._batches())) as batches:
                    async for batch in batches:
                        if options.stop():
                            run.status, run.problem = RunStatus.STOPPED, "stopped between two batches"
                            break
                        await self._load(batch, quarantine)
                        progress(len(batch.rows), batch.share)
                        self._check_share()
                    else:
                        run.status = RunStatus.DONE
            except DataInvalid as error:
                run.status, run.problem = RunStatus.FAILED, str(error)
            report = self._report
            report.status, report.problem, report.counts = run.status, run.problem, run.counts
            report.run = None if options.dry_run else run.key
            report.quarantine = str(quarantine.path) if report.new and not options.dry_run else None
            report.ignored = list(self._reader.ignored)
            report.is_new, report.columns, report.unknown_names = run.is_new, run.columns, run.unknown_names
            return report

    def _batches(self) -> Iterator[CheckedBatch]:
        placement = self._options.placement
        for rows in row_batches(self._reader, self._batch_size):
            checked = self._checker.check(rows)
            placed = Counter(placement.counts) if placement is not None else None
            yield CheckedBatch(checked, self._reader.share, sorted(self._reader.columns), placed)

    async def _load(self, batch: CheckedBatch, quarantine: Quarantine) -> None:
        run = self._run
        if batch.placed is not None:
            self._report.placed = batch.placed
            run.unknown_names = batch.placed[UNKNOWN]
        run.columns = batch.columns
        # Rows that an earlier run has dealt with are remembered, and nothing else.
        before = [each for each in batch.rows if each.line < self._first]
        self._checker.find_duplicates(before)
        self._checker.remember(before)
        checked = batch.rows[len(before) :]
        self._checker.find_duplicates(checked)
        if not checked:
            return
        self._report.redacted.update(field for each in checked for field in each.redacted)
        run.redacted = self._report.redacted.total()
        result = await self._write(checked, quarantine)
        run.counts, run.line = run.counts + result.counts, checked[-1].line
        self._report.new += result.new
        self._report.diff += result.diff[: MAX_DIFF - len(self._report.diff)]
        if not self._options.dry_run:
            quarantine.fix(result.changed)
        self._checker.remember(each for each in checked if each not in result.bad)
        self._report.superseded += sum(each.status is DuplicateStatus.SUPERSEDED for each in checked)
        problems = (each for found in result.bad.values() for each in found)
        self._report.problems.update((each.code.name, each.field) for each in problems)

    def _check_share(self) -> None:
        counts, most = self._run.counts, self._options.max_bad_share
        most = self._source.max_bad_share if most is None else most
        if counts.read >= self._source.judge_after and counts.quarantined > most * counts.read:
            raise DataInvalid(
                f"{self._path.name}: {counts.quarantined:,} of the first {counts.read:,} rows are bad, more "
                f"than {most:.0%}; check that it holds {self._source.name}. Fix it, or raise the share: "
                "--most-bad of `load`, most_bad in loader.toml."
            )


async def ahead(items: Iterator[T]) -> AsyncGenerator[T, None]:
    """The items; a thread makes the next one while its caller works on the one before.

    A slow or compressed file, or a row that takes long to check, does not block the event loop. Meanwhile
    the two change often: each of the short statements of a batch would wait for the thread.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    coming = asyncio.ensure_future(asyncio.to_thread(next, items, None))
    try:
        while (item := await asyncio.shield(coming)) is not None:
            coming = asyncio.ensure_future(asyncio.to_thread(next, items, None))
            yield item
    finally:
        sys.setswitchinterval(interval)
        await asyncio.wait([coming])  # the file must not be closed under a thread that reads it
        if not coming.cancelled():
            coming.exception()  # one of a part that nobody wanted any more


def row_batches(rows: Iterable[NumberedRow], size: int) -> Iterator[list[NumberedRow]]:
    """The rows in lists of `size`. What was read before the file failed comes before its error."""
    batch: list[NumberedRow] = []
    failed: GraphError | None = None
    source = iter(rows)
    while failed is None:
        try:
            batch.append(next(source))
        except StopIteration:
            break
        except GraphError as error:
            failed = error
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
    if failed is not None:
        raise failed
