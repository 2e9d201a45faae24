"""What each device for speed gains: the program as it ships beside the program without it, in one run.

The service answers one question at the size where the device shows most, over sixteen connections; a ratio is
taken within its round. The loader writes one log into a Neo4j of its own per contender, in turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from rich.console import Console

from bench.homes import copy_home, fill_home, started
from bench.question import SIZES
from bench.servers import API, ROOT, Server, running
from bench.sizes import TOGETHER, WARM_UP_S, Run, load, measure
from bench.turns import player
from bench.without import LOADER, SERVICE, Device
from graph.access import Access
from loaders.generate import GenerateArguments, write

SHIPPED: Final = "as it ships"
SMALL, _, LARGE = SIZES
CACHED: Final = ("joined writes", "log lines written together", "direct route")
"""Measured on a cached response, most of which they are; the others on the small and the large question."""
ROUNDS: Final = 15
ROWS: Final = 40_000
SLICE: Final = 5_000
SEED: Final = 12


class Row(NamedTuple):
    """A device. `cpu` is the CPU time without it, as a share of that with it; `time` the same by the clock.

    Both are medians over the rounds; `lowest` and `highest` are those of `time`. `lines` are those of the
    files that hold it.
    """

    name: str
    where: str
    cpu: float
    time: float
    lowest: float
    highest: float
    lines: int


def service_devices(access: Access, database_pid: int, rounds: int = ROUNDS) -> list[Row]:
    """A row for each device of the service, and each size at which it is measured."""
    found = list[Row]()
    for cached in (True, False):
        devices = {name: device for name, device in SERVICE.items() if (name in CACHED) is cached}
        sizes = (SMALL,) if cached else (SMALL, LARGE)
        with _services(access, list(devices), cache_mb=64 if cached else 0) as servers:
            for server in servers.values():
                for size in sizes:
                    load(server, size, TOGETHER, WARM_UP_S)
            for size in sizes:
                runs: dict[str, list[Run]] = {name: [] for name in servers}
                for turn in range(rounds):
                    names = list(servers)
                    for name in names[turn % len(names) :] + names[: turn % len(names)]:
                        runs[name].append(measure(servers[name], size, database_pid))
                where = "cached" if cached else size.name
                found += [_service_row(name, where, runs, each) for name, each in devices.items()]
    return found


@contextmanager
def _services(access: Access, names: list[str], *, cache_mb: int) -> Iterator[dict[str, Server]]:
    commands = {SHIPPED: API, **{name: ("-m", "bench.without", name) for name in names}}
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(name, command, access, answer_cache_mb=cache_mb))
            for name, command in commands.items()
        }


def _service_row(name: str, where: str, runs: dict[str, list[Run]], device: Device) -> Row:
    pairs = list(zip(runs[name], runs[SHIPPED], strict=True))
    times = [shipped.per_second / without.per_second for without, shipped in pairs]
    cpu = median(without.cpu / shipped.cpu for without, shipped in pairs)
    return Row(name, where, cpu, median(times), min(times), max(times), _lines(device))


def loader_devices(console: Console, rows: int = ROWS) -> list[Row]:
    """A row for each device of the loader, over all turns but the last."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        filled, log = Path(folder) / "filled", Path(folder) / "requests.csv"
        fill_home(filled, console)
        write(log, GenerateArguments(requests=rows, seed=SEED))
        players = {}
        for name in (SHIPPED, *LOADER):
            graph = stack.enter_context(started(copy_home(filled, Path(folder) / name)))
            arguments = [str(log), str(SLICE)]
            module = "bench.loader_run"
            if name != SHIPPED:
                module, arguments = "bench.without", [name, *arguments]
            players[name] = stack.enter_context(player(module, arguments, graph))
        for number in range(rows // SLICE + 1):
            for each in players.values():
                each.play()
            console.print(f"turn {number} of {rows // SLICE}", highlight=False)
        shipped = players[SHIPPED].turns[1:-1]  # in the first turn Java is still cold
        found = list[Row]()
        for name, device in LOADER.items():
            turns = players[name].turns[1:-1]
            times = [without.seconds / own.seconds for without, own in zip(turns, shipped, strict=True)]
            cpu = sum(turn.cpu + turn.database_cpu for turn in turns)
            own = sum(turn.cpu + turn.database_cpu for turn in shipped)
            where = f"load of {rows:,}"
            found.append(Row(name, where, cpu / own, median(times), min(times), max(times), _lines(device)))
        return found


def _lines(device: Device) -> int:
    return sum(len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in device.files)
