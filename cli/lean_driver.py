"""Neo4j's driver without pandas and pyarrow, which it imports wherever they are installed (6.4).

It takes data frames as parameters and makes them of results; we have neither. They cost a third of a second
of processor time at the start of each command, and 70 MiB in each process. Whoever needs them imports them
later.
"""

from __future__ import annotations

import sys
from typing import Any, Final

UNUSED: Final = ("pandas", "pyarrow")


def import_driver() -> None:
    """Imports it, if it is not there yet."""
    modules: dict[str, Any] = sys.modules
    if "neo4j" in modules:
        return
    hidden = [name for name in UNUSED if name not in modules]
    modules.update(dict.fromkeys(hidden))  # to import a None is an ImportError
    try:
        import neo4j  # noqa: F401
    finally:
        for name in hidden:
            del modules[name]
