"""The file system: writable folders, free space, file locks, atomic writes."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from graph.errors import HomeUnusable, NoSpace, UnsupportedPlatform

MB = 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says of a full disk, and of a user's used-up share of it."""


def make_folder(path: Path, variable: str) -> None:
    """Creates a folder, with its parents, and checks that it is writable.

    Raises HomeUnusable, which names `variable` as the setting to change.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise HomeUnusable(
            f"{path} cannot be written ({error.strerror or error}); set {variable} to a writable folder."
        ) from error


def free_space(path: Path) -> int:
    """Bytes free on the disk of `path`."""
    return shutil.disk_usage(path).free


def require_space(path: Path, needed: int, variable: str, purpose: str) -> None:
    """Raises NoSpace when the disk of `path` has fewer than `needed` bytes free."""
    free = free_space(path)
    if free < needed:
        raise NoSpace(
            f"{purpose.capitalize()} needs {needed // MB:,} MB free at {path}, which has "
            f"{free // MB:,} MB; free some there or set {variable} to a folder on another disk."
        )


def write_atomically(path: Path, text: str, mode: int = 0o644) -> None:
    """Writes a file so that a reader, also after a crash, sees the old content or the new.

    Raises NoSpace on a full disk.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno not in FULL:
            raise
        raise NoSpace(f"{path} cannot be written, its disk is full; free some space there.") from error


def take_lock(path: Path, *, wait_s: float = 0.0, shared: bool = False) -> int | None:
    """Takes the lock of a file: a descriptor that holds it, or None when another process holds it.

    The kernel releases it when the last process with the descriptor ends, however it ends: a lock is never
    stale. A child that inherits the descriptor holds the same lock.
    """
    if sys.platform == "win32":
        raise UnsupportedPlatform(
            "The embedded Neo4j needs Linux or macOS; set NEO4J_URI to a Neo4j that you run."
        )
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    until = monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                os.close(descriptor)
                return None
            sleep(0.05)
        except OSError as error:
            os.close(descriptor)
            raise HomeUnusable(f"{path} cannot be locked ({error.strerror}); use a local disk.") from error
        else:
            return descriptor


def is_locked(path: Path) -> bool:
    """True when a process holds the lock of `path`."""
    if not path.exists():
        return False
    descriptor = take_lock(path, shared=True)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


@contextmanager
def locked(path: Path, wait_s: float = 600.0) -> Iterator[None]:
    """Holds the lock of `path` for the block, after waiting for it. Raises HomeUnusable after `wait_s`."""
    descriptor = take_lock(path, wait_s=wait_s)
    if descriptor is None:
        raise HomeUnusable(f"Another process has held {path} for {wait_s:.0f} s; end it and try again.")
    try:
        yield
    finally:
        with suppress(OSError):
            os.close(descriptor)
