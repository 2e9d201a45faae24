"""CPU, memory and files of the process, or of each worker where a service has several."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import psutil  # type: ignore[import-untyped]
from prometheus_client import PlatformCollector, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.registry import Collector


def process_collectors(*, workers: bool) -> Sequence[Collector]:
    """Collectors for this process or, with `workers`, for all workers of the service, by `pid`."""
    if workers:
        return [Workers()]
    return [ProcessCollector(registry=None), PlatformCollector(registry=None)]


class Workers(Collector):
    """Each metric of a process, once for each worker of the same supervisor."""

    def collect(self) -> Iterable[Metric]:
        """The metrics of all workers; one that has just ended has none."""
        together: dict[str, Metric] = {}
        for pid in _siblings():
            for metric in ProcessCollector(pid=partial(str, pid), registry=None).collect():
                family = together.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type)
                )
                for sample in metric.samples:
                    family.add_sample(sample.name, {**sample.labels, "pid": str(pid)}, sample.value)
        return together.values()


def _siblings() -> Iterator[int]:
    """This process, and the others that its parent has started with the same program."""
    own = psutil.Process()
    for each in psutil.Process(os.getppid()).children():
        try:
            if each.exe() == own.exe() and "spawn_main" in " ".join(each.cmdline()):
                yield each.pid
        except psutil.Error:
            continue
