"""Moves the files of a night away: loaded ones into `done`, failed ones into `failed`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

from cli.night.result import NightResult
from domain.vocabulary import RunStatus

FOLDERS: Final = {RunStatus.DONE: "done", RunStatus.FAILED: "failed"}
COMPRESSED: Final = (".gz", ".zip")


def move_files(night: NightResult) -> dict[str, str]:
    """Moves every file that was loaded or failed, but those that wait; names that could not be, with why."""
    not_moved = dict[str, str]()
    for report in night.reports:
        folder = FOLDERS.get(report.status)
        if folder is None or report.path.name in night.waiting:
            continue
        try:
            _move(report.path, night.folder / folder, f"{night.started_at:%Y-%m-%dT%H%M%SZ}")
        except OSError as error:
            not_moved[report.path.name] = f"{error.strerror}; move it, or check the permissions of {folder}"
    return not_moved


def _move(path: Path, folder: Path, moment: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in _names(path, moment):
        try:
            os.close(os.open(folder / name, os.O_CREAT | os.O_EXCL, 0o600))  # no other process takes it now
        except FileExistsError:
            continue
        try:
            path.replace(folder / name)
        except OSError:
            (folder / name).unlink()
            raise
        return


def _names(path: Path, moment: str) -> Iterator[str]:
    """The name of a file, then names with the moment of the night, of which one is free."""
    suffix = "".join(path.suffixes[-2:]) if path.suffix.lower() in COMPRESSED else path.suffix
    stem = path.name.removesuffix(suffix)
    yield path.name
    yield f"{stem}-{moment}{suffix}"
    yield from (f"{stem}-{moment}-{number}{suffix}" for number in count(2))
