"""A file being loaded: each batch is read and checked, then written."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

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

MAX_DIFF: Final = 10_000
"""Changes of one file that the report of a dry run lists."""
NumberedRow = tuple[int, RawRow]
FileProgress = Callable[[int, float | None], None]
"""Called with the number of rows since the last call, and the share of the file that is read."""
WriteBatch = Callable[[list[CheckedRow], Quarantine], Awaitable[BatchResult]]
"""Writes the good rows of a checked batch, quarantines the others, and returns what became of them."""


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
        batches = map(self._checker.check, row_batches(self._reader, self._batch_size))
        with Quarantine(self._source, options, run.key, self._path.name) as quarantine:
            try:
                # In a thread: a slow or compressed file must not block the event loop.
                while batch := await asyncio.to_thread(next, batches, None):
                    if options.stop():
                        run.status, run.problem = RunStatus.STOPPED, "stopped between two batches"
                        break
                    await self._load(batch, quarantine)
                    progress(len(batch), self._reader.share)
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

    async def _load(self, batch: list[CheckedRow], quarantine: Quarantine) -> None:
        run = self._run
        if self._options.placement is not None:
            self._report.placed = Counter(self._options.placement.counts)
            run.unknown_names = self._report.placed[UNKNOWN]
        run.columns = sorted(self._reader.columns)
        # Rows that an earlier run has dealt with are remembered, and nothing else.
        before = [each for each in batch if each.line < self._first]
        self._checker.find_duplicates(before)
        self._checker.remember(before)
        checked = batch[len(before) :]
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
