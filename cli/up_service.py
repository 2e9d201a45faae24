"""What `learning-sites up` runs over its database: it brings the graph up to date and serves."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from rich.console import Console

from cli.application import application
from cli.contents import fill
from cli.http_server.listener import address
from cli.http_server.server import serve
from cli.researcher_link import link_to_copy, link_to_graph
from cli.service_console import service_console
from cli.service_log import log_service
from cli.session import connected
from graph.embedded import EmbeddedServer
from graph.embedded.copy import ReadOnlyCopy
from graph.settings import Settings
from schema.server.warmup import Warmup

POLL_S: Final = 0.25


def fill_and_serve(
    settings: Settings, server: EmbeddedServer | None, console: Console, taken: socket.socket
) -> None:
    """Serves on a socket until Ctrl-C; the console shows what the graph is given first, and the endpoints."""
    with connected(settings) as session:
        session.run(fill(session.database, console))
    app = application(settings, server)
    announce = partial(_announce, app.state.warmup, address(taken), settings, server, console)
    serve(app, settings, taken, threading.Thread(target=announce, daemon=True).start)


def _announce(
    warmup: Warmup, url: str, settings: Settings, server: EmbeddedServer | None, console: Console
) -> None:
    """Prints the endpoints, and then that recommendations are planned, which takes Neo4j seconds."""
    console.print("\nReady. Ctrl-C stops everything.", style="bold")
    console.print(f"  GraphQL        {url}/graphql", soft_wrap=True)
    if server is not None:
        link = link_to_copy(ReadOnlyCopy(settings)) or link_to_graph(settings, server, url)
        console.print(f"  Neo4j Browser  {link.url} ({link.opens})", soft_wrap=True)
        console.print(
            "                 (signs in once, within the hour; `learning-sites browser` prints a new link)",
            soft_wrap=True,
        )
    console.print(
        "Neo4j is planning the first recommendation, which takes seconds; other questions need not wait."
    )
    log_service()
    _wait(lambda: warmup.default_planned)
    service_console().print("Planned: a recommendation is answered at once.")
    if server is not None:
        _wait(lambda: warmup.warm)  # the AOT cache for the next start can wait
        server.train()


def _wait(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(POLL_S)
