"""One migration by its name, on a graph that an earlier version left."""

from __future__ import annotations

from graph.database import Database
from graph.deadline import Deadline
from graph.migrations import migrations


async def migrate(graph: Database, name: str) -> None:
    """Runs its statements, as if the graph lacked it; it may run again."""
    [migration] = [each for each in migrations() if each.name == name]
    for statement in migration.statements:
        await graph.execute(statement, {}, Deadline.after(60))
