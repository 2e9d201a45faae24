"""`make bench`: a real Neo4j on a home of its own, then every measurement, as tables of ratios.

`python -m bench --json` prints one JSON object instead. `python -m bench loading 1000000` measures the loader
alone, over so many rows; `python -m bench start` the second `make up` beside a bare boot of Neo4j; `python -m
bench devices` what each device for speed gains; `python -m bench work` the work of operations beside their
cost; and `python -m bench attacks` what an honest client notices while others attack. `python -m bench peers
720` measures this service beside others, for so many seconds, and leaves what it finds in build/peers.json;
`python -m bench gate` fails if a request has become more expensive.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import orjson
from rich.console import Console

from bench import data, tables
from bench.attacks.attacks import Row as AttackRow
from bench.attacks.attacks import attacks
from bench.compiling import Compiled, compiling
from bench.devices import Row as DeviceRow
from bench.devices import devices
from bench.gate import Gate, gate
from bench.homes import fill_home, settings_of, started
from bench.loading import Row as LoadingRow
from bench.loading import loading
from bench.marquee import Row as MarqueeRow
from bench.marquee import marquee
from bench.peers import report
from bench.peers.peers import SECONDS, Measurement
from bench.questions import questions
from bench.rounds import Row
from bench.servers import ROOT
from bench.sizes import Row as SizeRow
from bench.sizes import sizes
from bench.start import start
from bench.work import Row as WorkRow
from bench.work import work
from cli.contents import fill
from cli.session import connected
from graph.access import access_to
from graph.embedded import EmbeddedServer
from graph.embedded import running as instance_of
from graph.settings import Settings

PEERS: Final = ROOT / "build" / "peers.json"


class Measured(NamedTuple):
    """Everything that one run has found."""

    questions: list[Row]
    sizes: list[SizeRow]
    compiling: Compiled
    marquee: list[MarqueeRow]
    loading: list[LoadingRow]


def main() -> None:
    """Prints the tables, or JSON."""
    as_json = "--json" in sys.argv[1:]
    console = Console(stderr=as_json or sys.argv[1:2] == ["peers"])
    if sys.argv[1:2] == ["loading"]:
        console.print(tables.loading(loading(console, *map(int, sys.argv[2:3]))))
        return
    if sys.argv[1:2] == ["start"]:
        console.print(tables.start(start(console, *map(int, sys.argv[2:3]))))
        return
    if sys.argv[1:2] == ["devices"]:
        console.print(tables.devices(measure_devices(console)))
        return
    if sys.argv[1:2] == ["attacks"]:
        console.print(tables.attacks(measure_attacks(console)))
        return
    if sys.argv[1:2] == ["peers"]:
        found = measure_peers(console, *map(float, sys.argv[2:3]))
        PEERS.parent.mkdir(exist_ok=True)
        PEERS.write_text(report.to_json(found), encoding="utf-8")
        print(f"{report.machine(found)}\n\n{report.summary(found)}\n\n{report.details(found)}")
        return
    if sys.argv[1:2] == ["gate"]:
        measured = measure_gate(console)
        console.print(tables.gate(measured))
        sys.exit(not measured.passes)
    if sys.argv[1:2] == ["work"]:
        console.print(tables.work(measure_work(console)))
        return
    everything = measure(console)
    if as_json:
        print(orjson.dumps(_plain(everything), option=orjson.OPT_INDENT_2).decode())
        return
    console.print(tables.questions(everything.questions))
    console.print(tables.sizes(everything.sizes))
    console.print(tables.compiling(everything.compiling))
    console.print(tables.marquee(everything.marquee))
    console.print(tables.loading(everything.loading))


def measure(console: Console) -> Measured:
    """Starts Neo4j, fills it, and measures: first the real data with its sample, then 50,000 requests.

    The marquee question and the loader have graphs of their own, one after the other has ended.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), bolt_port=0, port=0, deadline_s=60, answer_cache_mb=0)
        with EmbeddedServer.start(settings, train=False) as server, connected(settings) as session:
            access, instance = access_to(settings, server), instance_of(settings)
            assert instance is not None
            assert instance.java_pid is not None
            session.run(fill(session.database, console))
            asked = session.run(questions(access, settings))
            session.run(data.make(session.database))
            compiled = session.run(compiling(access, settings))
            sized = sizes(access, instance.java_pid)
    return Measured(asked, sized, compiled, marquee(console), loading(console))


def measure_devices(console: Console) -> list[DeviceRow]:
    """What each device gains, on 50,000 requests."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill_home(home, console)
        with started(settings_of(home)) as graph:
            with connected(settings_of(home)) as session:
                session.run(data.make(session.database))
            return devices(graph.access, graph.java)


def measure_attacks(console: Console) -> list[AttackRow]:
    """Each attack on a service over the real data with its sample."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill_home(home, console)
        with started(settings_of(home)) as graph:
            return attacks(graph.access)


def measure_peers(console: Console, seconds: float = SECONDS) -> report.Found:
    """This service beside others on 50,000 requests; rounds take so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill_home(home, console)
        settings = settings_of(home)
        with started(settings) as graph, connected(settings) as session:
            session.run(data.make(session.database))
            return Measurement(graph, session, console).found(seconds)


def measure_gate(console: Console) -> Gate:
    """The service beside the bare endpoint on the real data with their sample."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill_home(home, console)
        with started(settings_of(home)) as graph:
            return gate(graph.access)


def measure_work(console: Console) -> list[WorkRow]:
    """The work of operations on the real data with their sample."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill_home(home, console)
        settings = settings_of(home)
        with started(settings) as graph:
            return asyncio.run(work(graph.access, graph.java, settings))


def _plain(value: object) -> object:
    """Named tuples as JSON objects."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
