"""The room on the disk of a database: writes stop while some is left, because a full disk stops Neo4j.

A commit that finds the disk full makes Neo4j refuse everything, reads too, until it restarts. So writes leave
a reserve: for the log and the checkpoint of what is committed, and for the short writes of `from_reserve`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from graph.errors import NoSpace

MB: Final = 1024 * 1024
RESERVE_MB: Final = 128
"""Neo4j writes a checkpoint each minute; at full load its log grows by this much until then."""
LAST_MB: Final = 16


class Room:
    """The disk of `folder`; without a folder (the database is on another machine) every check passes."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def require(self, name: str, *, from_reserve: bool = False) -> None:
        """Raises NoSpace when the statement `name` may not write: with less free than the reserve.

        `from_reserve` is for short writes that must not wait, such as the release of a lease.
        """
        needed, free = LAST_MB if from_reserve else RESERVE_MB, self._free_mb()
        if free is not None and free < needed:
            raise NoSpace(
                f"{name}: the disk of {self._folder} has {free:,} MB free, and a write needs {needed}; free "
                "some space there, then try again. Reading goes on."
            )

    def _free_mb(self) -> int | None:
        try:
            return None if self._folder is None else shutil.disk_usage(self._folder).free // MB
        except OSError:
            return None
