"""Migrations: ordered statements of cypher/migrations/, applied once and recorded in the graph."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import MigrationError
from graph.lease import lease, require_leases
from graph.statements import Statement, folder, statement

LEDGER = statement("graph/migration_ledger")
RECORD = statement("graph/migration_record")

# Longer than all migrations take: 32 s with 100,000 imported requests.
MIGRATIONS_S = 600.0


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its name with its number, its statements (separated by `;` at a line end), its SHA-256."""

    name: str
    statements: tuple[Statement, ...]
    checksum: str

    @classmethod
    def parse(cls, source: Statement) -> Migration:
        """The migration in a file of cypher/migrations/."""
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
    """The migrations that have not been applied to this graph.

    Raises MigrationError when an applied one was edited, or is unknown to this version.
    """
    known = migrations() if known is None else known
    applied = {r["name"]: r["checksum"] for r in await database.read(LEDGER, {}, deadline)}
    if unknown := sorted(applied.keys() - {m.name for m in known}):
        raise MigrationError(
            f"The graph has migrations that are unknown to this version: {', '.join(unknown)}. "
            "A newer version applied them; run that version."
        )
    for migration in known:
        if applied.get(migration.name, migration.checksum) != migration.checksum:
            raise MigrationError(
                f"Migration {migration.name} was edited after it was applied. Restore the file, "
                "and write the change as a new migration."
            )
    return [m for m in known if m.name not in applied]


async def migrate(database: Database, deadline: Deadline, known: list[Migration] | None = None) -> list[str]:
    """Applies the pending migrations and returns their names; safe in several processes at once.

    `deadline` is for the lease; the migrations may then take MIGRATIONS_S. A migration whose statement fails
    is not recorded; every statement may run again.
    """
    if not await pending(database, deadline, known):
        return []
    async with lease(database, "migrations", deadline):
        # After an import the first migrations may take minutes.
        held = Deadline.after(MIGRATIONS_S)
        todo = await pending(database, held, known)
        for migration in todo:
            await database.transact(require_leases, held)
            for part in migration.statements:
                await database.execute(part, {}, held)
            await database.write(RECORD, {"name": migration.name, "checksum": migration.checksum}, held)
    return [m.name for m in todo]
