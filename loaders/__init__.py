"""Brings data into the graph.

`readers` fetch files and take rows out of them, `resolver` finds the jurisdiction that a name means,
`pipeline` checks rows of any source and writes them. `sources` are the kinds of data that files bring,
`bundled` the data that come with the program. `similarity` compares jurisdictions, `generate` makes synthetic
logs, `export` writes import files, `research` tables to take home. README.md follows one row of a log through
all of it.

    from loaders import load_rows

loads rows that a Python program has in its hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loaders.api import load_rows

__all__ = ["load_rows"]


def __getattr__(name: str) -> Any:
    """Imports what a load of files needs only when it is asked for: the service starts without it."""
    if name == "load_rows":
        from loaders.api import load_rows

        return load_rows
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
