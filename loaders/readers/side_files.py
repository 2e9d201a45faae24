"""Files that systems and programs put beside the files of people."""

from __future__ import annotations

from typing import Final

HIDDEN: Final = "hidden"
LOCK: Final = "locks"
UNFINISHED: Final = "unfinished"
SYSTEM: Final = "of the system"

_SYSTEM: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"})
_UNFINISHED: Final = (
    *("~", ".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".aria2"),
    *(".tmp", ".temp", ".swp", ".upload", ".uploading", "._copying_"),
)
"""Ends of names of files that are still being written, copied or downloaded, and of backups of editors."""


def side_file_kind(name: str) -> str | None:
    """Why a file or folder of this name is not one of a person: HIDDEN, LOCK, UNFINISHED or SYSTEM.

    Locks are those of Excel (`~$log.xlsx`) and LibreOffice (`.~lock.log.csv#`).
    """
    plain = name.casefold()
    if plain in _SYSTEM:
        return SYSTEM
    if plain.startswith(("~", ".~lock")) or plain.endswith((".lock", ".lck")):
        return LOCK
    if plain.endswith(_UNFINISHED) or (plain.startswith("#") and plain.endswith("#")):
        return UNFINISHED
    return HIDDEN if plain.startswith(".") else None


def is_side_file(name: str) -> bool:
    """Whether a file or folder of this name is hidden, a lock, unfinished, or made by the system."""
    return side_file_kind(name) is not None
