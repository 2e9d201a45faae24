"""Checks of this machine for the embedded database: Java, files, folders and their rights, disk, ports."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cli.checks.findings import Finding, fail, ok, warn
from cli.http_server.listener import address, bind
from graph.embedded import Artifacts, Home, Instance, running
from graph.embedded.artifacts import FILE_BYTES, version
from graph.embedded.disk import MB
from graph.embedded.java import bundled, find_java
from graph.embedded.ports import choose_port
from graph.embedded.server import NEEDED, NEEDED_AGAIN
from graph.errors import ExtraMissing, PortTaken, UnsupportedPlatform
from graph.room import RESERVE_MB
from graph.settings import Settings, variable
from sign_in.api_keys import ApiKeys

COMFORT_MB: Final = 1024
"""Free room below which a loaded home will soon be full."""


def check_machine(settings: Settings) -> Iterator[Finding]:
    """All checks of this machine, each of which works without a database."""
    yield _http_port(settings)
    if settings.embedded:
        home = Home(settings.home)
        instance = running(settings)
        yield _java()
        yield _files(settings)
        yield _folder(settings.home, "home")
        yield _rights(settings)
        yield _home_disk(home)
        yield _cache_disk(settings)
        yield _bolt_port(settings, instance)


def _java() -> Finding:
    try:
        java = find_java(bundled())
    except (UnsupportedPlatform, ExtraMissing) as error:
        return fail("java", str(error), "set JAVA_HOME, or NEO4J_URI")
    whose = "bundled" if java.path == bundled() else "of JAVA_HOME"
    return ok("java", f"Java {java.major}, {whose}")


def _files(settings: Settings) -> Finding:
    artifacts = Artifacts(settings.cache)
    absent, damaged = artifacts.verify()
    if damaged:
        return fail(
            "neo4j files",
            f"{len(damaged)} files of Neo4j in {artifacts.folder} do not have the checksum of the lock: "
            f"{', '.join(each.path.name for each in damaged[:3])}",
            "delete them; the next start downloads them again",
        )
    if absent:
        size = len(absent) * FILE_BYTES // MB
        return warn(
            "neo4j files",
            f"{len(absent)} files of Neo4j {version()} are missing ({size:,} MB)",
            "the next start downloads them; without a network, copy the cache of another machine",
        )
    return ok("neo4j files", f"Neo4j {version()}, every checksum is right")


def _folder(path: Path, setting: str) -> Finding:
    there = next(each for each in (path, *path.parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return ok(setting, f"{path} can be written")
    return fail(setting, f"{path} cannot be written", f"set {variable(setting)} to a folder that can")


def _rights(settings: Settings) -> Finding:
    """Nobody but the owner may read passwords, keys and data."""
    home = Home(settings.home)
    secret = (home.password_file, home.root / "session-secret", ApiKeys(settings).path)
    folders = (home.data, home.logs, home.conf)
    open_to_others = [
        path
        for path in (*secret, *folders)
        if (path.is_dir() if path in folders else path.is_file())
        and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        names = " ".join(map(str, open_to_others))
        return fail("rights", f"others may read {names}", f"chmod go= {names}")
    return ok("rights", "only the owner may read passwords, keys and data")


def _home_disk(home: Home) -> Finding:
    free = _free_mb(home.root)
    needed = (NEEDED if home.is_new() else NEEDED_AGAIN) // MB
    what, remedy = (
        f"{free:,} MB free at {home.root}",
        f"free some, or move {variable('home')} to another disk",
    )
    if free < needed:
        return fail("disk of the home", f"{what}; a start needs {needed:,}", remedy)
    if free < RESERVE_MB:
        return fail("disk of the home", f"{what}; writes are refused below {RESERVE_MB}", remedy)
    if free < COMFORT_MB:
        return warn("disk of the home", f"{what}; writes are refused below {RESERVE_MB}", remedy)
    return ok("disk of the home", what)


def _cache_disk(settings: Settings) -> Finding:
    free, absent = _free_mb(settings.cache), len(Artifacts(settings.cache).missing())
    needed = absent * FILE_BYTES // MB + 64 if absent else 0
    what = f"{free:,} MB free at {settings.cache}"
    if free < needed:
        remedy = f"free some, or set {variable('cache')} to a folder on another disk"
        return fail("disk of the cache", f"{what}; the download needs {needed:,}", remedy)
    return ok("disk of the cache", what)


def _bolt_port(settings: Settings, instance: Instance | None) -> Finding:
    if instance is not None:
        return ok("bolt port", f"{instance.bolt_port}, used by the database of this home")
    try:
        choose_port(settings.bolt_port)
    except PortTaken as error:
        return fail("bolt port", str(error), f"set {variable('bolt_port')} to another port")
    return ok("bolt port", f"{settings.bolt_port} is free" if settings.bolt_port else "any free one")


def _http_port(settings: Settings) -> Finding:
    instance = running(settings) if settings.embedded else None
    ours = instance.app_url if instance else None
    if ours and ours.endswith(f":{settings.port}"):
        return ok("http port", f"{settings.port}, used by the service of this home")
    try:
        taken: socket.socket = bind(settings)
    except PortTaken as error:
        return fail("http port", str(error), f"end the other program, or set {variable('port')}")
    with taken:
        return ok("http port", f"{address(taken)} is free")


def _free_mb(path: Path) -> int:
    there = next(each for each in (path, *path.parents) if each.exists())
    return shutil.disk_usage(there).free // MB
