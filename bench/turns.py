"""Processes that take turns: each stops itself after so many rows, and whoever started it wakes it again.

A process that is stopped does nothing at all, in no thread, so its pauses cost the others nothing. POSIX
only; the peak of memory is read from Linux's /proc.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Final, NamedTuple, Self

from bench.homes import Neo4j
from bench.processor import cpu_s
from bench.servers import ROOT, environment_of

PEAK: Final = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


class Turns:
    """The side of the process that is stopped: before it begins, every so many rows, and when it is done."""

    def __init__(self, rows: int) -> None:
        self._rows, self._left = rows, rows

    def __enter__(self) -> Self:
        _stop()
        return self

    def advance(self, rows: int) -> None:
        """Hears how many more rows are done."""
        self._left -= rows
        if self._left <= 0:
            self._left += self._rows
            _stop()

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if kind is None:
            _stop()


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


class Turn(NamedTuple):
    """What one turn took: seconds, and seconds of the CPU of the process and of its Neo4j."""

    seconds: float
    cpu: float
    database_cpu: float


class Player:
    """A process that takes turns, stopped before its first."""

    def __init__(self, pid: int, database_pid: int) -> None:
        self._pid, self._database_pid = pid, database_pid
        self.turns: list[Turn] = []
        self._wait()

    def play(self) -> Turn:
        """Wakes it until it stops again. Raises RuntimeError when it ends instead."""
        before, started = self._cpu(), perf_counter()
        os.kill(self._pid, signal.SIGCONT)
        self._wait()
        seconds, after = perf_counter() - started, self._cpu()
        turn = Turn(seconds, *(now - was for now, was in zip(after, before, strict=True)))
        self.turns.append(turn)
        return turn

    @property
    def peak_mb(self) -> float:
        """The most memory that it ever held at once, MiB."""
        found = PEAK.search(Path(f"/proc/{self._pid}/status").read_text(encoding="ascii"))
        assert found is not None
        return int(found[1]) / 1024

    def _wait(self) -> None:
        _, status = os.waitpid(self._pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            raise RuntimeError("a contender ended before its time; its error stands above")

    def _cpu(self) -> tuple[float, float]:
        return cpu_s(self._pid), cpu_s(self._database_pid)


@contextmanager
def player(module: str, arguments: list[str], neo4j: Neo4j) -> Iterator[Player]:
    """Starts `python -m module` with arguments, ready for its first turn; it ends with the block."""
    command, environment = [sys.executable, "-m", module, *arguments], environment_of(neo4j.access)
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        yield Player(process.pid, neo4j.java)
    finally:
        process.kill()
        process.wait()
