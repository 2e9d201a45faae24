"""`learning-sites up`: everything on this machine; prints the endpoints when they are ready."""

from __future__ import annotations

import json
import signal
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Final

from rich.console import Console
from starlette.applications import Starlette

from cli.contents import fill
from cli.exits import exit_on_error
from cli.http import address, listen, serve
from cli.mutations import ports
from cli.service_console import service_console
from cli.service_log import log_service
from cli.session import access_to, connected
from graph.embedded import EmbeddedServer, browser_jar, running
from graph.embedded.artifacts import version
from graph.errors import InstanceRunning
from graph.settings import Settings, variable
from schema.server.app import create_app
from schema.server.browser import Browser, SignInLinks
from sign_in.sessions import Sessions

POLL_S: Final = 0.25


def up() -> None:
    """Set up and run everything: Neo4j, data, GraphQL and Neo4j Browser. Ctrl-C stops it."""
    console = Console(stderr=True)
    signal.signal(signal.SIGTERM, _interrupt)
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
    announcement = threading.Thread(target=_announce, args=(url, settings, server, console), daemon=True)
    serve(service(settings, server), settings, taken, announcement.start)


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


def browser_of(settings: Settings, server: EmbeddedServer) -> Browser:
    """Neo4j Browser for the embedded server."""
    return Browser(
        browser_jar(settings),
        bolt_port=server.bolt_port,
        username=server.username,
        password=server.password,
        version=version(),
        allowed_hosts=settings.allowed_hosts,
        sessions=Sessions(settings),
        links=_links(settings),
    )


def sign_in_link(settings: Settings, server: EmbeddedServer, url: str) -> str:
    """A new link that signs in to Neo4j Browser at this address of the service."""
    return SignInLinks(server.password, _links(settings)).new(url)


def _links(settings: Settings) -> Path:
    """The folder of links that were used."""
    return settings.home / "links"


def _announce(url: str, settings: Settings, server: EmbeddedServer | None, console: Console) -> None:
    """Waits until the service is ready, then prints its endpoints."""
    with console.status("Planning the first query …"):
        while not _ready(url):
            time.sleep(POLL_S)
    console.print("\nReady. Ctrl-C stops everything.", style="bold")
    console.print(f"  GraphQL        {url}/graphql", soft_wrap=True)
    if server is not None:
        link = sign_in_link(settings, server, url)
        console.print(f"  Neo4j Browser  {link}", soft_wrap=True)
        console.print(
            "                 (signs in once, within the hour; `learning-sites browser` prints a new link)",
            soft_wrap=True,
        )
    log_service()
    if server is not None:
        server.train()


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(json.load(answer)["status"] == "ready")
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
