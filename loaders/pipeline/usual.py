"""What is usual: what the nights before this one brought, and what of this one is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any, Final, NamedTuple, Self

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.night import SAME_NIGHT, Night
from loaders.readers import file_order

NIGHTS: Final = statement("load/nights")
DEADLINE_S: Final = 60.0

LAST: Final = timedelta(days=15)
"""How far back the nights are that count."""
FEWEST: Final = 3
"""Nights that make something usual."""
FEW_ROWS: Final = 0.5
"""Below this share of the usual rows there are few."""
MANY_NAMES: Final = 2.0
"""Above this multiple of the usual share of unknown names there are many, from FROM_NAMES of them on."""
FROM_NAMES: Final = 10
FROM_ROWS: Final = 20
"""Rows of a file from which a column that none of them has is gone."""

_DIGITS: Final = re.compile(r"[0-9]+")


class Brought(NamedTuple):
    """What a source brought in a night: rows of new files, and how many of them name unknown places."""

    rows: int
    unknown: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is compared of a file."""

    source: str
    file: str
    is_new: bool
    rows: int
    unknown: int
    columns: frozenset[str]

    @classmethod
    def of_report(cls, report: LoadReport) -> Self:
        return cls(
            report.source,
            report.path.name,
            report.is_new,
            report.counts.read,
            report.unknown_names,
            frozenset(report.columns),
        )

    @classmethod
    def of_run(cls, run: Mapping[str, Any]) -> Self:
        return cls(
            run["source"],
            run["file"],
            bool(run["isNew"]),
            run["read"],
            run["unknownNames"] or 0,
            frozenset(run["columns"] or ()),
        )

    @property
    def series(self) -> tuple[str, str]:
        """Source and name without numbers: `log-2025-03.csv` and `log-2025-04.csv` are of one series."""
        return self.source, _DIGITS.sub("#", self.file.casefold())


NOTHING: Final = Brought(0, 0)


class UsualNights:
    """The nights before one, the newest first, each with its files."""

    def __init__(self, nights: Sequence[Sequence[FileFacts]]) -> None:
        self._nights = nights
        self._brought = [brought(night) for night in nights]

    def warnings(self, reports: Iterable[LoadReport]) -> list[str]:
        """What is unusual in the files of this night, each with what was usual."""
        files = [FileFacts.of_report(each) for each in reports]
        tonight = brought(files)
        sources = sorted({source for night in self._brought for source in night} | tonight.keys())
        return [
            *(text for source in sources for text in self._of_source(source, tonight.get(source, NOTHING))),
            *(text for each in files if each.is_new and (text := self._gone(each))),
        ]

    def _of_source(self, source: str, now: Brought) -> Iterator[str]:
        before = [night[source] for night in self._brought if source in night]
        if len(before) < FEWEST:
            return
        rows = median(each.rows for each in before)
        usual = f"usual are {rows:,.0f} (median of {len(before)} nights)"
        if now.rows == 0:
            # A source that does not come every night is not late.
            if all(source in night for night in self._brought[:FEWEST]):
                yield f"{source}: no new file came; {usual}. Check what delivers them."
        elif now.rows < FEW_ROWS * rows:
            yield f"{source}: {now.rows:,} rows came in new files; {usual}. Check that they are complete."
        share = sum(each.unknown for each in before) / max(1, sum(each.rows for each in before))
        if now.unknown >= FROM_NAMES and now.unknown > MANY_NAMES * share * now.rows:
            yield (
                f"{source}: {now.unknown:,} of {now.rows:,} rows name places that are not known; usual are "
                f"{share:.0%}. Check how the file writes names, or add them to the file of aliases."
            )

    def _gone(self, now: FileFacts) -> str | None:
        before = self._before(now)
        gone = before.columns - now.columns if before else frozenset[str]()
        if before is None or not gone or now.rows < FROM_ROWS:
            return None
        return (
            f"{now.file}: no row has {', '.join(sorted(gone))}, which {before.file} had last time. Check its "
            "headings."
        )

    def _before(self, now: FileFacts) -> FileFacts | None:
        """The last file of a series that came in a night before."""
        came = ([each for each in night if each.series == now.series] for night in self._nights)
        return next((max(each, key=lambda one: file_order(one.file)) for each in came if each), None)


def brought(files: Collection[FileFacts]) -> dict[str, Brought]:
    """What the new files of a night brought, by source."""
    rows, unknown = Counter[str](), Counter[str]()
    for each in files:
        if each.is_new:
            rows[each.source] += each.rows
            unknown[each.source] += each.unknown
    return {source: Brought(rows[source], unknown[source]) for source in rows}


async def usual_nights(database: Database, night: Night) -> UsualNights:
    """The nights before one, over the same folder. Raises the errors of the database."""
    before = night.began - SAME_NIGHT
    parameters = {
        "folder": night.folder,
        "since": (night.began - LAST).isoformat(timespec="milliseconds"),
        "before": before.isoformat(timespec="milliseconds"),
    }
    found = await database.read(NIGHTS, parameters, Deadline.after(DEADLINE_S))
    return UsualNights([[FileFacts.of_run(run) for run in record["runs"]] for record in found])
