"""`learning-sites up`: everything on this machine; prints the endpoints when they answer."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from rich.console import Console

from cli.exits import exit_on_error, interrupt
from cli.http_server.listener import address, listen
from cli.service_console import service_console
from graph.embedded import EmbeddedServer, running
from graph.errors import InstanceRunning
from graph.settings import Settings, variable


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
    with ThreadPoolExecutor(1) as thread:
        importing = thread.submit(_import_service)  # most of it while Java boots
        url = address(taken)
        server = stack.enter_context(_database(settings, url, console)) if settings.embedded else None
    fill_and_serve = importing.result()
    fill_and_serve(settings, server, console, taken)


def _import_service() -> Callable[..., Any]:
    from cli.up_service import fill_and_serve  # seconds

    return fill_and_serve


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
