"""What the resolver answers: a jurisdiction, several that it could be, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from domain.vocabulary import DescribedEnum, JurisdictionKind


class How(DescribedEnum):
    """What a jurisdiction was found by."""

    KEY = "key", "Its key."
    FIPS = "fips", "The code of its county or state."
    ZIP = "zip", "A postal code that lies in one county, by the operator's file."
    NAME = "name", "Its name, written in one of the usual ways."
    ALIAS = "alias", "A name that the operator's file teaches."
    MEMBERS = "members", "The names of several, which are a region or stand side by side."
    SIMILAR = "similar", "A name that differs in few letters, in the same state."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A jurisdiction that may be meant; `score` from 0 to 1 tells how near its name is."""

    key: str
    name: str
    state: str
    kind: JurisdictionKind
    score: float


@dataclass(frozen=True, slots=True)
class Resolved:
    """The jurisdiction that is meant, or the several; `score` is 1 for all but similar names."""

    keys: tuple[str, ...]
    how: How
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several could be meant, or what is given contradicts itself; `why` says what would decide."""

    why: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing has such a name; `candidates` are the nearest names, too far to be taken for it."""

    why: str
    candidates: tuple[Candidate, ...] = ()


Answer: TypeAlias = Resolved | Ambiguous | Unknown
