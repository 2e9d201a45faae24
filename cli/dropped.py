"""The content of a folder that `nightly` loads: files that can be loaded, and those that cannot, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from loaders.readers import SUFFIXES, is_side_file, remedy_for


@dataclass(frozen=True, slots=True)
class DroppedFiles:
    """Files in order of their names, and each name in `unreadable` with why it is not loaded and a remedy.

    Hidden files, locks and files that are still being written are left out, and so are folders: they hold
    what an operator has moved away.
    """

    files: Sequence[Path]
    unreadable: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The content of a folder. Raises OSError where it cannot be listed."""
        found = sorted(path for path in folder.iterdir() if not is_side_file(path.name) and not path.is_dir())
        files = [path for path in found if path.name.lower().endswith(SUFFIXES)]
        return cls(files, {path.name: _why(path.name) for path in found if path not in files})


def _why(name: str) -> str:
    suffix = Path(name).suffix
    what = f"files that end in {suffix} cannot be read" if suffix else "its name has no suffix"
    return f"{what}; {remedy_for(name)}"
