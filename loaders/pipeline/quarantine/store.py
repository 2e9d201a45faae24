"""The entries of the quarantine, as a command finds and changes them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Final

from domain.write_result import RowProblem
from graph.errors import InvalidInput, UnknownKey
from loaders.pipeline.quarantine.entry import BadRow, DayCounts, EntryState, QuarantineEntry, written_problems
from loaders.pipeline.quarantine.store_file import StoreFile, now

ADD: Final = """
INSERT INTO entries (id, source, key, cells, problems, file, line, run, first_seen, last_seen)
VALUES (:id, :source, :key, :cells, :problems, :file, :line, :run, :now, :now)
ON CONFLICT (id) DO UPDATE SET key = coalesce(:key, key), problems = :problems, file = :file, line = :line,
  run = :run, last_seen = :now
"""
NEW: Final = """
SELECT id FROM entries
WHERE reported_at IS NULL AND state = 'waiting' AND id IN (SELECT value FROM json_each(?))
"""
REOPEN: Final = """
UPDATE entries SET fixed_at = NULL, reported_at = NULL
WHERE state = 'fixed' AND id IN (SELECT value FROM json_each(?))
"""
FIX: Final = """
UPDATE entries SET fixed_at = :now WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(:ids))
"""
DISMISS: Final = """
UPDATE entries SET dismissed_at = :now, reason = :reason
WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(:ids))
"""
REPORT: Final = """
UPDATE entries SET reported_at = :now
WHERE reported_at IS NULL AND (:runs IS NULL OR run IN (SELECT value FROM json_each(:runs)))
"""
WAITING_KEYS: Final = """
SELECT key, id FROM entries
WHERE source = ? AND key IS NOT NULL AND reported_at IS NOT NULL AND state = 'waiting'
"""
FIND: Final = """
SELECT * FROM entries
WHERE (:state IS NULL OR state = :state) AND (:source IS NULL OR source = :source)
  AND (:file IS NULL OR file = :file)
