"""Names that no jurisdiction has, by the runs whose rows had them: the draft of an operator's aliases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loaders.pipeline.placement import Unplaced, UnplacedName
from loaders.pipeline.privacy import redacted
from loaders.pipeline.quarantine.store_file import StoreFile, now
from loaders.resolver.answer import Candidate

NAMES: Final = """
SELECT name, state, type, sum(rows) AS rows, max(candidates) AS candidates
FROM unplaced_names
WHERE run IN (
  SELECT max(number) FROM unplaced_runs WHERE :run IS NULL OR run = :run GROUP BY source, file
)
GROUP BY name, state, type ORDER BY rows DESC, name, state, type
"""
ADD_RUN: Final = "INSERT INTO unplaced_runs (run, source, file, at) VALUES (?, ?, ?, ?)"
ADD_NAME: Final = """
INSERT INTO unplaced_names VALUES (:run, :name, :state, :type, :rows, :candidates)
ON CONFLICT DO UPDATE SET rows = rows + excluded.rows
"""
EXPIRE: Final = "DELETE FROM unplaced_names WHERE run IN (SELECT number FROM unplaced_runs WHERE at < ?)"


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """A name with its rows; `candidates` have key, name, state, county and population, the nearest first."""

    name: str
    state: str
    type: str
    rows: int
    candidates: list[dict[str, Any]]


class UnplacedNames(StoreFile):
    """Such names in the store of a folder of quarantined rows."""

    def record(self, run: str, source: str, file: str, found: Mapping[UnplacedName, Unplaced]) -> None:
        """Writes the names of a run over a file; those of its earlier runs are no longer counted."""
        if not found and not self.path.exists():
            return
        with self.changing() as connection:
            number = connection.execute(ADD_RUN, (run, source, file, now())).lastrowid
            rows = [_values(name, unplaced) | {"run": number} for name, unplaced in found.items()]
            connection.executemany(ADD_NAME, rows)

    def names(self, run: str | None = None) -> list[UnplacedRow]:
        """Names with the most rows first: of one run, or of the last run over each file (None)."""
        return [
            UnplacedRow(row["name"], row["state"], row["type"], row["rows"], json.loads(row["candidates"]))
            for row in self.read(NAMES, {"run": run})
        ]

    def remove_expired(self, days: int) -> None:
        """Removes the names of runs that are older than so many days."""
        if not self.path.exists():
            return
        oldest = (now(days_ago=days),)
        with self.changing() as connection:
            connection.execute(EXPIRE, oldest)
            connection.execute("DELETE FROM unplaced_runs WHERE at < ?", oldest)


def _values(name: UnplacedName, found: Unplaced) -> dict[str, Any]:
    candidates = json.dumps([_facts(one) for one in found.candidates])
    return name._asdict() | {"name": redacted(name.name), "rows": found.rows, "candidates": candidates}


def _facts(one: Candidate) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "state": one.state,
        "county": one.county,
        "population": one.population,
        "similarity": one.score,
    }
