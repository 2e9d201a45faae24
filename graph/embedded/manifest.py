"""The record of checked files, so that a start does not hash 195 MB again."""

from __future__ import annotations

import json
from pathlib import Path

from graph.embedded.disk import write_atomically

Stamp = tuple[int, int]
"""Size in bytes and modification time in nanoseconds."""


class Manifest:
    """Hash, size and modification time of each checked file below `folder`.

    A file is trusted while its size and modification time are unchanged, as in `make`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "checked.json"
        self.reload()

    def reload(self) -> None:
        """Reads the entries, to which another process may have added."""
        try:
            self._entries: dict[str, list[object]] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._entries = {}  # no manifest, or an unreadable one: every file is hashed again

    def holds(self, path: Path, sha256: str) -> bool:
        """True when the file exists and has not changed since it was checked."""
        try:
            return self._entries.get(str(path)) == [sha256, *self.stamp(path)]
        except OSError:  # missing, or unreadable: `make_folder` says why
            return False

    def stamp(self, path: Path) -> Stamp:
        """Size and modification time of a file. Raises FileNotFoundError."""
        status = (self._folder / path).stat()
        return status.st_size, status.st_mtime_ns

    def add(self, path: Path, sha256: str) -> None:
        """Adds a file whose hash was found to be right."""
        self._entries[str(path)] = [sha256, *self.stamp(path)]

    def save(self) -> None:
        """Writes the entries atomically."""
        write_atomically(self._path, json.dumps(self._entries, indent=0))
