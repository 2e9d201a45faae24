"""`learning-sites browser`: a sign-in link to Neo4j Browser, for anyone who may read the home."""

from __future__ import annotations

import typer

from cli.exits import exit_on_error
from cli.up import sign_in_link
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
        typer.echo(sign_in_link(settings, server, instance.app_url))