ORDER BY first_seen DESC, file, line, id
"""
NOTE: Final = """
INSERT INTO events VALUES (?, ?, ?) ON CONFLICT (day, event) DO UPDATE SET rows = rows + excluded.rows
"""


class QuarantineStore(StoreFile):
    """All entries in a folder of quarantined rows."""

    def add(self, rows: Collection[BadRow], run: str) -> set[str]:
        """Adds rows, or notes that they came again; the ids of those that are new.

        A row is new until a command that has seen it ends: after a kill the next one reports it.
        """
        with self.changing() as connection:
            before = _count(connection)
            connection.executemany(ADD, [_values(row) | {"run": run, "now": now()} for row in rows])
            _note(connection, "new", _count(connection) - before)
            _close(connection, FIX, "fixed", [row.id for row in rows if row.superseded])
            return {found["id"] for found in connection.execute(NEW, (_json(row.id for row in rows),))}

    def entries_of(self, ids: Iterable[str]) -> dict[str, QuarantineEntry]:
        """The entries of these ids that there are."""
        found = self.read("SELECT * FROM entries WHERE id IN (SELECT value FROM json_each(?))", (_json(ids),))
        return {row["id"]: _entry(row) for row in found}

    def waiting_keys(self, source: str) -> dict[str, list[str]]:
        """Keys of nodes whose rows wait and have been reported, each with the ids of its entries."""
        found = defaultdict[str, list[str]](list)
        for key, each in self.read(WAITING_KEYS, (source,)):
            found[key].append(each)
        return dict(found)

    def fix(self, ids: Iterable[str]) -> None:
        """Marks entries as fixed: their rows are in the graph."""
        with self.changing() as connection:
            _close(connection, FIX, "fixed", ids)

    def reopen(self, ids: Iterable[str]) -> None:
        """Makes fixed entries new again: the graph has lost their rows."""
        with self.changing() as connection:
            _note(connection, "new", connection.execute(REOPEN, (_json(ids),)).rowcount)

    def dismiss(self, ids: Iterable[str], reason: str) -> None:
        """Takes entries out of those that wait, with a reason."""
        with self.changing() as connection:
            _close(connection, DISMISS, "dismissed", ids, reason=reason)

    def note_problems(self, entry: str, problems: Iterable[RowProblem]) -> None:
        """Writes the problems that an entry has now."""
        with self.changing() as connection:
            values = json.dumps(written_problems(problems)), entry
            connection.execute("UPDATE entries SET problems = ? WHERE id = ?", values)

    def unreported(self) -> list[QuarantineEntry]:
        """What is new: entries that wait, and that no command has named to its end."""
        return [entry for entry in self.entries() if not entry.reported]

    def mark_reported(self, runs: Iterable[str] | None = None) -> None:
        """Marks what these runs, or all (None), have seen last as known from now on."""
        if self.path.exists():
            with self.changing() as connection:
                connection.execute(REPORT, {"now": now(), "runs": None if runs is None else _json(runs)})

    def entries(
        self,
        state: EntryState | None = EntryState.WAITING,
        *,
        source: str | None = None,
        file: str | None = None,
    ) -> list[QuarantineEntry]:
        """Entries of a state (None: of all), of a source and a file where these are given; newest first."""
        return [_entry(row) for row in self.read(FIND, {"state": state, "source": source, "file": file})]

    def find(self, begin: str) -> QuarantineEntry:
        """The entry whose id begins so. Raises UnknownKey for none, and InvalidInput for several."""
        found = self.read("SELECT * FROM entries WHERE substr(id, 1, length(?1)) = ?1", (begin,))
        if not found or not begin:
            raise UnknownKey(
                f"ID: no entry has the id {begin!r}; `learning-sites quarantine list --all` lists them."
            )
        if len(found) > 1:
            raise InvalidInput(
                f"ID: {len(found)} entries have an id that begins with {begin!r}; give more digits."
            )
        return _entry(found[0])

    def remove_expired(self, days: int) -> int:
        """Removes entries that no file has had for so many days; returns how many waited."""
        if not self.path.exists():
            return 0
        oldest = (now(days_ago=days),)
        with self.changing() as connection:
            waiting = "SELECT count(*) FROM entries WHERE last_seen < ? AND state = 'waiting'"
            [expired] = connection.execute(waiting, oldest).fetchone()
            _note(connection, "expired", expired)
            connection.execute("DELETE FROM entries WHERE last_seen < ?", oldest)
        return int(expired)

    def counts(self) -> dict[EntryState, int]:
        """How many entries of each state there are."""
        found = dict(map(tuple, self.read("SELECT state, count(*) FROM entries GROUP BY state")))
        return {state: found.get(state, 0) for state in EntryState}

    def history(self) -> list[DayCounts]:
        """What happened on each day on which anything did, the oldest first; it outlasts the entries."""
        waiting, days = 0, list[DayCounts]()
        rows = self.read("SELECT day, event, rows FROM events ORDER BY day")
        for day, events in groupby(rows, key=itemgetter("day")):
            days.append(DayCounts.after(waiting, day, {each["event"]: each["rows"] for each in events}))
            waiting = days[-1].waiting
        return days


def _values(row: BadRow) -> dict[str, str | int | None]:
    return {
        "id": row.id,
        "source": row.source,
        "key": row.key,
        "cells": json.dumps(row.cells, default=str),
        "problems": json.dumps(row.problems),
        "file": row.file,
        "line": row.line,
    }


def _entry(row: sqlite3.Row) -> QuarantineEntry:
    facts = dict(row)
    reported, state = facts.pop("reported_at") is not None, EntryState(facts.pop("state"))
    cells, problems = json.loads(facts.pop("cells")), json.loads(facts.pop("problems"))
    return QuarantineEntry(**facts, cells=cells, problems=problems, reported=reported, state=state)


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values))


def _count(connection: sqlite3.Connection) -> int:
    [rows] = connection.execute("SELECT count(*) FROM entries").fetchone()
    return int(rows)


def _close(
    connection: sqlite3.Connection, statement: str, event: str, ids: Iterable[str], **values: str
) -> None:
    changed = connection.execute(statement, {"now": now(), "ids": _json(ids), **values})
    _note(connection, event, changed.rowcount)


def _note(connection: sqlite3.Connection, event: str, rows: int) -> None:
    """Adds to the counts of the day."""
    if rows:
        connection.execute(NOTE, (now()[:10], event, rows))
