"""Files that systems and programs put beside the files of people."""

from __future__ import annotations

from typing import Final

_NAMES: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"})
_STARTS: Final = (".", "~")
"""Hidden files (.DS_Store, ._log.csv), and locks of Excel (~$log.xlsx) and LibreOffice (.~lock.log.csv#)."""
_ENDS: Final = ("~", ".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".swp", ".lock")
"""Files that are still being written, copied or downloaded."""


def is_side_file(name: str) -> bool:
    """Whether a file or folder of this name is hidden, a lock, unfinished, or made by the system."""
    plain = name.casefold()
    return plain in _NAMES or plain.startswith(_STARTS) or plain.endswith(_ENDS)
