"""`learning-sites serve`: the HTTP service alone, over a graph that other commands load."""

from __future__ import annotations

from contextlib import ExitStack

from rich.console import Console

from cli.contents import bring_migrations
from cli.exits import exit_on_error
from cli.http import address, listen, log_service, serve
from cli.mutations import ports
from cli.session import access_to, connected
from cli.up import browser_of
from graph.embedded import attach_or_start
from schema.server.app import create_app


def serve_() -> None:
    """Serve GraphQL. Applies migrations; loads nothing (that is `load` and `nightly`)."""
    console = Console(stderr=True)
    with exit_on_error() as settings, ExitStack() as stack:
        taken = stack.enter_context(listen(settings))
        server = stack.enter_context(attach_or_start(settings)) if settings.embedded else None
        with connected(settings) as session:
            session.run(bring_migrations(session.database, console))
        browser = None if server is None else browser_of(settings, server)
        log_service()
        serve(
            create_app(settings, access_to(settings, server), ports, browser),
            settings,
            taken,
            lambda: console.print(f"GraphQL answers at {address(taken)}/graphql", soft_wrap=True),
        )
