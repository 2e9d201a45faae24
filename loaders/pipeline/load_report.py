"""What became of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.vocabulary import RunStatus
from loaders.pipeline.diff import Change
from loaders.pipeline.writer import Counts


@dataclass(kw_only=True)
class LoadReport:
    """Counts of rows, and of problems by code and field.

    Of the quarantined rows, `new` had not been reported before; `quarantine` is the file that has them.
    Rows `superseded` by a later file or a newer year are among the unchanged. `redacted` counts by field the
    texts that personal data were removed from. `ignored` are headings without a field.
    `encoding` is that which the file has instead of UTF-8, where nobody said so. `is_new` is a file that came
    with this night, `columns` are the fields that it has. `diff` is what a dry run would change.
    """

    source: str
    path: Path
    status: RunStatus
    counts: Counts = field(default_factory=Counts)
    run: str | None = None
    problem: str | None = None
    new: int = 0
    quarantine: str | None = None
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    superseded: int = 0
    redacted: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)
    diff: list[Change] = field(default_factory=list)
    encoding: str | None = None
    is_new: bool = False
    unknown_names: int = 0
    columns: Sequence[str] = ()
