"""What one writer knows to be in the graph from one batch to the next."""

from __future__ import annotations

from collections.abc import Iterable

LabelAndKey = tuple[str, str]


class Known:
    """Keys that one writer found in the graph, good for as long as nobody else changes the data.

    Batches name the same jurisdictions again and again, and to look for them all each time is some 4 % of a
    load. Each change raises the version, and writers take turns: so while it is the one that this writer
    left, what it found is there.
    """

    def __init__(self) -> None:
        self._keys = set[LabelAndKey]()
        self._version: int | None = None

    def begin(self, version: int | None) -> None:
        """Told the version at the beginning of a turn."""
        if version is None or version != self._version:
            self._keys.clear()

    def end(self, version: int | None) -> None:
        """Told the version that this writer left, once that is committed."""
        self._version = version

    def without(self, named: set[LabelAndKey]) -> set[LabelAndKey]:
        """Those that are not known."""
        return named - self._keys

    def add(self, named: Iterable[LabelAndKey]) -> None:
        """Told what was found, in the turn that was begun."""
        self._keys.update(named)

    def clear(self) -> None:
        """Told that this writer deleted something."""
        self._keys.clear()
