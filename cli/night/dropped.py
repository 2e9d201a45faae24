"""The content of the folder that `nightly` loads."""

from __future__ import annotations

import os
import stat
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple, Self

from graph.errors import NothingToLoad
from loaders.readers import SUFFIXES, file_order, remedy_for, side_file_kind
from loaders.sources.loader_toml import NAME as LOADER_TOML

SUBFOLDERS: Final = "subfolders"
MAX_NAMES: Final = 10
"""Names of one kind that a line lists."""
SPECIAL: Final = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)
"""What is no regular file: reading it may never end."""


class FileState(NamedTuple):
    """What tells that a file was written to or replaced; times in nanoseconds.

    `changed` is also the moment when it was moved or got other rights, which does not count as a change.
    """

    size: int
    inode: int
    modified: int
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> Self:
        return cls(found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)

    def differs_from(self, other: FileState) -> bool:
        """Whether the content may be another one."""
        return (self.size, self.inode, self.modified) != (other.size, other.inode, other.modified)

    def younger_than(self, seconds: float) -> bool:
        """Whether it was written so recently; a time further ahead is that of a wrong clock."""
        now = time.time_ns()
        return any(abs(now - moment) < seconds * 1e9 for moment in (self.modified, self.changed))


@dataclass(frozen=True, slots=True)
class DroppedFiles:
    """What a folder has: `files` in the order of their names, with their states when it was listed.

    `not_taken` has each name that cannot be loaded, with why and a remedy, `waiting` those that the next
    night loads, with why. `left_out` are names by kind that nobody expects to be loaded: subfolders, which
    hold what an operator has moved away, and side files.
    """

    folder: Path
    files: Mapping[Path, FileState]
    not_taken: Mapping[str, str]
    waiting: Mapping[str, str]
    left_out: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The content of a folder; no file is opened. Raises NothingToLoad where it cannot be listed."""
        files, not_taken = dict[Path, FileState](), dict[str, str]()
        left_out = defaultdict[str, list[str]](list)
        try:
            names = sorted((path.name for path in folder.iterdir()), key=file_order)
        except OSError as error:
            raise NothingToLoad(
                f"FOLDER: {folder} cannot be listed ({error.strerror}); check its permissions, and that its "
                "share is mounted."
            ) from None
        for name in names:
            if name == LOADER_TOML:
                continue
            found = _state(folder / name)
            if kind := side_file_kind(name) or _plain_folder(name, found):
                left_out[kind].append(printable(name))
            elif isinstance(found, str):
                not_taken[printable(name)] = found
            elif why := _why_not(name, found):
                not_taken[printable(name)] = why
            else:
                files[folder / name] = FileState.of(found)
        return cls(folder, files, not_taken, {}, left_out)

    def settled(self, seconds: float, whole: Collection[Path] = ()) -> Self:
        """Without files that are younger than so many seconds, or changed since: these wait.

        Files that are known to be `whole` need not be older.
        """
        waiting = {
            path: why
            for path, before in self.files.items()
            if (why := _unsettled(path, before, 0.0 if path in whole else seconds))
        }
        files = {path: state for path, state in self.files.items() if path not in waiting}
        return replace(self, files=files, waiting={path.name: why for path, why in waiting.items()})

    def with_changed(self) -> Self:
        """After they were loaded: those that changed meanwhile wait, too."""
        changed = {
            path.name: "it grew or was replaced while it was loaded"
            for path, before in self.files.items()
            if not isinstance(now := _state(path), str) and FileState.of(now).differs_from(before)
        }
        return replace(self, waiting={**self.waiting, **changed})

    def require_any(self) -> None:
        """Raises NothingToLoad where there is no file to load: it names what there is instead."""
        if self.files:
            return
        there = {"cannot be loaded": self.not_taken, "wait for the next night": self.waiting, **self.left_out}
        named = "; ".join(f"{kind}: {listed(list(names))}" for kind, names in there.items() if names)
        has = f"has only: {named}" if named else "is empty"
        raise NothingToLoad(
            f"FOLDER: nothing of {self.folder} was loaded: it {has}. Check that what fills it ran, and that "
            "its share is mounted."
        )


def listed(names: Sequence[str]) -> str:
    """Names as a list, the first of many."""
    more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f" and {more} more" if more > 0 else "")


def printable(name: str) -> str:
    """A name as a report shows it: bytes that are not UTF-8, and control characters, are replaced."""
    text = name.encode(errors="surrogateescape").decode(errors="replace")
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _state(path: Path) -> os.stat_result | str:
    """The state of the file or folder, through links, or why it cannot be read."""
    try:
        return path.stat()
    except FileNotFoundError:
        return "it is a link to nothing; fix or remove the link"
    except OSError as error:
        return f"it cannot be examined ({error.strerror}); fix or remove it"


def _plain_folder(name: str, found: os.stat_result | str) -> str | None:
    """SUBFOLDERS for a folder, unless it bears the name of a file that somebody waits for."""
    is_folder = not isinstance(found, str) and stat.S_ISDIR(found.st_mode)
    return SUBFOLDERS if is_folder and not name.lower().endswith(SUFFIXES) else None


def _why_not(name: str, found: os.stat_result) -> str | None:
    """Why a file cannot be loaded, and a remedy."""
    if not stat.S_ISREG(found.st_mode):
        what = next((what for is_one, what in SPECIAL if is_one(found.st_mode)), "no regular file")
        return f"it is {what}; only regular files are read, remove it or write its content into one"
    if printable(name) != name:
        return "its name is not printable UTF-8; rename it"
    if name.lower().endswith(SUFFIXES):
        return None
    suffix = Path(name).suffix
    what = f"files that end in {suffix} cannot be read" if suffix else "its name has no suffix"
    return f"{what}; {remedy_for(name)}"


def _unsettled(path: Path, before: FileState, seconds: float) -> str | None:
    """Why a file waits for the next night."""
    found = _state(path)
    if isinstance(found, str):
        return "it is gone, or cannot be examined any more"
    now = FileState.of(found)
    if now.differs_from(before):
        return "it is still growing or being replaced"
    return f"it was written less than {seconds:g} s ago" if now.younger_than(seconds) else None
