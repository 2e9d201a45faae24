"""Why Neo4j did not start, found in its output. The patterns are of Neo4j 2026.09."""

from __future__ import annotations

import re
from pathlib import Path

from graph.embedded.home import Home
from graph.embedded.ports import port_taken
from graph.errors import (
    GraphError,
    InstanceRunning,
    NoSpace,
    PortTaken,
    StartFailed,
    StoreDamaged,
    UnsupportedPlatform,
)
from graph.settings import variable

TAIL = 1024 * 1024
BROKEN = re.compile(r'Failed to start DatabaseId\{\w+\[(\w+)\]\}","stacktrace":"([^"\\]*)')
"""In debug.log: Neo4j runs, but a database cannot be opened (the guardian has the same pattern)."""
DISK_FULL = re.compile(r"No space left on device|TransactionLogOutOfDiskHandler")


def explain(home: Home, bolt_port: int, outcome: str, log_from: int = 0) -> GraphError:
    """The error that names the cause. `outcome` is what happened: an exit or a timeout.

    `log_from` is the length of debug.log before this start.
    """
    printed = tail(home.console_log)
    if "PortBindException" in printed or "Address already in use" in printed:
        return PortTaken(port_taken(bolt_port))
    if "FileLockException" in printed:
        return InstanceRunning(f"Another Neo4j holds the store lock in {home.data}; stop it and try again.")
    if "UnsupportedClassVersionError" in printed:
        return UnsupportedPlatform("This Java is too old for Neo4j: set JAVA_HOME to a Java 21 or newer.")
    if DISK_FULL.search(printed) or DISK_FULL.search(tail(home.debug_log, log_from)):
        return NoSpace(
            f"The disk of {home.root} is full; free some space there or set {variable('home')} to another."
        )
    if found := BROKEN.search(tail(home.debug_log, log_from)):
        reason = found[2].rpartition("Exception: ")[2]
        return StoreDamaged(
            f"Neo4j cannot open the database {found[1]} in {home.data} ({reason}); restore a backup with "
            "`learning-sites database restore`, or start over with `learning-sites database reset`, which "
            "removes the data."
        )
    if "OutOfMemoryError" in printed:
        return StartFailed(f"Neo4j {outcome}: its heap is too small; raise {variable('heap_mb')}.")
    if found := re.search(r"Unrecognized setting\. No declared setting with name: (\S+)", printed):
        return StartFailed(f"Neo4j {outcome}: unknown setting {found[1].rstrip('.')}.")
    cause = _cause(printed)
    return StartFailed(f"Neo4j {outcome}{f': {cause}' if cause else ''}. More: {home.console_log}.")


def cannot_work(home: Home, log_from: int) -> bool:
    """True when Neo4j runs but will never answer: its disk is full, or a database cannot be opened."""
    written = tail(home.debug_log, log_from)
    return bool(DISK_FULL.search(written) or BROKEN.search(written))


def tail(path: Path, start: int = 0) -> str:
    """The end of a file: at most 1 MiB, from byte `start` on; empty when the file does not exist."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(start if start <= size else 0, size - TAIL))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def size(path: Path) -> int:
    """The size of a file in bytes; 0 when it does not exist."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _cause(printed: str) -> str:
    """The innermost cause in the output, or its last line."""
    causes = re.findall(r"(?:Caused by: |Optional\[)([^\n]+)", printed)
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    return str((causes or lines or [""])[-1]).rstrip("].")[:300]
