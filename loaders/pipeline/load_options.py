"""How a file is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.placement import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """How a file is loaded.

    `quarantine` is the folder of quarantined rows. Above a share of `max_bad_share` (None: the source's own)
    the rest of the file is not read. With `dry_run` every batch is written and rolled back: the report is
    exact and the graph stays as it is. `resume` begins behind what an unfinished run over the same content
    wrote. `stop` is called between batches of `batch` rows (None: the source's own); True ends the run.
    `placement` finds the jurisdictions of rows without a key; `sheet`, `choose_sheet` and `encoding` are as
    of `raw_rows`. `seen` holds the rows of the files loaded before in the same run, which take precedence;
    `file` is the number of this one among them.
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
    seen: DuplicateIndex = field(default_factory=DuplicateIndex)
    file: int = 0
