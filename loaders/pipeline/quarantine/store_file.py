"""The file of the quarantine's store: SQLite, which only its owner can read.

A change is one transaction, which a kill or a full disk undoes; two processes take turns.
docs/decisions/quarantine-store.md says why.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from domain.moments import moment_text
from graph.errors import HomeUnusable
from loaders.pipeline.quarantine.earlier_files import earlier_rows

NAME: Final = "quarantine.sqlite"
VERSION: Final = 1
WAIT_S: Final = 30.0
"""How long a process waits for another one that writes."""
OWNER_ONLY: Final = 0o600
SCHEMA: Final = """
CREATE TABLE entries (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, key TEXT, cells TEXT NOT NULL, problems TEXT NOT NULL,
  file TEXT NOT NULL, line INTEGER NOT NULL, run TEXT NOT NULL,
  first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  reported_at TEXT, fixed_at TEXT, dismissed_at TEXT, reason TEXT,
  state TEXT AS (CASE WHEN fixed_at IS NOT NULL THEN 'fixed' WHEN dismissed_at IS NOT NULL THEN 'dismissed'
    ELSE 'waiting' END)
) WITHOUT ROWID;
CREATE INDEX entries_key ON entries (source, key);
CREATE TABLE events (
  day TEXT NOT NULL, event TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (day, event)
) WITHOUT ROWID;
CREATE TABLE unplaced_runs (
  number INTEGER PRIMARY KEY, run TEXT NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE unplaced_names (
  run INTEGER NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, type TEXT NOT NULL, rows INTEGER NOT NULL,
  candidates TEXT NOT NULL, PRIMARY KEY (run, name, state, type)
) WITHOUT ROWID;
"""
TAKE_OVER: Final = """
INSERT INTO entries (id, source, cells, problems, file, line, run, first_seen, last_seen, reported_at)
VALUES (:id, :source, :cells, :problems, :file, :line, :run, :seen, :seen, :seen)
ON CONFLICT (id) DO UPDATE SET first_seen = min(first_seen, :seen), last_seen = max(last_seen, :seen)
"""
COUNT_TAKEN_OVER: Final = (
    "INSERT INTO events SELECT substr(first_seen, 1, 10), 'new', count(*) FROM entries GROUP BY 1"
)


class StoreFile:
    """The file in a folder of quarantined rows; it is made with the first change.

    Every method raises HomeUnusable where the file cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / NAME

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is on the disk when the block has ended, or nothing of it."""
        with self._errors():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
            with self._transaction(str(self.path)) as connection:
                yield connection

    def read(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """The rows of a query. Nothing is written: without a store, earlier files are read into memory."""
        path = str(self.path) if self.path.exists() else ":memory:"
        with self._errors(), self._transaction(path) as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self, path: str) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            self._prepare(connection)
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()  # undoes what was not committed

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise HomeUnusable(
                f"{self.path}: the quarantine cannot be read or written ({error}); free some disk space, "
                "or make this user the owner of the folder. If the file is damaged, move it away; its "
                "rows are quarantined anew. Nothing of the batch was written."
            ) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Makes the tables of a new file, and takes over what earlier versions left beside it."""
        [version] = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise HomeUnusable(
                f"{self.path}: was written by a newer version of this program; install that version, or move "
                "the file away."
            )
        if version == VERSION:
            return
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        for row in earlier_rows(self._folder):
            connection.execute(TAKE_OVER, row)
        connection.execute(COUNT_TAKEN_OVER)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def now(*, days_ago: int = 0) -> str:
    """The moment, or that of so many days ago, as the store writes it."""
    return moment_text(datetime.now(UTC) - timedelta(days=days_ago))
