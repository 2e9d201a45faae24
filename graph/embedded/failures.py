"""Why Neo4j did not start, read from what it printed. The texts are those of Neo4j 2026.09."""

from __future__ import annotations

import re
from pathlib import Path

from graph.embedded.home import Home
from graph.embedded.ports import taken
from graph.errors import EmbeddedError, InstanceRunning, NoSpace, PortTaken, StartFailed, UnsupportedPlatform
from graph.settings import variable

TAIL = 64 * 1024
DISK_FULL = re.compile(r"No space left on device|TransactionLogOutOfDiskHandler")


def explain(home: Home, bolt_port: int, outcome: str, log_from: int = 0) -> EmbeddedError:
    """The error that names the cause. `outcome` is what we saw: an exit, or a wait that was too long.

    `log_from` is the length that debug.log had before this start.
    """
    printed = tail(home.console_log)
    if "PortBindException" in printed or "Address already in use" in printed:
        return PortTaken(taken(bolt_port))
    if "FileLockException" in printed:
        return InstanceRunning(f"Another Neo4j holds the store lock in {home.data}; stop it and try again.")
    if "UnsupportedClassVersionError" in printed:
        return UnsupportedPlatform("This Java is too old for Neo4j: set JAVA_HOME to a Java 21 or newer.")
    if DISK_FULL.search(printed) or DISK_FULL.search(tail(home.debug_log, log_from)):
        return NoSpace(
            f"The disk of {home.root} is full; free some space there or set {variable('home')} to another."
        )
    if "OutOfMemoryError" in printed:
        return StartFailed(f"Neo4j {outcome}: its heap is too small; raise {variable('heap_mb')}.")
    if found := re.search(r"Unrecognized setting\. No declared setting with name: (\S+)", printed):
        return StartFailed(f"Neo4j {outcome}: it does not know the setting {found[1].rstrip('.')}.")
    cause = _cause(printed)
    return StartFailed(f"Neo4j {outcome}{f': {cause}' if cause else ''}. More: {home.console_log}.")


def tail(path: Path, start: int = 0) -> str:
    """The end of a file, at most 64 KiB and nothing before byte `start`; empty when there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(start if start <= size else 0, size - TAIL))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def size(path: Path) -> int:
    """The length of a file in bytes; 0 when there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _cause(printed: str) -> str:
    """The innermost cause that was printed, or the last line."""
    causes = re.findall(r"(?:Caused by: |Optional\[)([^\n]+)", printed)
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    return str((causes or lines or [""])[-1]).rstrip("].")[:300]
