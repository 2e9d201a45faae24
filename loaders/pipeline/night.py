"""A night: a moment when the files of a folder are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self

from loaders.pipeline.row import fingerprint

SAME_NIGHT: Final = timedelta(hours=12)
"""A night that begins so soon after another is the same one: a file that came with either is new."""


@dataclass(frozen=True, slots=True)
class Night:
    """One night over a folder; files are new in it, or came before."""

    folder: str
    began: datetime

    @classmethod
    def over(cls, folder: Path, began: datetime) -> Self:
        """A night that began at a moment. The graph keeps a hash of the folder's path."""
        return cls(fingerprint(str(folder.resolve())), began)

    def is_new(self, first_seen: datetime) -> bool:
        """Whether a file that came then for the first time is one of this night."""
        return first_seen > self.began - SAME_NIGHT
