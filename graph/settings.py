"""All settings, read once from the environment."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Final, get_args

from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from graph.errors import SettingInvalid
from graph.secret_files import SecretFiles, is_secret
from graph.viewer import Audience, Role, Viewer

PREFIX = "LEARNING_SITES_"
PACKAGE = "learning-sites-graph"
HOST: Final = re.compile(r"\*|(\*\.)?[^\s*:/\[\]@]+|\[[\da-f:.]+\]", re.IGNORECASE)
"""A name or address of a host, or a pattern of names."""
ORIGIN: Final = re.compile(r"\*|null|[a-z][a-z\d+.-]*://([^\s*:/?#\[\]@A-Z]+|\[[\da-f:.]+\])(:\d+)?")
"""What browsers send as `Origin`, or any."""
URL: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def _default_home() -> Path:
    return Path.home() / ".local" / "share" / "learning-sites"


def _default_cache() -> Path:
    return Path.home() / ".cache" / "learning-sites"


class Settings(BaseSettings):
    """Name, default, unit and meaning of every setting; the tables of the docs are made from this class.

    `NEO4J_*` and `PORT` carry the names that the field uses; all others are `LEARNING_SITES_<NAME>`.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, populate_by_name=True, extra="ignore", allow_inf_nan=False
    )

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
    workers: int = Field(
        1, ge=1, le=256, description="Processes of `serve`; each has its own connections, caches and limits."
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
    research_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Port of Neo4j Browser for the read-only copy; unset: `PORT` + 10; 0 takes a free one.",
    )
    research_bolt_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Its Bolt port; unset: that of the embedded server + 10; 0 takes a free one.",
    )
    heap_mb: int = Field(512, ge=96, description="Java heap of the embedded server, MiB.")
    quarantine_days: int = Field(
        30, ge=1, description="How long a quarantined row is kept after a file had it, days."
    )
    webhook_url: SecretStr | None = Field(
        None,
        description="Address that gets a POST (JSON) when `nightly` ends with another code than 0, a URL.",
    )
    move_files: bool = Field(
        False,
        description="`nightly` moves loaded files into the subfolder `done`, failed ones into `failed`.",
    )
    settle_s: float = Field(
        5.0,
        ge=0,
        description="How long a file must be unchanged before `nightly` loads it (0: takes all), seconds.",
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
    edge_max_age_s: int = Field(
        0,
        ge=0,
        description="How long a shared cache in front (a CDN, a proxy) may give the answer to a GET to all"
        " who have not signed in, without asking again; 0: it may not store it, seconds.",
    )
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
    metric_operations: Annotated[tuple[str, ...], NoDecode] = Field(
        ("WhoShouldWeAsk",),
        description="Operations, comma separated, that `/metrics` times by name, beside those of trusted "
        "documents; all others are `other`.",
    )
    otlp_endpoint: str | None = Field(
        None,
        validation_alias=AliasChoices(
            f"{PREFIX}OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "otlp_endpoint"
        ),
        description="OpenTelemetry collector that gets traces (OTLP over HTTP), a URL; unset: no traces. "
        "`OTEL_EXPORTER_OTLP_ENDPOINT` and the other variables of OpenTelemetry count, too.",
    )
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
    role: Role | None = Field(
        None,
        description="Role of callers on this machine who have not signed in (`reader`, `staff`, `loader`, "
        "`admin`); unset: `admin`. A caller through a proxy is not on this machine.",
    )
    open_reading: bool = Field(
        False, description="Callers elsewhere may read without signing in, as readers."
    )
    open_writing: bool = Field(
        False, description="Callers elsewhere may write without signing in, as loaders."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.1", "::1"),
        description="Addresses and networks of proxies, comma separated, whose `x-forwarded-for` and "
        "`x-forwarded-proto` are believed.",
    )
    introspection: Audience = Field(
        Audience.SIGNED_IN,
        description="Who may introspect the schema and open GraphiQL: `everyone`, `signed_in` (as callers on "
        "this machine are), `staff`, `nobody`.",
    )
    hsts_s: int = Field(0, ge=0, description="`max-age` of Strict-Transport-Security (0: not sent), seconds.")
    api_keys: Path | None = Field(
        None, description="File of the hashed API keys; unset: `api-keys.json` in the home."
    )
    jwt_issuer: str | None = Field(None, description="Issuer (`iss`) of accepted JSON Web Tokens.")
    jwt_audience: str | None = Field(None, description="Audience (`aud`) of accepted JSON Web Tokens.")
    jwt_keys: str | None = Field(
        None, description="JSON Web Key Set that verifies them: a URL (https) or a file."
    )
    jwt_secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="Shared secret that verifies them instead (HS256), 32 characters or more.",
    )
    jwt_algorithms: Annotated[tuple[str, ...], NoDecode] = Field(
        ("RS256", "PS256", "ES256", "EdDSA"),
        description="Accepted signature algorithms of tokens that a key set verifies, comma separated.",
    )
    jwt_leeway_s: float = Field(30.0, ge=0, le=300, description="Accepted difference of clocks, seconds.")
    role_claim: str = Field(
        "role", description="Claim with the role, in tokens and at sign-in; a point leads into objects."
    )
    role_values: Annotated[tuple[str, ...], NoDecode] = Field(
        ("admin=admin", "loader=loader", "staff=staff", "reader=reader"),
        description="Values of this claim and the role of each, comma separated; the first that fits counts.",
    )
    oidc_issuer: str | None = Field(
        None, description="OpenID provider for people with a browser: its issuer, a URL (https)."
    )
    oidc_client_id: str | None = Field(None, description="Client ID of this service at the provider.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="Its client secret; unset for a public client (PKCE alone)."
    )
    session_hours: float = Field(8.0, gt=0, le=168, description="How long a person stays signed in, hours.")
    session_secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="Secret that signs the cookies of people; unset: a random one in the home.",
    )
    head_timeout_s: float = Field(
        10.0, gt=0, description="How long the head of a request may take to arrive, seconds."
    )
    max_head_kb: int = Field(32, ge=1, description="Maximum size of the head of a request, KiB.")
    max_headers: int = Field(100, ge=1, description="Maximum number of header lines of a request.")
    write_timeout_s: float = Field(
        15.0,
        gt=0,
        description="How long a client may read less than 1 KiB a second of its response, seconds.",
    )
    max_unsent_mb: int = Field(
        128, ge=1, description="Memory of all responses that clients have not read yet, MiB."
    )
    max_running: int = Field(
        32,
        ge=2,
        description="Maximum number of operations that run at once, half of them of one caller; a costly one "
        "counts as several.",
    )
    max_waiting: int = Field(64, ge=0, description="Maximum number of operations that wait for their turn.")
    max_wait_s: float = Field(5.0, gt=0, description="How long an operation may wait for its turn, seconds.")
    cost_rate: int | None = Field(
        None,
        ge=0,
        description="Cost that one caller may spend per second (0: no limit); unset: a fifth of the maximum "
        "cost of one operation, and no limit for callers on this machine.",
    )
    cost_burst: int | None = Field(
        None,
        ge=1,
        description="Cost that one caller may spend at once; unset: twice the maximum cost of one operation.",
    )
    max_streams: int = Field(
        1000, ge=1, description="Maximum number of open WebSockets and event streams together."
    )
    max_streams_per_caller: int = Field(250, ge=1, description="Maximum number of them of one caller.")
    socket_idle_s: float = Field(
        300.0,
        gt=0,
        description="How long a WebSocket without operations stays open without a message, seconds.",
    )
    shutdown_grace_s: float | None = Field(
        None,
        gt=0,
        description="How long operations may run on after SIGTERM; unset: the deadline, seconds.",
    )

    @field_validator(
        "allowed_hosts",
        "allowed_origins",
        "trusted_proxies",
        "jwt_algorithms",
        "role_values",
        "metric_operations",
        mode="before",
    )
    @classmethod
    def _split_list(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _is_path(cls, value: object, info: ValidationInfo) -> object:
        field = cls.model_fields[info.field_name or ""]
        if value == "" and Path in (field.annotation, *get_args(field.annotation)):
            raise PydanticCustomError("path", "a path is needed, and this is empty; give one, or unset it")
        return value

    @field_validator("otlp_endpoint", "webhook_url")
    @classmethod
    def _is_url(cls, value: str | SecretStr | None) -> str | SecretStr | None:
        url = value.get_secret_value() if isinstance(value, SecretStr) else value
        if url and not URL.fullmatch(url):
            raise PydanticCustomError("url", "not an address; write it with http:// or https:// and a host")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        if not hosts:
            raise PydanticCustomError(
                "hosts", "it names no host, so that every request would be refused; unset it, or name hosts"
            )
        for host in hosts:
            if not HOST.fullmatch(host):
                raise PydanticCustomError(
                    "host",
                    "{host} is not a host; write it without scheme, port and path, such as "
                    "sites.example, *.example.org for all names below it, [::1] or *",
                    {"host": repr(host)},
                )
        return hosts

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise PydanticCustomError(
                    "origin",
                    "{origin} is not an origin; write it as browsers send it, in lower case and without a "
                    "path, such as https://sites.example or http://127.0.0.1:3000, or *",
                    {"origin": repr(origin)},
                )
        return origins

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            try:
                if proxy != "*":
                    ipaddress.ip_network(proxy)
            except ValueError as error:
                raise PydanticCustomError(
                    "proxy",
                    "{proxy} is not an address or network ({error}); write it such as 10.0.0.7, 10.0.0.0/8, "
                    "fd00::/8 or *",
                    {"proxy": repr(proxy), "error": str(error)},
                ) from None
        return proxies

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the files that it names for secrets."""
        return init_settings, env_settings, SecretFiles(settings_cls, variables)

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
        return is_loopback(self.host)

    @property
    def viewer(self) -> Viewer:
        """A caller on this machine who has not signed in."""
        return Viewer(self.role or Role.ADMIN)

    @property
    def stranger(self) -> Viewer | None:
        """A caller elsewhere who has not signed in; None where it must sign in."""
        if self.open_writing:
            return Viewer(Role.LOADER, stranger=True)
        readers = self.open_reading or (self.on_loopback and self.role is Role.READER)
        return Viewer(Role.READER, stranger=True) if readers else None

    @property
    def cost_per_second(self) -> int:
        """Cost that one caller may spend per second; 0 is no limit."""
        return max(1, self.max_cost // 5) if self.cost_rate is None else self.cost_rate

    @property
    def burst_of_cost(self) -> int:
        """Cost that one caller may spend at once."""
        return self.cost_burst or 2 * self.max_cost

    @property
    def grace_s(self) -> float:
        """How long running operations may take to end after SIGTERM, seconds."""
        return self.shutdown_grace_s or self.deadline_s

    @classmethod
    def read(cls) -> Settings:
        """Reads the environment. Raises SettingInvalid, which names the variable and what was wrong."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingInvalid("; ".join(_sentence(problem) for problem in error.errors())) from None


def is_loopback(host: str) -> bool:
    """True for an address or name of this machine that no other machine reaches."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def variable(name: str) -> str:
    """The environment variable of a setting: `port` → `PORT`, `home` → `LEARNING_SITES_HOME`."""
    return variables(name)[0]


def variables(name: str) -> list[str]:
    """The environment variable of a setting, then its other names."""
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
    field = next((each for each in Settings.model_fields if variables(each)[0] == name), name)
    secret = is_secret(Settings.model_fields[field]) if field != name else False
    return f"{name}: {problem['msg']}" + ("" if secret else f" (got {problem['input']!r})")
