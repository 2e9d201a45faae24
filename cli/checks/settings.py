"""Checks of settings that are valid one by one, and contradict each other or do nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]

from cli.checks.findings import Finding, fail, ok, warn
from cli.http_server.listener import check_sign_in
from graph.embedded.disk import MB
from graph.errors import SettingInvalid
from graph.secret_files import SUFFIX, is_secret
from graph.settings import PREFIX, Settings, is_loopback, variable, variables
from schema.server.callers.people import People
from schema.server.trusted_documents import TrustedDocuments

JAVA_BESIDE_HEAP_MB: Final = 300
"""What Java takes beside heap and page cache (measured)."""
NOT_SETTINGS: Final = {"NEO4J_HOME", "NEO4J_CONF"}


def check_settings(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """One finding for each contradiction; a single ok when there is none."""
    found = [
        *_address(settings),
        *_database(settings, environment),
        *_limits(settings),
        *_names(environment),
    ]
    yield from found or [ok("settings", "no contradictions")]


def _address(settings: Settings) -> Iterator[Finding]:
    host, public = variable("host"), not settings.on_loopback
    for part in (check_sign_in, People.check):
        try:
            part(settings)
        except SettingInvalid as error:
            yield fail("settings", str(error), "docs/sign-in.md has the ways")
            break
    if public and set(settings.allowed_hosts) <= {"127.0.0.1", "localhost"}:
        yield warn(
            "settings",
            f"{host}={settings.host}, but only requests to {', '.join(settings.allowed_hosts)} are answered",
            f"list the public name of the service in {variable('allowed_hosts')}",
        )
    if settings.open_writing:
        name = variable("open_writing")
        yield warn("settings", f"{name}: whoever reaches the service may write", "unset it; use API keys")
    if settings.trusted_only and settings.trusted_documents is None:
        yield fail(
            "settings",
            f"{variable('trusted_only')} without {variable('trusted_documents')} refuses every request",
            f"set {variable('trusted_documents')} to the manifest of your documents",
        )
    for name in ("trusted_documents", "jurisdiction_aliases", "zip_counties"):
        path = getattr(settings, name)
        if path is not None and not path.is_file():
            yield fail("settings", f"{variable(name)}: {path} is not a file", "give an existing file")
    if settings.trusted_documents is not None and settings.trusted_documents.is_file():
        try:
            TrustedDocuments(settings)
        except SettingInvalid as error:
            yield fail("settings", str(error), "build the manifest again with the tools of the frontend")


def _database(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    if settings.embedded:
        if unused := [name for name in ("NEO4J_PASSWORD", "NEO4J_USERNAME") if environment.get(name)]:
            names = " and ".join(unused)
            yield warn(
                "settings",
                f"{names} without NEO4J_URI does nothing: the embedded database has its own",
                f"set NEO4J_URI too, or unset {names}",
            )
        needed = settings.heap_mb + settings.page_cache_mb + JAVA_BESIDE_HEAP_MB
        memory = psutil.virtual_memory().total // MB
        if needed > memory:
            yield fail(
                "settings",
                f"{variable('heap_mb')} and {variable('page_cache_mb')} make Neo4j take {needed:,} MB, and "
                f"this machine has {memory:,}",
                "lower them",
            )
        return
    if settings.neo4j_password is None:
        yield fail("settings", "NEO4J_URI without NEO4J_PASSWORD", "set the password of that server")
    parts = urlsplit(settings.neo4j_uri or "")
    if parts.scheme in ("bolt", "neo4j") and not is_loopback(parts.hostname or ""):
        yield warn(
            "settings",
            f"NEO4J_URI: the connection to {parts.hostname} is not encrypted ({parts.scheme}://)",
            f"use {parts.scheme}+s:// where the network is not yours alone",
        )


def _limits(settings: Settings) -> Iterator[Finding]:
    if settings.connect_timeout_s >= settings.deadline_s:
        yield fail(
            "settings",
            f"{variable('connect_timeout_s')}={settings.connect_timeout_s:g} is not below "
            f"{variable('deadline_s')}={settings.deadline_s:g}: no request outlives a lost connection",
            f"lower {variable('connect_timeout_s')}",
        )
    if settings.slow_statement_s >= settings.deadline_s:
        yield warn(
            "settings",
            f"{variable('slow_statement_s')}={settings.slow_statement_s:g} is not below "
            f"{variable('deadline_s')}={settings.deadline_s:g}: no slow statement is ever logged",
            f"lower {variable('slow_statement_s')}",
        )
    if settings.pool_size < settings.max_running:
        yield warn(
            "settings",
            f"{variable('pool_size')}={settings.pool_size} is below {variable('max_running')}="
            f"{settings.max_running}: operations wait for a connection",
            f"raise {variable('pool_size')}, or lower {variable('max_running')}",
        )
    if settings.change_poll_s > settings.cache_max_staleness_s:
        yield warn(
            "settings",
            f"{variable('change_poll_s')} is above {variable('cache_max_staleness_s')}: a cached response "
            "may be older than its maximum",
            f"lower {variable('change_poll_s')}",
        )


def _names(environment: Mapping[str, str]) -> Iterator[Finding]:
    current = {variable(name) for name in Settings.model_fields}
    current |= {
        f"{variable(name)}{SUFFIX}" for name, field in Settings.model_fields.items() if is_secret(field)
    }
    older = {old: variable(name) for name in Settings.model_fields for old in variables(name)[1:]}
    for name in sorted(environment):
        if name in older:
            yield warn("settings", f"{name} is a deprecated name", f"use {older[name]}")
        elif name.startswith((PREFIX, "NEO4J_")) and name not in current | NOT_SETTINGS:
            bare = name.removeprefix(PREFIX)  # PORT and NEO4J_* have no prefix
            meant = [bare] if bare in current else get_close_matches(name, current, 1)
            yield warn(
                "settings",
                f"{name} is not a setting and does nothing",
                f"did you mean {meant[0]}?" if meant else "docs/settings.md lists all settings",
            )
