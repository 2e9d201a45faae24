"""What a task works for: a request of a client, a run of a loader, or the warm-up of the service.

Each log line of the task carries these facts, and Neo4j shows them beside its transactions (`metaData` of
`SHOW TRANSACTIONS`), so that a slow statement leads to the request or the run that waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

Facts = dict[str, object]
"""Of a request: `id`, `operation`, `cost` and what else its log line has; of a run: `run`; else `work`."""
ACTIVITY: Final[ContextVar[Facts | None]] = ContextVar("activity", default=None)
"""The facts of this task; the tasks that it starts share them."""
METADATA: Final = (("id", "request"), ("operation", "operation"), ("run", "run"), ("work", "work"))
"""Facts that Neo4j learns, and their names in the metadata of a transaction."""


@contextmanager
def activity(**facts: object) -> Iterator[None]:
    """Adds facts to those of this task until the block ends."""
    token = ACTIVITY.set({**(ACTIVITY.get() or {}), **facts})
    try:
        yield
    finally:
        ACTIVITY.reset(token)


def describe(**facts: object) -> None:
    """Adds facts to those of this task, if it works for a request or a run."""
    current = ACTIVITY.get()
    if current is not None:
        current.update(facts)


def is_warm_up() -> bool:
    """True if this task makes plans before anybody asks: such statements take seconds."""
    return "work" in (ACTIVITY.get() or {})


def metadata() -> dict[str, object] | None:
    """The metadata of a transaction that this task begins; None where it is not known what it works for."""
    facts = ACTIVITY.get()
    return None if facts is None else {name: facts[fact] for fact, name in METADATA if fact in facts}
