"""Who runs the database of a home, as `instance.json` tells and the lock proves."""

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
    """A running Neo4j. `pid` is its guardian; `started` is ISO 8601, UTC; `app_url` its web application."""

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

    @property
    def bolt_uri(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.bolt_port}"

    def owner(self) -> int | None:
        """The process that ends it: the guardian, or Java when that was killed; None when both are gone."""
        return next((pid for pid in (self.pid, self.java_pid) if _serves(pid, self.home)), None)


def running(settings: Settings) -> Instance | None:
    """The instance that runs the database of this home, or None.

    What a crash left behind is recognised by the lock being free. An instance whose start has only begun
    (its Java has no process yet) is waited for, at most 5 s.
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
    """What `instance.json` says, when the processes it names are alive."""
    try:
        instance = Instance.model_validate(json.loads(home.instance.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return None
    return instance if instance.owner() else None


def _serves(pid: int, home: Path) -> bool:
    """True when the process runs for this home; its number alone may belong to another one by now."""
    try:
        return any(str(home) in argument for argument in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False
