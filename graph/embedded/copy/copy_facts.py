"""What a read-only copy holds: `copy.json` beside its databases, so that both are replaced together."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.database import Database
from graph.deadline import Deadline
from graph.embedded.disk import write_atomically
from graph.embedded.home import Home
from graph.errors import StoreDamaged
from graph.inventory import Inventory, take_inventory
from graph.statements import statement

NAME = "copy.json"
POLL_S = 0.1
VERSION = statement("graph/data_version")
NOT_ONLINE = statement("graph/indexes")


class CopyFacts(BaseModel):
    """When a copy was made, and of what. `copied_at` is ISO 8601, UTC; `attempts` is how often it was begun.

    `with_requests` is False for a copy without requests and all that tells of them.
    """

    model_config = ConfigDict(frozen=True)

    copied_at: str
    data_version: int
    with_requests: bool
    attempts: int
    inventory: Inventory

    @property
    def title(self) -> str:
        """Such as `read-only copy of 2026-11-30 02:10 UTC, data version 117, without requests`."""
        made = datetime.fromisoformat(self.copied_at).astimezone(UTC)
        held = "with single requests: for staff only" if self.with_requests else "without requests"
        return f"read-only copy of {made:%Y-%m-%d %H:%M} UTC, data version {self.data_version:,}, {held}"

    def write(self, home: Home) -> None:
        """Writes them into the data of a home. Raises NoSpace."""
        write_atomically(home.data / NAME, self.model_dump_json(indent=2), 0o600)


def read_facts(home: Home) -> CopyFacts | None:
    """Those of the copy in a home; None where there is no complete copy."""
    try:
        return CopyFacts.model_validate_json((home.data / NAME).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


async def take_contents(database: Database, deadline: Deadline) -> tuple[int, Inventory]:
    """Data version and counts of a copy that runs, once its indexes are built.

    Raises StoreDamaged where an index cannot be built before the deadline.
    """
    while waiting := await database.read(NOT_ONLINE, {}, deadline):
        if deadline.left() < POLL_S or any(each["state"] == "FAILED" for each in waiting):
            names = ", ".join(each["name"] for each in waiting)
            raise StoreDamaged(f"Indexes of the copy cannot be built ({names}); copy again.")
        await asyncio.sleep(POLL_S)
    version = (await database.read(VERSION, {}, deadline))[0]["version"]
    return version, await take_inventory(database, deadline)
