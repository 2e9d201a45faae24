"""`learning-sites browser`: a sign-in link to Neo4j Browser, for anyone who may read the home."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.exits import exit_on_error
from cli.researcher_link import ResearcherLink, link_to_copy, link_to_graph
from graph.embedded import EmbeddedServer, running
from graph.embedded.copy import ReadOnlyCopy
from graph.errors import Unavailable
from graph.settings import Settings


def browser_(
    live: Annotated[
        bool, typer.Option("--live", help="To the graph itself, also where a read-only copy runs.")
    ] = False,
) -> None:
    """Print a link that signs in to Neo4j Browser once, within the hour: to the read-only copy if it runs."""
    with exit_on_error() as settings:
        copy = None if live else link_to_copy(ReadOnlyCopy(settings))
        link = copy or _link_to_graph(settings)
        typer.echo(f"Opens {link.opens}:", err=True)
        typer.echo(link.url)


def _link_to_graph(settings: Settings) -> ResearcherLink:
    instance = running(settings)
    if instance is None or instance.app_url is None:
        raise Unavailable(f"No service runs in {settings.home}; run `make up` or `learning-sites up` first.")
    return link_to_graph(settings, EmbeddedServer.attach(settings, instance), instance.app_url)
