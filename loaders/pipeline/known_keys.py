"""The keys that one writer knows to be in the graph, from one batch to the next."""

from __future__ import annotations

from collections.abc import Iterable

LabelAndKey = tuple[str, str]


class KnownKeys:
    """Keys that one writer found in the graph, good for as long as nobody else changes the data.

    Batches refer to the same jurisdictions again and again, and to look for them all each time is some 4 % of
    a load. Each change raises the version, and writers take turns: so while the version is the one that this
    writer left, what it found is there.
    """

    def __init__(self) -> None:
        self._keys = set[LabelAndKey]()
        self._version: int | None = None

    def begin(self, version: int | None) -> None:
        """A turn begins at this version of the data."""
        if version is None or version != self._version:
            self._keys.clear()

    def end(self, version: int | None) -> None:
        """The turn was committed, and left this version."""
        self._version = version

    def unknown(self, wanted: set[LabelAndKey]) -> set[LabelAndKey]:
        """Those of the keys that are not known."""
        return wanted - self._keys

    def add(self, found: Iterable[LabelAndKey]) -> None:
        """These were found in the graph in the turn that has begun."""
        self._keys.update(found)

    def clear(self) -> None:
        """Something was deleted in the turn that has begun."""
        self._keys.clear()
