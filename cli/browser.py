"""`learning-sites browser`: a sign-in link to Neo4j Browser, for anyone who may read the home."""

from __future__ import annotations

import typer

from cli.exits import exit_on_error
from cli.up import browser_of
from graph.embedded import EmbeddedServer, running
from graph.errors import Unavailable


def browser_() -> None:
    """Print a link that signs in to Neo4j Browser, once, within the hour."""
    with exit_on_error() as settings:
        instance = running(settings)
        if instance is None or instance.app_url is None:
            raise Unavailable(
                f"No service runs in {settings.home}; run `make up` or `learning-sites up` first."
            )
        server = EmbeddedServer.attach(settings, instance)
        typer.echo(browser_of(settings, server).new_link(instance.app_url))
