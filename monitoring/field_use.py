"""How often fields of the schema are selected: counted by operation, and written out once a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WRITE_S: Final = 1.0


@dataclass(slots=True, eq=False)
class FieldUse:
    """The fields that an operation selects, such as `Site.name`, each with whether it is deprecated.

    `times` counts the requests since they were written out: one addition each, however many fields there are.
    """

    fields: tuple[tuple[str, bool], ...]
    times: int = 0


class FieldUses:
    """Calls `write` for each field of the operations that were counted, at most `WRITE_S` later."""

    def __init__(self, write: Callable[[str, bool, int], None]) -> None:
        self._write = write
        self._counted: list[FieldUse] = []

    def count(self, use: FieldUse) -> None:
        """Counts one request. Needs an event loop."""
        if not use.times:
            if not self._counted:
                asyncio.get_running_loop().call_later(WRITE_S, self.write)
            self._counted.append(use)
        use.times += 1

    def write(self) -> None:
        """Writes out what is counted."""
        counted, self._counted = self._counted, []
        for use in counted:
            times, use.times = use.times, 0
            for field, deprecated in use.fields:
                self._write(field, deprecated, times)
