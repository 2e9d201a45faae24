"""Answers on names of jurisdictions: what loaders find and the schema shows."""

from __future__ import annotations

from domain.vocabulary import DescribedEnum


class How(DescribedEnum):
    """How a jurisdiction was found."""

    KEY = "key", "Its key."
    FIPS = "fips", "The code of its county or state."
    ZIP = "zip", "A ZIP code that one place alone has, or that lies in one county."
    NAME = "name", "Its name, written in one of the usual ways."
    ALIAS = "alias", "A name of the operator's file of aliases."
    MEMBERS = "members", "The names of several, which are a region or a list."
    SIMILAR = "similar", "A name that differs in few letters, in the same state."


class ResolutionOutcome(DescribedEnum):
    """What a name turned out to mean."""

    RESOLVED = "resolved", "One jurisdiction, or a list of several that the name lists."
    AMBIGUOUS = "ambiguous", "Several jurisdictions could be meant, or the fields contradict each other."
    UNKNOWN = "unknown", "No jurisdiction of the graph has the name."
