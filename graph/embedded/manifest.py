"""The memory of which files were checked, so that a start does not hash 195 MB again."""

from __future__ import annotations

import json
from pathlib import Path

from graph.embedded.disk import write_atomically

Stamp = tuple[int, int]
"""Size in bytes and change time in nanoseconds."""


class Manifest:
    """Remembers hash, size and change time of each checked file below `folder`.

    A file is trusted while size and change time are those of its check, as `make` does.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "checked.json"
        self.reload()

    def reload(self) -> None:
        """Reads the entries again, which another process may have added to."""
        try:
            self._entries: dict[str, list[object]] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._entries = {}  # no manifest, or a torn one: every file is hashed again

    def holds(self, path: Path, sha256: str) -> bool:
        """True when the file is here and was checked as it stands."""
        try:
            return self._entries.get(str(path)) == [sha256, *self.stamp(path)]
        except OSError:  # not here, or not to be read: `make_folder` says why
            return False

    def stamp(self, path: Path) -> Stamp:
        """Size and change time of a file. Raises FileNotFoundError."""
        status = (self._folder / path).stat()
        return status.st_size, status.st_mtime_ns

    def add(self, path: Path, sha256: str) -> None:
        """Notes a file whose hash was just found to be right."""
        self._entries[str(path)] = [sha256, *self.stamp(path)]

    def save(self) -> None:
        """Writes the entries, whole or not at all."""
        write_atomically(self._path, json.dumps(self._entries, indent=0))
