"""`learning-sites serve`: the HTTP service alone, over a graph that other commands load."""

from __future__ import annotations

from contextlib import ExitStack, nullcontext
from typing import Annotated

import typer

from cli.application import application
from cli.contents import bring_migrations
from cli.exits import exit_on_error
from cli.http_server.listener import address, listen
from cli.http_server.server import serve
from cli.http_server.workers import Workers
from cli.service_console import service_console
from cli.service_log import log_service
from cli.session import connected
from graph.embedded import attach_or_start
from graph.settings import variable


def serve_(
    workers: Annotated[
        int | None, typer.Option(min=1, help=f"Processes that serve; default {variable('workers')}.")
    ] = None,
) -> None:
    """Serve GraphQL. Applies migrations; loads nothing (that is `load` and `nightly`)."""
    log_service()
    console = service_console()
    with exit_on_error() as settings, ExitStack() as stack:
        taken = stack.enter_context(listen(settings))
        start = attach_or_start(settings, console=console) if settings.embedded else nullcontext(None)
        server = stack.enter_context(start)
        with connected(settings) as session:
            session.run(bring_migrations(session.database, console))

        def started() -> None:
            console.print(f"GraphQL answers at {address(taken)}/graphql", soft_wrap=True)

        count = workers or settings.workers
        if count > 1:
            Workers(count, taken).run(settings, started)
            return
        serve(application(settings, server), settings, taken, started)
