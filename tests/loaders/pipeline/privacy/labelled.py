"""The texts of this folder, with the personal data that a person marked in them by ⟦ ⟧."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.pipeline.privacy import REMOVED, redacted

MARKED: Final = re.compile(r"⟦([^⟧]*)⟧")
WORD: Final = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True)
class Labelled:
    """A line of a file: the text, and the text as it should be stored."""

    text: str
    wanted: str
    marked: tuple[str, ...]

    @classmethod
    def of(cls, line: str) -> Labelled:
        """A line, which marks what is personal."""
        return cls(MARKED.sub(r"\1", line), MARKED.sub(REMOVED, line), tuple(MARKED.findall(line)))

    @property
    def is_private(self) -> bool:
        """Whether something is marked."""
        return bool(self.marked)

    @property
    def is_cut(self) -> bool:
        """Whether every word that is marked is gone."""
        left = WORD.findall(redacted(self.text))
        return self.is_private and not any(
            word in left for each in self.marked for word in WORD.findall(each)
        )


@dataclass(frozen=True)
class Score:
    """Of the texts with personal data, the share that was cut; of the texts changed, the share with some."""

    recall: float
    precision: float

    @classmethod
    def of(cls, texts: list[Labelled]) -> Score:
        """How well `redacted` does."""
        cut = sum(each.is_cut for each in texts)
        changed = [each for each in texts if redacted(each.text) != each.text]
        right = sum(each.is_private for each in changed)
        return cls(cut / sum(each.is_private for each in texts), right / len(changed))


def read(name: str) -> list[Labelled]:
    """The texts of a file of this folder."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [Labelled.of(line) for line in lines if line and not line.startswith("#")]
