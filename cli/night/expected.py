"""What must come each night: rows of a source in new files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from graph.errors import ExpectedMissing, InvalidInput
from loaders.pipeline.load_report import LoadReport
from loaders.sources import BY_NAME, unknown_source


@dataclass(frozen=True, slots=True)
class Expected:
    """Rows that must come, at least, by source."""

    rows: Mapping[str, int]

    @classmethod
    def of(cls, known: Mapping[str, int], given: Iterable[str]) -> Self:
        """Those of a `loader.toml`, and before them those of `--expect`: SOURCE, one row, or SOURCE=ROWS.

        Raises InvalidInput.
        """
        return cls({**known, **dict(map(_parsed, given))})

    def require(self, reports: Sequence[LoadReport]) -> None:
        """Raises ExpectedMissing where less came in the new files of these reports."""
        came = dict.fromkeys(self.rows, 0)
        for report in reports:
            if report.is_new and report.source in came:
                came[report.source] += report.counts.read
        if short := [source for source, rows in self.rows.items() if came[source] < rows]:
            said = "; ".join(
                f"{each}: {came[each]:,} rows came in new files, at least {self.rows[each]:,} are expected"
                for each in short
            )
            raise ExpectedMissing(f"{said}. Check what delivers them; what came is loaded.")


def _parsed(text: str) -> tuple[str, int]:
    source, given, rows = text.partition("=")
    if source not in BY_NAME:
        raise InvalidInput(f"--expect: {unknown_source(source)}")
    if given and not (rows.isascii() and rows.isdecimal() and 0 < len(rows) < 10 and int(rows) > 0):
        raise InvalidInput(f"--expect: {text[:60]!r}; write {source}=ROWS with a whole number from 1 on.")
    return source, int(rows) if given else 1
