"""The address and credentials of a Neo4j database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SettingInvalid
from graph.settings import Settings

if TYPE_CHECKING:
    from graph.embedded import EmbeddedServer


@dataclass(frozen=True, slots=True)
class Access:
    """Address and credentials of one database; `repr` hides the password.

    `folder` is where its files are, if they are on this machine: writes then leave a reserve of its disk.
    """

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"
    folder: Path | None = None

    @property
    def routed(self) -> bool:
        """True where the driver chooses a member for each statement: a cluster, or Aura."""
        return self.uri.startswith("neo4j")

    @classmethod
    def from_settings(cls, settings: Settings) -> Access:
        """The server that `NEO4J_URI` names. Raises SettingInvalid when address or password is not given."""
        if settings.neo4j_uri is None:
            raise SettingInvalid("NEO4J_URI: not set; set it, or let the embedded server run.")
        if settings.neo4j_password is None:
            raise SettingInvalid("NEO4J_PASSWORD: not set; NEO4J_URI needs the password of its server.")
        return cls(
            settings.neo4j_uri,
            settings.neo4j_username,
            settings.neo4j_password.get_secret_value(),
            settings.neo4j_database,
        )


def access_to(settings: Settings, server: EmbeddedServer | None) -> Access:
    """Address and credentials of the embedded server, or of the one in the settings."""
    if server is None:
        return Access.from_settings(settings)
    return Access(
        server.bolt_uri, server.username, server.password, settings.neo4j_database, folder=server.home
    )
