"""What the guide says of the graph at this moment: the release of its data, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Self

from domain.release import AUTHORS, Release
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement

FACTS: Final = statement("graph/guide")
DEADLINE_S: Final = 5.0
OF_REQUESTS: Final = frozenset({"Request", "FROM", "ABOUT", "CONCERNS", "ANSWERED_BY"})
STEP: Final = 5
"""What counts of requests are rounded to: the pages are open to everybody who reaches the service."""


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """The release, and counts by label and relationship type; those of requests are rounded."""

    release: Release
    nodes: Mapping[str, int]
    relationships: Mapping[str, int]

    @classmethod
    async def of(cls, database: Database) -> Self:
        """Those of a graph. Raises the errors of the database."""
        [found] = await database.read(FACTS, {}, Deadline.after(DEADLINE_S))
        day = date.fromisoformat(found["changed"]) if found["changed"] else datetime.now(UTC).date()
        nodes, relationships = _rounded(found["nodes"]), _rounded(found["relationships"])
        synthetic = _to_step(found["synthetic"])
        release = Release(found["version"], day, nodes["Request"], synthetic, with_requests=True)
        return cls(release, nodes, relationships)

    @property
    def state(self) -> str:
        """What a reader looks at, as sentences."""
        release = self.release
        return f"Data version {release.version:,}, last changed on {release.day}. {release.about_requests}"

    @property
    def citation(self) -> str:
        """How to cite it, as a line of text."""
        release = self.release
        return f"{AUTHORS}. {release.name}. {release.day.year}. {release.about_requests}"


def _rounded(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: _to_step(count) if name in OF_REQUESTS else count for name, count in counts.items()}


def _to_step(count: int) -> int:
    return STEP * round(count / STEP)
