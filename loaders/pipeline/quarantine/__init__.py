"""Quarantine: rows that could not be loaded, each one entry, however many nights bring it.

An `entry` is a row with its problems and its history; the `store` keeps all of them in one file of the
quarantine folder. `quarantine` writes the bad rows of one run: into the store, and those that are new into a
file for a person to fix. `earlier_files` takes over what versions before the store left there.
"""

from loaders.pipeline.quarantine.earlier_files import SUFFIX
from loaders.pipeline.quarantine.entry import BadRow, EntryState, QuarantineEntry
from loaders.pipeline.quarantine.quarantine import Quarantine, remove_expired
from loaders.pipeline.quarantine.store import QuarantineStore

__all__ = [
    "SUFFIX",
    "BadRow",
    "EntryState",
    "Quarantine",
    "QuarantineEntry",
    "QuarantineStore",
    "remove_expired",
]
