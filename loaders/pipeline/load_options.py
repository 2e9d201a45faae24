"""How a file is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaders.pipeline.dates import DateOrder
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.night import Night
from loaders.pipeline.placement import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """How a file is loaded.

    `quarantine` is the folder of quarantined rows. Above a share of `max_bad_share` (None: the source's own)
    the rest of the file is not read. With `dry_run` every batch is written and rolled back: the report is
    exact and the graph stays as it is. `resume` begins behind what an unfinished run over the same content
    wrote. `stop` is called between batches of `batch` rows (None: the source's own); True ends the run.
    `placement` finds the jurisdictions of rows without a key; `sheet`, `choose_sheet` and `encoding` are as
    of `raw_rows`; `date_order` decides between readings of dates such as 3/4/2025. `headings` (heading →
    field) and `values` (field → value of the file → ours) are those of the file's folder. `seen` holds the
    rows of the files loaded before in the same run, which take precedence; `file` is the number of this one
    among them. `in_order_of_names`: the files are those of a folder, in
    which a later name counts. `night` is the one that loads it.
    """

    quarantine: Path
    by: str = "load"
    max_bad_share: float | None = None
    dry_run: bool = False
    resume: bool = False
    stop: Callable[[], bool] = lambda: False
    batch: int | None = None
    placement: Placement | None = None
    sheet: str | None = None
    choose_sheet: bool = False
    encoding: str | None = None
    date_order: DateOrder | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    seen: DuplicateIndex = field(default_factory=DuplicateIndex)
    file: int = 0
    in_order_of_names: bool = False
    night: Night | None = None
