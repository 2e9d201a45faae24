"""The rows that the files of one run had: which keys, with which content, in which file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final

import numpy as np
from numpy.typing import NDArray

from loaders.rows import Row

MOST_PENDING: Final = 65_536
"""Rows that wait to be sorted in."""


class Standing(Enum):
    """How a row stands to those before it."""

    NEW = auto()
    """Its key did not come before."""
    AGAIN = auto()
    """The same row was there, in this file."""
    OTHER = auto()
    """A row of its key was there, in this file, and said something else."""
    SUPERSEDED = auto()
    """A row of its key was there, in a file that counts for more."""


class Seen:
    """Keys as 8 bytes of a hash, so 18 bytes a row: two of a million are alike once in 37 million runs."""

    def __init__(self) -> None:
        self._keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._contents: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._files: NDArray[np.uint16] = np.empty(0, np.uint16)
        self._pending: dict[int, tuple[int, int]] = {}

    def standings(self, rows: Sequence[Row], file: int) -> list[Standing]:
        """How each of these rows stands to those that were added, and to those before it in the list."""
        keys = [digest(row["key"]) for row in rows]
        known = self._known(keys)
        within = dict[int, tuple[int, int]]()
        found = []
        for row, key in zip(rows, keys, strict=True):
            content = _content(row)
            before = within.get(key) or known.get(key)
            if before is None:
                within[key] = (content, file)
                found.append(Standing.NEW)
            elif before[1] != file:
                found.append(Standing.SUPERSEDED)
            else:
                found.append(Standing.AGAIN if before[0] == content else Standing.OTHER)
        return found

    def add(self, rows: Iterable[Row], file: int) -> None:
        """Remembers rows."""
        for row in rows:
            self._pending.setdefault(digest(row["key"]), (_content(row), file))
        if len(self._pending) >= MOST_PENDING:
            self._sort_in()

    def without(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that no file had."""
        digests = [digest(key) for key in keys]
        known = self._known(digests)
        return [key for key, each in zip(keys, digests, strict=True) if each not in known]

    def _known(self, keys: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Content and file of those keys that were added."""
        known = {key: self._pending[key] for key in keys if key in self._pending}
        if len(self._keys):
            asked = np.array(keys, np.uint64)
            places = np.searchsorted(self._keys, asked)
            places[places == len(self._keys)] = 0
            for number in np.flatnonzero(self._keys[places] == asked).tolist():
                place = places[number]
                known[keys[number]] = (int(self._contents[place]), int(self._files[place]))
        return known

    def _sort_in(self) -> None:
        ordered = sorted(self._pending.items())
        keys = np.array([key for key, _ in ordered], np.uint64)
        places = np.searchsorted(self._keys, keys)
        self._keys = np.insert(self._keys, places, keys)
        contents = np.array([content for _, (content, _) in ordered], np.uint64)
        self._contents = np.insert(self._contents, places, contents)
        self._files = np.insert(self._files, places, [file for _, (_, file) in ordered])
        self._pending.clear()


def digest(key: str) -> int:
    """64 bits of a hash of a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())


def _content(row: Row) -> int:
    return int(row["fingerprint"][:16], 16)
