"""A Java AOT cache for Neo4j (JEP 483, 514): made once in the background, it halves the start time.

Java rejects a cache of another build, other flags or another class path, and starts at its normal speed; so
the file name is a hash of these, and no start depends on the cache.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from graph.embedded.artifacts import Artifacts
from graph.embedded.command import flags
from graph.embedded.java import Java

OLDEST = 25
"""The oldest Java whose cache holds method profiles (JEP 515); before, the gain is smaller."""
PROJECT = Path(__file__).parents[2]


def cache_file(cache: Path, java: Java, artifacts: Artifacts) -> Path:
    """The path of the AOT cache for this Java, its flags and these files, whether it exists or not."""
    key = hashlib.sha256(repr((java.build, flags(java), artifacts.stamps())).encode())
    return cache / "aot" / f"{key.hexdigest()[:16]}.aot"


def use(file: Path) -> tuple[str, ...]:
    """The Java options that use the cache, if it exists; the log option hides two harmless warnings."""
    return (f"-XX:AOTCache={file}", "-Xlog:aot*=off") if file.is_file() else ()


STOP_S = 2.0
"""How long a training may take to remove its files, seconds; it has the lowest priority."""


class Training:
    """The background process that makes the cache. It ends with this process, or when `stop` is called.

    With `detached` it outlives this process, for at most `training.LIMIT_S`.
    """

    def __init__(self, cache: Path, java: Java, heap_mb: int, *, detached: bool) -> None:
        arguments = [str(cache), str(java.path), str(heap_mb), *(["--detached"] if detached else [])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "graph.embedded.training", *arguments],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._owner = os.getpid()
        if detached:
            self._close()

    def stop(self) -> None:
        """Ends the training, finished or not."""
        if os.getpid() != self._owner:
            return
        self._close()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its guardian sees that, and ends its Java
            self._process.wait()

    def _close(self) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
