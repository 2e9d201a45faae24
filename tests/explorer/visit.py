"""A visit to the explorer: what the fixture `visit` opens."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.async_api import Page


@dataclass
class Visit:
    """A page of the explorer, and what it has done so far."""

    page: Page
    operations: list[str] = field(default_factory=list)
    """The addresses of its requests to `/graphql`."""
    complaints: list[str] = field(default_factory=list)
    """Errors of its console, and scripts that failed."""
    foreign: list[str] = field(default_factory=list)
    """Requests that left the service."""


class Open(Protocol):
    """Opens an address of the explorer; leaving the block checks that the page behaved."""

    def __call__(self, address: str, **context: Any) -> AbstractAsyncContextManager[Visit]: ...
