"""The rows that the files of one run had: which keys, with which content, in which file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loaders.pipeline.row import Row

MOST_PENDING: Final = 65_536
"""Rows that wait to be sorted in."""


class Standing(Enum):
    """How a row stands to those before it."""

    NEW = auto()
    """Its key did not come before, or with an older year."""
    AGAIN = auto()
    """The same row was there, in this file."""
    OTHER = auto()
    """A row of its key was there, in this file, and said something else."""
    SUPERSEDED = auto()
    """A row of its key counts for more: one of a later file, or of a newer `year`."""


class Met(NamedTuple):
    """What is remembered of a row: hashes of its key and of its content, its file, its year or 0."""

    key: int
    content: int
    file: int
    year: int

    @classmethod
    def of(cls, row: Row, file: int) -> Met:
        """Of a row of the file with this number."""
        return cls(digest(row["key"]), int(row["fingerprint"][:16], 16), file, row.get("year") or 0)

    def standing(self, other: Met) -> Standing:
        """How another row of the key stands to it; of several years the newest counts."""
        if self.year and other.year and self.year != other.year:
            return Standing.NEW if other.year > self.year else Standing.SUPERSEDED
        if self.file != other.file:
            return Standing.SUPERSEDED
        return Standing.AGAIN if self.content == other.content else Standing.OTHER


class Seen:
    """Keys as 8 bytes of a hash, so 20 bytes a row: two of a million are alike once in 37 million runs."""

    def __init__(self) -> None:
        self._keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._contents: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._files: NDArray[np.uint16] = np.empty(0, np.uint16)
        self._years: NDArray[np.uint16] = np.empty(0, np.uint16)
        self._pending: dict[int, Met] = {}

    def standings(self, rows: Sequence[Met]) -> list[Standing]:
        """How each of these rows stands to those that were added, and to the others in the list.

        Of several years of a key in the list the newest alone is NEW.
        """
        counting = self._known([row.key for row in rows])
        places = dict[int, int]()
        found = list[Standing]()
        for place, row in enumerate(rows):
            before = counting.get(row.key)
            standing = Standing.NEW if before is None else before.standing(row)
            if standing is Standing.NEW:
                if row.key in places:
                    found[places[row.key]] = Standing.SUPERSEDED
                counting[row.key], places[row.key] = row, place
            found.append(standing)
        return found

    def add(self, rows: Iterable[Met]) -> None:
        """Remembers rows that are NEW."""
        self._pending.update((row.key, row) for row in rows)
        if len(self._pending) >= MOST_PENDING:
            self._sort_in()

    def without(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that no file had."""
        digests = [digest(key) for key in keys]
        known = self._known(digests)
        return [key for key, each in zip(keys, digests, strict=True) if each not in known]

    def _known(self, keys: Sequence[int]) -> dict[int, Met]:
        """What counts of those keys that were added."""
        known = dict[int, Met]()
        if len(self._keys):
            asked = np.array(keys, np.uint64)
            places = self._places(asked)
            for number in np.flatnonzero(self._keys[places] == asked).tolist():
                place = places[number]
                rest = self._contents[place], self._files[place], self._years[place]
                known[keys[number]] = Met(keys[number], *map(int, rest))
        return known | {key: self._pending[key] for key in keys if key in self._pending}

    def _places(self, keys: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Where each key stands, if it stands there; there is one at least."""
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        return places

    def _sort_in(self) -> None:
        ordered = sorted(self._pending.items())
        keys = np.array([key for key, _ in ordered], np.uint64)
        self._forget(keys)
        places = np.searchsorted(self._keys, keys)
        self._keys = np.insert(self._keys, places, keys)
        contents = np.array([met.content for _, met in ordered], np.uint64)
        self._contents = np.insert(self._contents, places, contents)
        self._files = np.insert(self._files, places, [met.file for _, met in ordered])
        self._years = np.insert(self._years, places, [met.year for _, met in ordered])
        self._pending.clear()

    def _forget(self, keys: NDArray[np.uint64]) -> None:
        """Takes out what no longer counts of these keys."""
        if not len(self._keys):
            return
        places = self._places(keys)
        older = places[self._keys[places] == keys]
        self._keys, self._contents = np.delete(self._keys, older), np.delete(self._contents, older)
        self._files, self._years = np.delete(self._files, older), np.delete(self._years, older)


def digest(key: str) -> int:
    """64 bits of a hash of a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
