"""An export: what `load` would make of an empty graph, as import files.

Rows go through the same contracts, the same quarantine and the same rules on duplicates. There is no graph
yet, so a row may refer to what is exported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from domain.spellings import nearest_key
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
from loaders.pipeline.labels import Labels
from loaders.pipeline.ledger import Run
from loaders.pipeline.load_file import digest_of
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.quarantine import Quarantine
from loaders.pipeline.references import unknown_key, wrong_states
from loaders.pipeline.row import Row
from loaders.pipeline.row_checker import CheckedRow, Problems
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
NAMED: Final = frozenset({"ProgramModel", "Topic"})
"""Labels of nodes that a request may name instead of giving their keys."""
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
        self._states: dict[str, list[str]] = {}
        self._names: list[tuple[str, str]] = []

    def reference(self) -> int:
        """Writes the reference data and returns its rows. Raises DataInvalid, and as `Files.put`."""
        total = 0
        for source in REFERENCE:
            run = Run(source=source.name, by=BY)
            rows = list(source.rows())
            if label := LABELS.get(source.name):
                self._known[label] = {row["key"] for row in rows}
            if label in NAMED:
                self._names += [(row["key"], row["properties"]["name"]) for row in rows]
            if source.name == "jurisdictions":
                self._jurisdictions = rows
                self._states = {row["key"]: [row["properties"]["state"]] for row in rows}
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
        labels, write = Labels(self._names), partial(self._write, run)
        report = await FileIngest(REQUESTS, path, options, run, write, labels=labels).run(progress)
        self._files.put(noted(run))
        return report

    def finish(self) -> None:
        """Writes what follows from all requests, and what starts the import. Raises as `Files.put`."""
        # Only now it is known which of them are requesters.
        self._files.put(jurisdictions(self._jurisdictions, self._totals.first))
        self._files.put(self._totals.lines())
        self._files.put(first_version())
        self._files.finish()

    async def _write(self, run: Run, batch: list[CheckedRow], quarantine: Quarantine) -> BatchResult:
        written = rows_to_write(batch)
        bad = bad_rows(batch, written, [self._problems(each) for each, _ in written])
        good = [(each.line, row) for each, row in written if each not in bad]
        # An empty graph has nothing that a tombstone could delete.
        unchanged = len(batch) - len(bad) - len(good)
        counts = Counts(created=len(good), unchanged=unchanged, quarantined=len(bad))
        result = BatchResult(counts, bad, new=quarantine.add(quarantine.rows(bad)))
        for line, row in good:
            self._files.put(request(row, run.key, line))
            self._totals.add(row)
        return result

    def _problems(self, checked: CheckedRow) -> Problems:
        """Of the references of a row: what is not exported, or is in another state."""
        unknown = (
            each._replace(near=None if each.label == "Jurisdiction" else nearest_key(each.key, known))
            for each in checked.references
            if each.key not in (known := self._known[each.label])
        )
        return *map(unknown_key, unknown), *wrong_states(checked.references, self._states)
