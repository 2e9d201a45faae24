"""`make bench`: a real Neo4j on a home of its own, then every measurement, as a table of ratios."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.questions import questions
from bench.rounds import Row
from cli.contents import fill
from cli.session import access_to, connected
from graph.embedded import EmbeddedServer
from graph.settings import Settings


def main() -> None:
    """Prints the table."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), bolt_port=0, port=0, deadline_s=60)
        with EmbeddedServer.start(settings, train=False) as server, connected(settings) as session:
            session.run(fill(session.database, console))
            rows = session.run(questions(access_to(settings, server), settings))
    console.print(_table(rows))


def _table(rows: list[Row]) -> Table:
    table = Table(
        "what", "ms, median", "ms, 95th percentile", "ratio to the bare statement", title="Questions"
    )
    for row in rows:
        table.add_row(row.name, f"{row.median:.1f}", f"{row.high:.1f}", f"{row.ratio:.2f}")
    return table


if __name__ == "__main__":
    main()
