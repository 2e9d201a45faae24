"""What a signed-in Neo4j Browser finds in its storage: connection, style, favourites, quiet settings.

The keys and values are those that neo4j-browser 5.24.0 itself writes to localStorage.
"""

from __future__ import annotations

from graph.statements import folder
from schema.server.browser.style import GRASS

SAVED = {
    "Learning sites": folder("research"),
    "Learning sites: fifteen questions": folder("research/questions"),
}
"""Saved questions, by the folder under Browser's star."""
DISCOVERED = "$$discovery"


def seed(bolt_uri: str, username: str, password: str) -> dict[str, object]:
    """localStorage key → value. In the page lists merge by `id` and objects by name with what is there."""
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
        "neo4j.folders": [{"id": name, "name": name} for name in SAVED],
        "neo4j.documents": favourites(),
        # The first command is in neo4j.conf: one given here runs before the guide's host is allowed.
        "neo4j.settings": {"initCmd": "", "allowUserStats": False, "allowCrashReports": False},
        "neo4j.udc": {"consentBannerShownCount": 6},
    }


def favourites() -> list[dict[str, object]]:
    """The saved questions."""
    return [
        {"id": each.name, "content": each.text, "folder": name, "versionNumber": 1}
        for name, questions in SAVED.items()
        for each in questions
    ]
