"""What became of a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from domain.vocabulary import RunStatus
from loaders.pipeline.writer import Counts


@dataclass(kw_only=True)
class LoadReport:
    """Counts of rows, and of problems by code and field; the quarantine file.

    Rows `superseded` by a later file or a newer year are among the unchanged. `redacted` counts by field the
    texts that personal data were removed from. `ignored` are headings without a field.
    """

    source: str
    path: Path
    status: RunStatus
    counts: Counts = field(default_factory=Counts)
    run: str | None = None
    problem: str | None = None
    quarantine: str | None = None
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    superseded: int = 0
    redacted: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)
