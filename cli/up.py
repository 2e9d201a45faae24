"""`learning-sites up`: everything on this machine; prints the endpoints when they are ready."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import ExitStack
from functools import partial
from types import FrameType
from typing import Final

from rich.console import Console
from starlette.applications import Starlette

from cli.contents import fill
from cli.exits import exit_on_error
from cli.http import address, listen, serve
from cli.mutations import ports
from cli.researcher_link import link_to_copy, link_to_graph, links_folder
from cli.service_console import service_console
from cli.service_log import log_service
from cli.session import connected
from graph.access import access_to
from graph.embedded import EmbeddedServer, browser_jar, running
from graph.embedded.artifacts import version
from graph.embedded.copy import ReadOnlyCopy
from graph.errors import InstanceRunning
from graph.settings import Settings, variable
from schema.server.app import create_app
from schema.server.browser import Browser
from schema.server.warmup import Warmup
from sign_in.sessions import Sessions

POLL_S: Final = 0.25


def up() -> None:
    """Set up and run everything: Neo4j, data, GraphQL and Neo4j Browser. Ctrl-C stops it."""
    console = Console(stderr=True)
    signal.signal(signal.SIGTERM, interrupt)
    with exit_on_error() as settings, ExitStack() as stack:
        try:
            _up(settings, console, stack)
        except KeyboardInterrupt:
            service_console().print("Stopping …")


def _up(settings: Settings, console: Console, stack: ExitStack) -> None:
    _refuse_second(settings)
    taken = stack.enter_context(listen(settings))
    url = address(taken)
    server = stack.enter_context(_database(settings, url, console)) if settings.embedded else None
    with connected(settings) as session:
        session.run(fill(session.database, console))
    app = service(settings, server)
    announce = partial(_announce, app.state.warmup, url, settings, server, console)
    serve(app, settings, taken, threading.Thread(target=announce, daemon=True).start)


def _refuse_second(settings: Settings) -> None:
    instance = running(settings) if settings.embedded else None
    if instance is not None and instance.mode == "attached":
        where = f" and answers at {instance.app_url}" if instance.app_url else ""
        raise InstanceRunning(
            f"The database of {settings.home} runs already (pid {instance.pid}){where}. Stop it, or "
            f"set {variable('home')} to another folder."
        )


def _database(settings: Settings, url: str, console: Console) -> EmbeddedServer:
    instance = running(settings)
    if instance is not None:
        return EmbeddedServer.attach(settings, instance)
    # The AOT cache for the next start can wait until this one is ready.
    return EmbeddedServer.start(settings, app_url=url, console=console, train=False)


def service(settings: Settings, server: EmbeddedServer | None) -> Starlette:
    """The application over the embedded server, or over the one in the settings."""
    browser = None if server is None else browser_of(settings, server)
    return create_app(settings, access_to(settings, server), ports, browser)


def browser_of(settings: Settings, server: EmbeddedServer, copy: ReadOnlyCopy | None = None) -> Browser:
    """Neo4j Browser for the embedded server, or for one that runs a read-only copy."""
    return Browser(
        browser_jar(settings),
        bolt_port=server.bolt_port,
        username=server.username,
        password=server.password,
        version=version(),
        allowed_hosts=settings.allowed_hosts,
        # Cookies are those of all ports of a host: one of the copy would open the service of the graph.
        sessions=Sessions(settings) if copy is None else None,
        links=links_folder(settings),
        copy=None if copy is None else copy.title,
    )


def _announce(
    warmup: Warmup, url: str, settings: Settings, server: EmbeddedServer | None, console: Console
) -> None:
    """Prints the endpoints once the first question is answered at once; the explorer's others follow."""
    with console.status("Planning the first query …"):
        while not warmup.default_planned:
            time.sleep(POLL_S)
    console.print("\nReady. Ctrl-C stops everything.", style="bold")
    console.print(f"  GraphQL        {url}/graphql", soft_wrap=True)
    if server is not None:
        link = link_to_copy(ReadOnlyCopy(settings)) or link_to_graph(settings, server, url)
        console.print(f"  Neo4j Browser  {link.url} ({link.opens})", soft_wrap=True)
        console.print(
            "                 (signs in once, within the hour; `learning-sites browser` prints a new link)",
            soft_wrap=True,
        )
    log_service()
    if server is not None:
        while not warmup.warm:  # the AOT cache for the next start can wait
            time.sleep(POLL_S)
        server.train()


def interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
