"""What each device for speed gains: the service as it ships beside the service without it, in one run.

The service answers one question at the size where the device shows most, over sixteen connections; a ratio is
taken within its round.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Final, NamedTuple

from bench.question import SIZES
from bench.runs import Run, run
from bench.servers import API, PYTHON, ROOT, Server, running
from bench.sizes import TOGETHER, WARM_UP_S, measure
from bench.without import DEVICES, Device
from graph.access import Access

SHIPPED: Final = "as it ships"
SMALL, _, LARGE = SIZES
CACHED: Final = ("joined writes", "log lines written together", "direct route")
"""Measured on a cached response, most of which they are; the others on the small and the large question."""
ROUNDS: Final = 15


class Row(NamedTuple):
    """A device. `cpu` is the CPU time without it, as a share of that with it; `time` the same by the clock.

    Both are medians over the rounds; `lowest` and `highest` are those of `time`. `lines` are those of its
    file.
    """

    name: str
    where: str
    cpu: float
    time: float
    lowest: float
    highest: float
    lines: int


def devices(access: Access, database_pid: int, rounds: int = ROUNDS) -> list[Row]:
    """A row for each device, and each size at which it is measured."""
    found = list[Row]()
    for cached in (True, False):
        measured = {name: device for name, device in DEVICES.items() if (name in CACHED) is cached}
        sizes = (SMALL,) if cached else (SMALL, LARGE)
        with _services(access, list(measured), cache_mb=64 if cached else 0) as servers:
            for server in servers.values():
                for size in sizes:
                    run(server, [size.body], TOGETHER, WARM_UP_S, database_pid)
            for size in sizes:
                runs: dict[str, list[Run]] = {name: [] for name in servers}
                for turn in range(rounds):
                    names = list(servers)
                    for name in names[turn % len(names) :] + names[: turn % len(names)]:
                        runs[name].append(measure(servers[name], size, database_pid).together)
                where = "cached" if cached else size.name
                found += [_row(name, where, runs, each) for name, each in measured.items()]
    return found


@contextmanager
def _services(access: Access, names: list[str], *, cache_mb: int) -> Iterator[dict[str, Server]]:
    commands = {SHIPPED: API, **{name: (*PYTHON, "-m", "bench.without", name) for name in names}}
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(name, command, access, answer_cache_mb=cache_mb))
            for name, command in commands.items()
        }


def _row(name: str, where: str, runs: dict[str, list[Run]], device: Device) -> Row:
    pairs = list(zip(runs[name], runs[SHIPPED], strict=True))
    times = [shipped.per_second / without.per_second for without, shipped in pairs]
    cpu = median(without.cpu / shipped.cpu for without, shipped in pairs)
    return Row(name, where, cpu, median(times), min(times), max(times), _lines(device))


def _lines(device: Device) -> int:
    return len((ROOT / device.file).read_text(encoding="utf-8").splitlines())
