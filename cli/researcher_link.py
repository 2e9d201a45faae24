"""The link that signs a researcher in to Neo4j Browser: to the read-only copy, or to the graph itself."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from graph.embedded import EmbeddedServer
from graph.embedded.copy import ReadOnlyCopy
from graph.settings import Settings
from schema.server.browser import SignInLinks


class ResearcherLink(NamedTuple):
    """A link that signs in once, within the hour, and what it opens, as a phrase."""

    url: str
    opens: str


def link_to_copy(copy: ReadOnlyCopy) -> ResearcherLink | None:
    """A link to a copy; None where it does not run."""
    instance, facts = copy.running(), copy.facts()
    if instance is None or instance.app_url is None or facts is None:
        return None
    server = EmbeddedServer.attach(copy.settings, instance)
    return ResearcherLink(_sign_in_link(copy.settings, server, instance.app_url), f"the {facts.title}")


def link_to_graph(settings: Settings, server: EmbeddedServer, url: str) -> ResearcherLink:
    """A link to the database of a home, whose service answers at `url`."""
    return ResearcherLink(_sign_in_link(settings, server, url), "the graph itself, in read transactions")


def links_folder(settings: Settings) -> Path:
    """The folder of links that were used."""
    return settings.home / "links"


def _sign_in_link(settings: Settings, server: EmbeddedServer, url: str) -> str:
    return SignInLinks(server.password, links_folder(settings)).new(url)
