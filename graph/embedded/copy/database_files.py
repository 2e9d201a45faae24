"""The files of one database, and a copy of them that is consistent although Neo4j runs.

Between two checkpoints Neo4j changes no page that the last one needs, and only appends to the transaction
log. A copy that is made between them, the store before the log, is what `kill -9` would leave: the next start
recovers it. With a checkpoint in its midst it is damaged, and Neo4j starts it without complaint. So such a
copy is thrown away and made again (docs/decisions/read-only-copy.md has the measurements).
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from graph.embedded.disk import FULL, is_locked
from graph.embedded.failures import tail
from graph.embedded.home import Home
from graph.errors import CopyInterrupted, NoSpace

ATTEMPTS: Final = 8
CHECKPOINT_S: Final = 30.0
"""How long a running checkpoint is waited for before an attempt, seconds; one takes 0.1 to 1 s."""
POLL_S: Final = 0.05
DATABASE: Final = "neo4j"
LOCK: Final = "database_lock"
CHECKPOINT: Final = re.compile(
    rf"\[{DATABASE}/[^\]\n]*\] Checkpoint triggered by [^\n]*? checkpoint (started|completed)"
)
"""In debug.log of Neo4j 2026.09: the beginning and the end of a checkpoint."""

CopyFile = Callable[[Path, Path], object]
"""Copies the content of a file to a path."""
Stamps = dict[str, tuple[int, int]]
"""Size and modification time, nanoseconds, by name."""


class DatabaseFiles:
    """Store and transaction log of the graph in one home; `copy_file` copies one file."""

    def __init__(self, home: Home, copy_file: CopyFile = shutil.copyfile) -> None:
        self._home = home
        self._copy_file = copy_file
        self._store = home.data / "databases" / DATABASE
        self._log = home.data / "transactions" / DATABASE

    def copy_to(self, target: Home) -> int:
        """Copies them into an empty home, and returns the number of attempts that it took.

        The `system` database is not copied: the copy gets its own, and so its own password. Raises
        CopyInterrupted and NoSpace, and then leaves no file there.
        """
        for attempt in range(1, ATTEMPTS + 1):
            self._wait_for_checkpoint()
            try:
                if self._copied_between_checkpoints(target):
                    return attempt
            except FileNotFoundError:
                pass  # a checkpoint has removed the file
            except OSError as error:
                _clear(target)
                if error.errno not in FULL:
                    raise
                raise NoSpace(
                    f"The disk of {target.root} is full; free some space there, then copy again."
                ) from error
            _clear(target)
        raise CopyInterrupted(
            f"A checkpoint of the database in {self._home.root} fell into each of {ATTEMPTS} attempts to "
            "copy it; nothing was copied. Try again when less is written to it, or use a faster disk."
        )

    def _copied_between_checkpoints(self, target: Home) -> bool:
        before = self._checkpoints()
        for folder in (self._store, self._log):  # in this order: the log has all that the store has
            for path in _files(folder):
                copied = target.data / path.relative_to(self._home.data)
                copied.parent.mkdir(parents=True, exist_ok=True)
                self._copy_file(path, copied)
        return self._checkpoints() == before and not self._checkpoint_runs()

    def _checkpoints(self) -> Stamps:
        """Of the files that get a record at the end of each checkpoint."""
        found = {path.name: path.stat() for path in self._log.glob("checkpoint.*")}
        return {name: (each.st_size, each.st_mtime_ns) for name, each in found.items()}

    def _checkpoint_runs(self) -> bool:
        """True when one has begun, by the log of Neo4j: its record is written only at its end."""
        found = CHECKPOINT.findall(tail(self._home.debug_log))
        return found[-1:] == ["started"] and is_locked(self._home.lock)

    def _wait_for_checkpoint(self) -> None:
        until = monotonic() + CHECKPOINT_S
        while self._checkpoint_runs() and monotonic() < until:
            sleep(POLL_S)


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in order, but the lock. Raises FileNotFoundError when a folder vanishes."""
    for root, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        yield from (Path(root, name) for name in sorted(names) if name != LOCK)


def _raise(error: OSError) -> None:
    raise error


def _clear(home: Home) -> None:
    for name in ("databases", "transactions"):
        shutil.rmtree(home.data / name, ignore_errors=True)
