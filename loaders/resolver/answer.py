"""Answers of the resolver: the jurisdiction, several candidates, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from domain.vocabulary import DescribedEnum, JurisdictionKind


class How(DescribedEnum):
    """How a jurisdiction was found."""

    KEY = "key", "Its key."
    FIPS = "fips", "The code of its county or state."
    ZIP = "zip", "A ZIP code that one place alone has, or that lies in one county."
    NAME = "name", "Its name, written in one of the usual ways."
    ALIAS = "alias", "A name of the operator's file of aliases."
    MEMBERS = "members", "The names of several, which are a region or a list."
    SIMILAR = "similar", "A name that differs in few letters, in the same state."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A jurisdiction that may be meant; `score`, from 0 to 1, is the similarity of its name."""

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
    """Several could be meant, or the fields contradict each other; `why` says what would decide."""

    why: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No jurisdiction has such a name; `candidates` have the most similar names, not similar enough."""

    why: str
    candidates: tuple[Candidate, ...] = ()


Answer: TypeAlias = Resolved | Ambiguous | Unknown
