"""The running instance of a home: `instance.json` describes it, the lock proves it."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic, sleep
from typing import Literal

import psutil  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, ValidationError

from graph.embedded.disk import is_locked
from graph.embedded.home import Home
from graph.settings import Settings


class Instance(BaseModel):
    """A running Neo4j. `pid` is its guardian; `started` is ISO 8601, UTC; `app_url` its web application.

    `restarts` counts how often the guardian has started Java again; `problem` is why it is not ready.
    """

    model_config = ConfigDict(frozen=True)

    pid: int
    java_pid: int
    bolt_port: int
    started: str
    mode: Literal["attached", "detached"]
    ready: bool
    app_url: str | None
    home: Path
    version: str
    restarts: int = 0
    problem: str | None = None

    @property
    def bolt_uri(self) -> str:
        """The URI of its Bolt port."""
        return f"bolt://127.0.0.1:{self.bolt_port}"

    def owner(self) -> int | None:
        """The pid to signal: the guardian, or Java if the guardian was killed; None when both have ended."""
        return next((pid for pid in (self.pid, self.java_pid) if _serves(pid, self.home)), None)


def running(settings: Settings) -> Instance | None:
    """The instance that runs the database of this home, or None.

    After a crash the lock is free, whatever instance.json says. An instance that is starting (its Java has no
    process yet) is waited for, at most 5 s.
    """
    home = Home(settings.home)
    until = monotonic() + 5.0
    while is_locked(home.lock):
        instance = read_instance(home)
        if instance is not None or monotonic() > until:
            return instance
        sleep(0.05)
    return None


def read_instance(home: Home) -> Instance | None:
    """The instance in `instance.json`, if its processes are alive."""
    try:
        instance = Instance.model_validate(json.loads(home.instance.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return None
    return instance if instance.owner() else None


def _serves(pid: int, home: Path) -> bool:
    """True when the process runs for this home; its pid may have been reused."""
    try:
        return any(str(home) in argument for argument in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False
