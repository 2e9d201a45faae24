"""Answers of the resolver: the jurisdiction, several candidates, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from domain.resolution import How
from domain.vocabulary import JurisdictionKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A jurisdiction that may be meant; `score`, from 0 to 1, is the similarity of its name.

    `county` is the name of the county of a place or campus.
    """

    key: str
    name: str
    state: str
    kind: JurisdictionKind
    score: float
    county: str | None = None
    population: int | None = None

    def __str__(self) -> str:
        """For a person: "Springfield, OH (Clark County, 58,082 people)"."""
        facts = [self.county, None if self.population is None else f"{self.population:,} people"]
        shown = ", ".join(fact for fact in facts if fact)
        return f"{self.name}, {self.state}{shown and f' ({shown})'}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The jurisdiction that is meant, or the several; `score` is 1 for all but similar names."""

    keys: tuple[str, ...]
    how: How
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several could be meant, or the fields contradict each other; `why` says what would decide."""

    why: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No jurisdiction has such a name; `candidates` have the most similar names, not similar enough."""

    why: str
    candidates: tuple[Candidate, ...] = ()


__all__ = ["Ambiguous", "Answer", "Candidate", "How", "Resolved", "Unknown"]

Answer: TypeAlias = Resolved | Ambiguous | Unknown
