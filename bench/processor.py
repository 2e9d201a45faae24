"""Processor time and memory of a process."""

from __future__ import annotations

from time import clock_gettime

import psutil  # type: ignore[import-untyped]


def cpu_s(pid: int) -> float:
    """Seconds of CPU that a process has used, all its threads together, to the nanosecond (Linux).

    Raises OSError when it has ended.
    """
    return clock_gettime(~pid << 3 | 2)  # what the C library's clock_getcpuclockid returns


def resident_mib(pid: int) -> float:
    """The memory of a process that is in RAM, MiB."""
    return float(psutil.Process(pid).memory_info().rss) / 1024**2
