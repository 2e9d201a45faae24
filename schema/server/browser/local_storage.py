"""The localStorage of a signed-in Neo4j Browser: connection, style, favorites, settings.

The keys and values are those that neo4j-browser 5.24.0 itself writes to localStorage.
"""

from __future__ import annotations

from graph.statements import folder
from schema.server.browser.style import GRASS

SAVED_QUERIES = {
    "Learning sites": folder("research"),
    "Learning sites: fifteen questions": folder("research/questions"),
}
"""Saved queries by their folder in Browser's list of favorites."""
DISCOVERED = "$$discovery"
SETTINGS = {
    # The first command is in neo4j.conf: a command here runs before the guide's host is allowed.
    "initCmd": "",
    "allowUserStats": False,
    "allowCrashReports": False,
    # Only the relationships that a statement returns are drawn.
    "autoComplete": False,
    # A statement that writes is refused (Statement.AccessMode) until a person switches this off.
    "useReadTransactions": True,
    # They offer scripts that create movies.
    "showSampleScripts": False,
}
"""What a person may change in Browser's settings."""


def local_storage(
    bolt_uri: str, username: str, password: str, *, read_only: bool = False
) -> dict[str, object]:
    """Value by key. The page merges them into the present values: lists by `id`, objects by name.

    `read_only` is for a database that refuses writes itself.
    """
    connection = {
        "id": DISCOVERED,
        "name": DISCOVERED,
        "type": "bolt",
        "host": bolt_uri,
        "username": username,
        "password": password,
        "authenticationMethod": "NATIVE",
    }
    return {
        "neo4j.connections": {
            "allConnectionIds": [DISCOVERED],
            "connectionsById": {DISCOVERED: connection},
            "activeConnection": None,
        },
        "neo4j.grass": GRASS,
        "neo4j.folders": [{"id": name, "name": name} for name in SAVED_QUERIES],
        "neo4j.documents": favorites(),
        "neo4j.settings": SETTINGS | {"useReadTransactions": not read_only},
        "neo4j.udc": {"consentBannerShownCount": 6},
    }


def favorites() -> list[dict[str, object]]:
    """The saved queries, as Browser stores them."""
    return [
        {"id": each.name, "content": each.text, "folder": folder_name, "versionNumber": 1}
        for folder_name, queries in SAVED_QUERIES.items()
        for each in queries
    ]
