"""Duplicates: the keys that the files of one run had, with which content, in which file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loaders.pipeline.row import Row

MAX_PENDING: Final = 16_384
"""Rows that wait to be sorted in."""


class DuplicateStatus(Enum):
    """What a row is beside those before it."""

    NEW = auto()
    """Its key did not come before, or with an older version."""
    REPEATED = auto()
    """The same row was there, in this file."""
    CONFLICTING = auto()
    """A row of its key with another content was there, in this file."""
    SUPERSEDED = auto()
    """A row of its key takes precedence: one or a deletion of a later file, or one of a newer version."""


class RowDigest(NamedTuple):
    """What is remembered of a row: hashes of its key and of its content, its file, its version or 0.

    A version is a year, or the moment of its last change in milliseconds.
    """

    key: int
    content: int
    file: int
    version: int

    @classmethod
    def of(cls, row: Row, file: int) -> RowDigest:
        """Of a row of the file with this number."""
        return cls(_hash(row["key"]), int(row["fingerprint"][:16], 16), file, _version(row))

    def status_of(self, other: RowDigest) -> DuplicateStatus:
        """What another row of this key is beside this one; the newest of several versions comes first."""
        if self.version and other.version and self.version != other.version:
            return DuplicateStatus.NEW if other.version > self.version else DuplicateStatus.SUPERSEDED
        if self.file != other.file:
            return DuplicateStatus.SUPERSEDED
        same = self.content == other.content
        return DuplicateStatus.REPEATED if same else DuplicateStatus.CONFLICTING


class DuplicateIndex:
    """Keys as 8 bytes of a hash, so 26 bytes a row: two of a million collide once in 37 million runs."""

    def __init__(self) -> None:
        self._keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._contents: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._files: NDArray[np.uint16] = np.empty(0, np.uint16)
        self._versions: NDArray[np.int64] = np.empty(0, np.int64)
        self._pending: dict[int, RowDigest] = {}

    def statuses(self, rows: Sequence[RowDigest]) -> list[DuplicateStatus]:
        """The status of each of these rows, beside those that were added and those before it in the list.

        Of several versions of a key in the list the newest alone is NEW.
        """
        current = self._known([row.key for row in rows])
        places = dict[int, int]()
        found = list[DuplicateStatus]()
        for place, row in enumerate(rows):
            before = current.get(row.key)
            status = DuplicateStatus.NEW if before is None else before.status_of(row)
            if status is DuplicateStatus.NEW:
                if row.key in places:
                    found[places[row.key]] = DuplicateStatus.SUPERSEDED
                current[row.key], places[row.key] = row, place
            found.append(status)
        return found

    def add(self, rows: Iterable[RowDigest]) -> None:
        """Remembers rows that are NEW."""
        self._pending.update((row.key, row) for row in rows)
        if len(self._pending) >= MAX_PENDING:
            self._sort_in()

    def in_other_files(self, keys: Sequence[str], file: int) -> set[str]:
        """Those of the keys that a file had with another number than this one."""
        hashes = [_hash(key) for key in keys]
        known = self._known(hashes)
        return {
            key for key, each in zip(keys, hashes, strict=True) if each in known and known[each].file != file
        }

    def unseen(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that no file had."""
        hashes = [_hash(key) for key in keys]
        known = self._known(hashes)
        return [key for key, each in zip(keys, hashes, strict=True) if each not in known]

    def _known(self, keys: Sequence[int]) -> dict[int, RowDigest]:
        """The row that takes precedence, for each of the keys that was added."""
        known = dict[int, RowDigest]()
        if len(self._keys):
            wanted = np.array(keys, np.uint64)
            places = self._places(wanted)
            for number in np.flatnonzero(self._keys[places] == wanted).tolist():
                place = places[number]
                rest = self._contents[place], self._files[place], self._versions[place]
                known[keys[number]] = RowDigest(keys[number], *map(int, rest))
        return known | {key: self._pending[key] for key in keys if key in self._pending}

    def _places(self, keys: NDArray[np.uint64]) -> NDArray[np.intp]:
        """The place of each key, if it is in the index, which is not empty."""
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        return places

    def _sort_in(self) -> None:
        ordered = sorted(self._pending.items())
        keys = np.array([key for key, _ in ordered], np.uint64)
        self._forget(keys)
        places = np.searchsorted(self._keys, keys)
        self._keys = np.insert(self._keys, places, keys)
        contents = np.array([row.content for _, row in ordered], np.uint64)
        self._contents = np.insert(self._contents, places, contents)
        self._files = np.insert(self._files, places, [row.file for _, row in ordered])
        self._versions = np.insert(self._versions, places, [row.version for _, row in ordered])
        self._pending.clear()

    def _forget(self, keys: NDArray[np.uint64]) -> None:
        """Removes the rows of these keys: newer ones replace them."""
        if not len(self._keys):
            return
        places = self._places(keys)
        older = places[self._keys[places] == keys]
        self._keys, self._contents = np.delete(self._keys, older), np.delete(self._contents, older)
        self._files, self._versions = np.delete(self._files, older), np.delete(self._versions, older)


def _hash(key: str) -> int:
    """64 bits of a hash of a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())


def _version(row: Row) -> int:
    if updated := row.get("updatedAt"):
        return int(datetime.fromisoformat(updated).timestamp() * 1000)
    return row.get("year") or 0
