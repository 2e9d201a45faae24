"""All settings, read once from the environment."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.errors import SettingInvalid
from graph.viewer import Role, Viewer

PREFIX = "LEARNING_SITES_"
PACKAGE = "learning-sites-graph"


def _default_home() -> Path:
    return Path.home() / ".local" / "share" / "learning-sites"


def _default_cache() -> Path:
    return Path.home() / ".cache" / "learning-sites"


class Settings(BaseSettings):
    """Name, default, unit and meaning of every setting; the tables of the docs are made from this class.

    `NEO4J_*` and `PORT` carry the names that the field uses; all others are `LEARNING_SITES_<NAME>`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, populate_by_name=True, extra="ignore")

    neo4j_uri: str | None = Field(
        None,
        validation_alias=AliasChoices("NEO4J_URI", "neo4j_uri"),
        description="URI of Neo4j (`neo4j://`, `neo4j+s://`, `bolt://` …); unset: embedded.",
    )
    neo4j_username: str = Field(
        "neo4j", validation_alias=AliasChoices("NEO4J_USERNAME", "neo4j_username"), description="Its user."
    )
    neo4j_password: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("NEO4J_PASSWORD", "neo4j_password"),
        description="Its password; the embedded server generates one.",
    )
    neo4j_database: str = Field(
        "neo4j",
        validation_alias=AliasChoices("NEO4J_DATABASE", "neo4j_database"),
        description="Its database.",
    )
    host: str = Field("127.0.0.1", description="Address that the HTTP service listens on.")
    port: int = Field(
        8000,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("PORT", "port"),
        description="Port of the HTTP service; 0 takes a free one.",
    )
    home: Path = Field(
        default_factory=_default_home, description="Folder of the embedded database, its password and logs."
    )
    cache: Path = Field(
        default_factory=_default_cache, description="Folder of downloaded Neo4j files, shared by all homes."
    )
    bolt_port: int = Field(
        7687, ge=0, le=65535, description="Bolt port of the embedded server; 0 takes a free one."
    )
    heap_mb: int = Field(512, ge=96, description="Java heap of the embedded server, MiB.")
    quarantine_days: int = Field(
        30, ge=1, description="How long quarantined rows are kept to be fixed, days."
    )
    page_cache_mb: int = Field(128, ge=16, description="Page cache of the embedded server, MiB.")
    start_timeout_s: float = Field(120.0, gt=0, description="How long Neo4j may take to be ready, seconds.")
    deadline_s: float = Field(10.0, gt=0, description="Deadline of one request, seconds.")
    connect_timeout_s: float = Field(
        3.0, gt=0, description="How long opening one connection may take, seconds."
    )
    pool_size: int = Field(50, ge=1, description="Maximum number of Bolt connections of one process.")
    slow_statement_s: float = Field(1.0, gt=0, description="Statements slower than this are logged, seconds.")
    max_body_kb: int = Field(256, ge=1, description="Maximum size of a request body, KiB.")
    max_page_size: int = Field(100, ge=1, description="Maximum number of items of one list.")
    max_cost: int = Field(
        1_000_000, ge=1, description="Maximum cost of one operation: nodes that the database may read."
    )
    plan_cache_mb: int = Field(128, ge=1, description="Memory of parsed operations and their plans, MiB.")
    max_answer_mb: int = Field(32, ge=1, description="Maximum size of one response, MiB.")
    answer_cache_mb: int = Field(32, ge=0, description="Memory of the response cache (0: no cache), MiB.")
    cache_max_staleness_s: float = Field(
        60.0,
        gt=0,
        # The second name is deprecated: that of earlier versions.
        validation_alias=AliasChoices(
            f"{PREFIX}CACHE_MAX_STALENESS_S", f"{PREFIX}ANSWER_PERIOD_S", "cache_max_staleness_s"
        ),
        description="Maximum staleness of a cached response where the data version does not rise, seconds.",
    )
    trusted_documents: Path | None = Field(
        None, description="Manifest (JSON) of the trusted documents, which clients send by id."
    )
    trusted_only: bool = Field(False, description="Accept only trusted documents.")
    jurisdiction_aliases: Path | None = Field(
        None, description="CSV of an operator's names for jurisdictions: name, state, key."
    )
    zip_counties: Path | None = Field(
        None, description="CSV of ZIP codes and their counties, before the bundled ones: zip, county_fips."
    )
    max_depth: int = Field(15, ge=1, le=18, description="Maximum nesting depth of one operation.")
    max_tokens: int = Field(4000, ge=1, description="Maximum number of tokens of one GraphQL document.")
    max_root_fields: int = Field(50, ge=1, description="Maximum number of root fields of one operation.")
    max_fields: int = Field(
        2000, ge=1, description="Maximum number of fields of one operation, those of fragments at each use."
    )
    max_aliases: int = Field(500, ge=0, description="Maximum number of aliases of one GraphQL document.")
    max_directives: int = Field(
        100, ge=0, description="Maximum number of directives of one GraphQL document."
    )
    max_fragments: int = Field(100, ge=0, description="Maximum number of fragments of one GraphQL document.")
    max_conditions: int = Field(
        500, ge=1, description="Maximum number of conditions of the filters of one operation, empty ones too."
    )
    max_filter_depth: int = Field(
        3, ge=1, description="Maximum number of relationships that one condition of a filter follows."
    )
    max_planning_ms: int = Field(
        2000,
        ge=1,
        description="Maximum time to plan one operation, milliseconds of a quiet 2-core machine.",
    )
    max_socket_operations: int = Field(
        20, ge=1, description="Maximum number of operations that run at once over one WebSocket."
    )
    socket_init_s: float = Field(
        3.0, gt=0, description="How long a new WebSocket may take to send connection_init, seconds."
    )
    keep_alive_s: float = Field(
        12.0, gt=0, description="Pause between heartbeats on an event stream, seconds."
    )
    change_poll_s: float = Field(
        1.0,
        gt=0,
        description="Maximum age of the known data version, and minimum time between two events, seconds.",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.1", "localhost"),
        description="Host names of the service, comma separated; requests to others are refused.",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins, comma separated, whose web pages may call the service (CORS, WebSocket)."
    )
    open_reading: bool = Field(
        False,
        description="Acknowledge unauthenticated reads; required to start a service that is not on loopback.",
    )
    role: Role | None = Field(
        None,
        description="Role of every caller, until there is authentication: `staff` sees single requests and "
        "exact counts, `reader` neither; unset: `staff` on loopback, else `reader`.",
    )
    open_writing: bool = Field(
        False, description="Acknowledge unauthenticated writes, where the service is not on loopback."
    )

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @property
    def embedded(self) -> bool:
        """True when no `NEO4J_URI` is set, so that we run Neo4j ourselves."""
        return not self.neo4j_uri

    @property
    def quarantine(self) -> Path:
        """Folder of the quarantined rows."""
        return self.home / "quarantine"

    @property
    def on_loopback(self) -> bool:
        """True when only this machine reaches the service."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def writing_is_open(self) -> bool:
        """True when every caller may write."""
        return self.open_writing or self.on_loopback

    @property
    def viewer(self) -> Viewer:
        """The viewer that every caller is."""
        return Viewer(self.role or (Role.STAFF if self.on_loopback else Role.READER))

    @classmethod
    def read(cls) -> Settings:
        """Reads the environment. Raises SettingInvalid, which names the variable and what was wrong."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingInvalid("; ".join(_sentence(problem) for problem in error.errors())) from None


def variable(name: str) -> str:
    """The environment variable of a setting: `port` → `PORT`, `home` → `LEARNING_SITES_HOME`."""
    return variables(name)[0]


def variables(name: str) -> list[str]:
    """The environment variable of a setting, then its deprecated names."""
    alias = Settings.model_fields[name].validation_alias
    if not isinstance(alias, AliasChoices):
        return [PREFIX + name.upper()]
    return [str(choice) for choice in alias.choices if choice != name]


def _sentence(problem: object) -> str:
    assert isinstance(problem, dict)
    location = str(problem["loc"][0]) if problem["loc"] else "?"
    candidates = ([name, *variables(name)] for name in Settings.model_fields)
    _, *known = next((names for names in candidates if location in names), ["", location.upper()])
    name = next((each for each in known if each in os.environ), known[0])
    return f"{name}: {problem['msg']} (got {problem['input']!r})"
