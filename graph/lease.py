"""A named lock in the graph, held by one process at a time; it expires when its holder dies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Conflict, GraphError, Unavailable
from graph.statements import statement

PREPARE = statement("graph/lease_constraint")
ACQUIRE = statement("graph/lease_take")
RELEASE = statement("graph/lease_give_back")

log = logging.getLogger(__name__)

PAUSE_S = 0.2
RELEASE_S = 5.0


@asynccontextmanager
async def lease(database: Database, name: str, deadline: Deadline, *, seconds: float) -> AsyncIterator[None]:
    """Holds the lease `name` during the block, for at most `seconds`.

    Waits while another process holds it. Raises Unavailable when the deadline passes first.
    """
    owner = uuid4().hex
    claim = {"key": f"lease:{name}", "owner": owner, "seconds": seconds}
    await database.execute(PREPARE, {}, deadline)
    while not await _taken(database, claim, deadline):
        if deadline.left() < 2 * PAUSE_S:  # the next attempt takes a moment, too
            raise Unavailable(f"Another process holds the lease '{name}'; retry when it is done.")
        await asyncio.sleep(PAUSE_S)
    try:
        yield
    finally:
        # With a deadline of its own: late work must still release the lease.
        try:
            await database.write(RELEASE, claim, Deadline.after(RELEASE_S), from_reserve=True)
        except GraphError as error:
            log.warning("The lease '%s' expires within %g s: %s", name, seconds, error)


async def _taken(database: Database, claim: Mapping[str, Any], deadline: Deadline) -> bool:
    """Claims the lease once; False while another holds it, or claims it at the same time."""
    try:
        return bool((await database.write(ACQUIRE, claim, deadline))[0]["taken"])
    except Conflict:
        return False
