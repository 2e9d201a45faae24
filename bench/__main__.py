"""`make bench`: a real Neo4j on a home of its own, then every measurement, as tables of ratios.

`python -m bench --help` lists what can be measured alone.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import orjson
import typer
from rich.console import Console

from bench import data, tables
from bench.attacks.attacks import attacks as measure_attacks
from bench.changes import changes as measure_changes
from bench.compiling import Compiled, compiling
from bench.devices import devices as measure_devices
from bench.gate import gate as measure_gate
from bench.growth import REQUESTS
from bench.growth import growth as measure_growth
from bench.homes import Neo4j, fill_home, settings_of, started
from bench.loading import ROWS
from bench.loading import Row as LoadingRow
from bench.loading import loading as measure_loading
from bench.marquee import Row as MarqueeRow
from bench.marquee import marquee
from bench.peers import report
from bench.peers.peers import SECONDS, Measurement
from bench.questions import questions
from bench.rounds import Row
from bench.servers import ROOT
from bench.sizes import Row as SizeRow
from bench.sizes import sizes
from bench.start import ROUNDS
from bench.start import start as measure_start
from bench.work import work as measure_work
from cli.session import Session, connected

PEERS: Final = ROOT / "build" / "peers.json"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Measured(NamedTuple):
    """Everything that one run has found."""

    questions: list[Row]
    sizes: list[SizeRow]
    compiling: Compiled
    marquee: list[MarqueeRow]
    loading: list[LoadingRow]


@app.callback(invoke_without_command=True)
def everything(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Without a command: questions, sizes, compiling, the recommendation and the loader."""
    if context.invoked_subcommand is not None:
        return
    console = Console(stderr=as_json)
    found = measure(console)
    if as_json:
        print(orjson.dumps(_plain(found), option=orjson.OPT_INDENT_2).decode())
        return
    console.print(tables.questions(found.questions))
    console.print(tables.sizes(found.sizes))
    console.print(tables.compiling(found.compiling))
    console.print(tables.marquee(found.marquee))
    console.print(tables.loading(found.loading))


@app.command()
def loading(rows: Annotated[int, typer.Argument(min=1)] = ROWS) -> None:
    """The loader beside a bare loop, over so many rows."""
    console = Console()
    console.print(tables.loading(measure_loading(console, rows)))


@app.command()
def start(rounds: Annotated[int, typer.Argument(min=1)] = ROUNDS) -> None:
    """The second `make up` beside a bare boot of Neo4j."""
    console = Console()
    console.print(tables.start(measure_start(console, rounds)))


@app.command()
def growth(requests: Annotated[list[int] | None, typer.Argument(min=1)] = None) -> None:
    """The work of operations on logs of so many requests, and on ten times the jurisdictions."""
    console = Console()
    found = measure_growth(console, requests or REQUESTS)
    console.print(tables.graphs(found.graphs))
    console.print(tables.growth(found))


@app.command()
def devices() -> None:
    """What each device for speed gains, on 50,000 requests."""
    console = Console()
    with _filled(console) as graph, _requests(graph):
        console.print(tables.devices(measure_devices(graph.access, graph.java)))


@app.command()
def changes() -> None:
    """The response cache while the data change, on 50,000 requests."""
    console = Console()
    with _filled(console) as graph, _requests(graph):
        console.print(tables.changes(measure_changes(graph)))


@app.command()
def attacks() -> None:
    """What an honest client notices while others attack."""
    console = Console()
    with _filled(console) as graph:
        console.print(tables.attacks(measure_attacks(graph.access)))


@app.command()
def peers(seconds: Annotated[float, typer.Argument(min=1)] = SECONDS) -> None:
    """This service beside others, in rounds that take so many seconds; build/peers.json has all figures."""
    console = Console(stderr=True)
    with _filled(console) as graph, _requests(graph) as session:
        found = Measurement(graph, session, console).found(seconds)
    PEERS.parent.mkdir(exist_ok=True)
    PEERS.write_text(report.to_json(found), encoding="utf-8")
    print(f"{report.machine(found)}\n\n{report.summary(found)}\n\n{report.details(found)}")


@app.command()
def gate() -> None:
    """Ends with 1 if a request costs more CPU, beside the bare endpoint, than recorded."""
    console = Console()
    with _filled(console) as graph:
        found = measure_gate(graph.access)
    console.print(tables.gate(found))
    raise typer.Exit(not found.passes)


@app.command()
def work() -> None:
    """The work of operations beside their cost."""
    console = Console()
    with _filled(console) as graph:
        found = asyncio.run(measure_work(graph.access, graph.java, graph.settings))
    console.print(tables.work(found))


def measure(console: Console) -> Measured:
    """Starts Neo4j, fills it, and measures: first the real data with its sample, then 50,000 requests.

    The marquee question and the loader have graphs of their own, one after the other has ended.
    """
    with _filled(console) as graph:
        uncached = graph.settings.model_copy(update={"answer_cache_mb": 0})
        asked = asyncio.run(questions(graph.access, uncached))
        with _requests(graph) as session:
            compiled = session.run(compiling(graph.access, uncached))
        sized = sizes(graph.access, graph.java)
    return Measured(asked, sized, compiled, marquee(console), measure_loading(console))


@contextmanager
def _filled(console: Console) -> Iterator[Neo4j]:
    """A Neo4j with all that `make up` loads, on a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill_home(home, console)
        with started(settings_of(home)) as graph:
            yield graph


@contextmanager
def _requests(graph: Neo4j) -> Iterator[Session]:
    """A session over it, once it has 50,000 requests more."""
    with connected(graph.settings) as session:
        session.run(data.make(session.database))
        yield session


def _plain(value: object) -> object:
    """Named tuples as JSON objects."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    app()
