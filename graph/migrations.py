"""Migrations: ordered statements under cypher/migrations/, applied once, remembered in the graph."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import MigrationError
from graph.lease import lease
from graph.statements import Statement, folder, statement

LEDGER = statement("graph/migration_ledger")
RECORD = statement("graph/migration_record")

# Longer than all migrations take: 32 s with 100,000 imported requests. A process that dies in one leaves the
# lease to the next.
LEASE_S = 600.0


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number and name, its statements (divided by `;` at a line's end), its checksum."""

    name: str
    statements: tuple[Statement, ...]
    checksum: str

    @classmethod
    def parse(cls, source: Statement) -> Migration:
        """Reads a file of cypher/migrations/."""
        name = source.name.rpartition("/")[2]
        parts = [part.strip() for part in re.split(r";\s*$", source.text, flags=re.MULTILINE)]
        return cls(
            name,
            tuple(Statement(source.name, part) for part in parts if part),
            hashlib.sha256(source.text.encode()).hexdigest(),
        )


def migrations() -> list[Migration]:
    """All migrations of this version, in order."""
    return [Migration.parse(source) for source in folder("migrations")]


async def pending(
    database: Database, deadline: Deadline, known: list[Migration] | None = None
) -> list[Migration]:
    """The migrations that this graph does not have yet.

    Raises MigrationError when one that was applied has been edited, or is not known to this version.
    """
    known = migrations() if known is None else known
    applied = {r["name"]: r["checksum"] for r in await database.read(LEDGER, {}, deadline)}
    if strange := sorted(applied.keys() - {m.name for m in known}):
        raise MigrationError(
            f"The graph has migrations that this version does not know: {', '.join(strange)}. "
            "A newer version wrote it; run that version."
        )
    for migration in known:
        if applied.get(migration.name, migration.checksum) != migration.checksum:
            raise MigrationError(
                f"Migration {migration.name} was edited after it was applied. Restore the file, "
                "and write the change as a new migration."
            )
    return [m for m in known if m.name not in applied]


async def migrate(database: Database, deadline: Deadline, known: list[Migration] | None = None) -> list[str]:
    """Applies what is pending and returns the names; safe when several processes do it at once.

    `deadline` is for the turn; who has it has as long as the lease lasts, LEASE_S. A statement that fails
    leaves its migration unrecorded; every statement is written to be run again.
    """
    if not await pending(database, deadline, known):
        return []
    async with lease(database, "migrations", deadline, seconds=LEASE_S):
        # Rows that were imported and not loaded may be many: the first migrations take minutes then.
        held = Deadline.after(LEASE_S)
        todo = await pending(database, held, known)
        for migration in todo:
            for part in migration.statements:
                await database.execute(part, {}, held)
            await database.write(RECORD, {"name": migration.name, "checksum": migration.checksum}, held)
    return [m.name for m in todo]
