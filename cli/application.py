"""The application over the database of a command, with Neo4j Browser where that is embedded."""

from __future__ import annotations

from starlette.applications import Starlette

from cli.mutations import ports
from cli.researcher_link import links_folder
from graph.access import access_to
from graph.embedded import EmbeddedServer, browser_jar
from graph.embedded.artifacts import version
from graph.embedded.copy import ReadOnlyCopy
from graph.settings import Settings
from schema.server.app import create_app
from schema.server.browser import Browser
from sign_in.sessions import Sessions


def application(settings: Settings, server: EmbeddedServer | None) -> Starlette:
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
        # Cookies are those of all ports of a host: one of the copy would open the service of the graph.
        sessions=Sessions(settings) if copy is None else None,
        links=links_folder(settings),
        copy=None if copy is None else copy.title,
    )
