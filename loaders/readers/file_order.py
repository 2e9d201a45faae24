"""The order of files by their names: the later one counts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from loaders.readers.kinds import SUFFIXES

Order = tuple[tuple[int | str, ...], str]

_NUMBER: Final = re.compile(r"([0-9]+)")
_SEPARATOR: Final = re.compile(r"[-_\s.]+")


def file_order(name: str) -> Order:
    """What files are sorted by: numbers by their size, letters blind to case, `-`, `_`, `.` and space alike.

    `log-2025-9.csv` < `Log-2025-10.csv` < `log_2025_11.jsonl.gz`. The suffix does not count, so `log.csv`
    comes before `log-2.csv`; names that differ in nothing else are in the order of their characters.
    """
    plain = unicodedata.normalize("NFC", name).casefold()
    suffix = max((each for each in SUFFIXES if plain.endswith(each)), key=len, default="")
    words = _SEPARATOR.sub(" ", plain.removesuffix(suffix)).strip()
    parts = _NUMBER.split(words)  # text and numbers by turns, so that like is compared with like
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), name
