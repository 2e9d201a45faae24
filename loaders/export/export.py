"""An export: what `load` would make of an empty graph, as import files.

Rows go through the same contracts, the same quarantine and the same rules on duplicates. There is no graph
yet, so a row may refer to what is exported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from domain.vocabulary import RunStatus
from loaders.bundled.bundled import REFERENCE
from loaders.export.agencies import agencies
from loaders.export.files import Files
from loaders.export.jurisdictions import adjacency, jurisdictions
from loaders.export.ledger import first_version, noted
from loaders.export.requests import Totals, request
from loaders.export.sites import sites
from loaders.export.table import Line
from loaders.export.vocabulary import program_models, topics
from loaders.pipeline.batch import BatchResult, bad_rows, rows_to_write
from loaders.pipeline.file_ingest import FileIngest, FileProgress
from loaders.pipeline.ledger import Run
from loaders.pipeline.load_file import digest_of, quarantine_rows
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.quarantine import Quarantine
from loaders.pipeline.row import Row
from loaders.pipeline.row_checker import CheckedRow
from loaders.pipeline.target import NodeReference
from loaders.pipeline.writer import Counts
from loaders.sources.requests.source import REQUESTS

BY: Final = "export"
LABELS: Final = {
    "program-models": "ProgramModel",
    "topics": "Topic",
    "jurisdictions": "Jurisdiction",
    "sites": "Site",
}
"""Labels of the nodes that a request may refer to, by source of the reference data."""
LINES: Final[Mapping[str, Callable[[Iterable[Row]], Iterable[Line]]]] = {
    "program-models": program_models,
    "topics": topics,
    "adjacency": adjacency,
    "law-enforcement-agencies": agencies,
    "sites": sites,
}
"""What becomes of a source of the reference data; of jurisdictions see `Export.finish`."""


class Export:
    """One export into `files`: first `reference`, then request logs by `add`, then `finish`.

    What follows from all requests (counters, first answers) is in memory: some bytes for each site and month,
    and for each jurisdiction.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._totals = Totals()
        self._jurisdictions: list[Row] = []
        self._known: dict[str, set[str]] = {}

    def reference(self) -> int:
        """Writes the reference data and returns its rows. Raises DataInvalid, and as `Files.put`."""
        total = 0
        for source in REFERENCE:
            run = Run(source=source.name, by=BY)
            rows = list(source.rows())
            if label := LABELS.get(source.name):
                self._known[label] = {row["key"] for row in rows}
            if source.name == "jurisdictions":
                self._jurisdictions = rows
            else:
                self._files.put(LINES[source.name](rows))
            run.counts, run.status = Counts(created=len(rows)), RunStatus.DONE
            self._files.put(noted(run))
            total += len(rows)
        return total

    async def add(
        self, path: Path, options: LoadOptions, progress: FileProgress = lambda *_: None
    ) -> LoadReport:
        """Writes one request log; the last of several first, as `load_file`. Raises as `load_file`."""
        digest = await asyncio.to_thread(digest_of, path)
        run = Run(source=REQUESTS.name, by=options.by, file=path.name, digest=digest)
        report = await FileIngest(REQUESTS, path, options, run, self._write).run(progress)
        self._files.put(noted(run))
        return report

    def finish(self) -> None:
        """Writes what follows from all requests, and what starts the import. Raises as `Files.put`."""
        # Only now it is known which of them are requesters.
        self._files.put(jurisdictions(self._jurisdictions, self._totals.first))
        self._files.put(self._totals.lines())
        self._files.put(first_version())
        self._files.finish()

    async def _write(self, batch: list[CheckedRow], quarantine: Quarantine) -> BatchResult:
        written = rows_to_write(batch)
        bad = bad_rows(batch, written, [self._unknown(each) for each, _ in written])
        good = [row for each, row in written if each not in bad]
        # An empty graph has nothing that a tombstone could delete.
        unchanged = len(batch) - len(bad) - len(good)
        result = BatchResult(Counts(created=len(good), unchanged=unchanged, quarantined=len(bad)), bad)
        quarantine_rows(quarantine, result)
        for row in good:
            self._files.put(request(row))
            self._totals.add(row)
        return result

    def _unknown(self, checked: CheckedRow) -> list[NodeReference]:
        """The references of a row to what is not exported."""
        return [each for each in checked.references if each.key not in self._known[each.label]]
