"""A named lock in the graph, held by one process at a time.

Its holder renews it while it lives, so that it lapses soon after its holder has died. A holder that lost it
(its process or its machine was paused, a clock was set, an operator ended the lease) cannot write any more:
`require_leases` is part of each transaction that writes data, and raises LeaseLost.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import uuid4

from neo4j.time import DateTime

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import Conflict, GraphError, LeaseHeld, LeaseLost
from graph.statements import statement

PREPARE = statement("graph/lease_constraint")
ACQUIRE = statement("graph/lease_take")
RENEW = statement("graph/lease_renew")
RELEASE = statement("graph/lease_release")
LOST = statement("graph/leases_lost")
HELD = statement("graph/leases_held")

log = logging.getLogger(__name__)

LEASE_S: Final = 120.0
"""How long a lease lasts after its holder has died."""
RENEWALS: Final = 4
"""It is renewed each fourth of that time, so that two renewals may fail, also two that get no answer."""
PAUSE_S = 0.2
RELEASE_S = 5.0
PREFIX: Final = "lease:"

_HELD: Final[ContextVar[tuple[tuple[str, str], ...]]] = ContextVar("leases", default=())
"""Key and owner of the leases that this task holds; the tasks that it starts share them."""


@dataclass(frozen=True, slots=True)
class LeaseHolder:
    """Who holds a lease. `host`, `process` and `since` are None where an earlier version took it."""

    name: str
    owner: str
    host: str | None
    process: int | None
    since: datetime | None
    until: datetime | None
    lapsed: bool

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """From a record of `graph/lease_take` or `graph/leases_held`."""
        return cls(
            str(record["key"]).removeprefix(PREFIX),
            record["owner"],
            record["host"],
            record["process"],
            _moment(record["since"]),
            _moment(record["until"]),
            bool(record.get("lapsed")),
        )

    def __str__(self) -> str:
        process = "an unknown process" if self.process is None else f"process {self.process}"
        host = "" if self.host is None else f" on host {self.host}"
        since = "" if self.since is None else f" since {_shown(self.since)}"
        ends = "which lapsed at" if self.lapsed else "until"
        until = "" if self.until is None else f", {ends} {_shown(self.until)}"
        return f"{process}{host}{since}{until}"


@asynccontextmanager
async def lease(
    database: Database, name: str, deadline: Deadline, *, seconds: float = LEASE_S
) -> AsyncIterator[None]:
    """Holds the lease `name` during the block, and renews it; it lapses `seconds` after the process died.

    Waits while another process holds it. Raises LeaseHeld when the deadline passes first. Within the block,
    `require_leases` raises LeaseLost once another process has taken it.
    """
    claim = {
        "key": PREFIX + name,
        "owner": uuid4().hex,
        "seconds": seconds,
        "host": socket.gethostname(),
        "process": os.getpid(),
    }
    await database.execute(PREPARE, {}, deadline)
    holder: LeaseHolder | None = None
    while (found := await _holder(database, claim, deadline)) is None or found.owner != claim["owner"]:
        holder = found or holder
        if deadline.left() < 2 * PAUSE_S:  # the next attempt takes a moment, too
            raise LeaseHeld(_held_by(name, holder, seconds))
        await asyncio.sleep(PAUSE_S)
    renewal = asyncio.create_task(_keep_renewing(database, claim))
    token = _HELD.set((*_HELD.get(), (str(claim["key"]), str(claim["owner"]))))
    try:
        yield
    finally:
        _HELD.reset(token)
        renewal.cancel()
        await asyncio.gather(renewal, return_exceptions=True)
        # With a deadline of its own: late work must still release the lease.
        try:
            await database.write(RELEASE, claim, Deadline.after(RELEASE_S), from_reserve=True)
        except GraphError as error:
            log.warning("The lease '%s' expires within %g s: %s", name, seconds, error)


async def require_leases(transaction: Transaction) -> None:
    """Part of a transaction that writes: raises LeaseLost where another process holds a lease of this task.

    A writer of data has waited for the writers before it (`graph/turn`), so whoever has the lease now has
    written nothing yet, or this raises.
    """
    if held := _HELD.get():
        lost = await transaction.run(LOST, {"held": [list(each) for each in held]})
        if lost:
            name = str(lost[0]["key"]).removeprefix(PREFIX)
            raise LeaseLost(
                f"This process lost the lease '{name}': it was paused for too long, a clock was set, or "
                "`learning-sites runs --unlock` ended the lease. It wrote nothing since; run it again."
            )


async def held_leases(database: Database, deadline: Deadline) -> list[LeaseHolder]:
    """The holder of every lease that is held, also of one that has lapsed."""
    return [LeaseHolder.of(record["holder"]) for record in await database.read(HELD, {}, deadline)]


async def end_lease(database: Database, holder: LeaseHolder, deadline: Deadline) -> bool:
    """Ends the lease of a holder, who cannot write any more; False if it did not hold it any longer."""
    claim = {"key": PREFIX + holder.name, "owner": holder.owner}
    return bool((await database.write(RELEASE, claim, deadline))[0]["released"])


async def _holder(database: Database, claim: Mapping[str, Any], deadline: Deadline) -> LeaseHolder | None:
    """Claims the lease once and returns its holder; None while another claims it at the same time."""
    try:
        [record] = await database.write(ACQUIRE, claim, deadline)
    except Conflict:
        return None
    return LeaseHolder.of(record["holder"])


async def _keep_renewing(database: Database, claim: Mapping[str, Any]) -> None:
    """Renews the lease until it is lost, or for ever."""
    period = claim["seconds"] / RENEWALS
    deadline = Deadline.after(period)
    while True:
        await asyncio.sleep(deadline.left())  # from start to start: one without an answer takes it all
        deadline = Deadline.after(period)
        try:
            [record] = await database.write(RENEW, claim, deadline, from_reserve=True)
        except GraphError as error:
            log.warning("The lease '%s' could not be renewed: %s", claim["key"], error)
            continue
        if not record["renewed"]:
            log.warning("The lease '%s' was lost: nothing more is written under it.", claim["key"])
            return


def _held_by(name: str, holder: LeaseHolder | None, seconds: float) -> str:
    who = "" if holder is None else f" ({holder})"
    return (
        f"Another process holds the lease '{name}'{who}. Wait until it is done: it renews the lease while it "
        f"runs, and {seconds:g} s after it died the lease lapses. `learning-sites runs --unlock` ends it now."
    )


def _moment(value: DateTime | None) -> datetime | None:
    return None if value is None else value.to_native()


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S %Z}"
