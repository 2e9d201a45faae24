"""Features: what the graph says of a jurisdiction that similarity rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.similarity import OTHER
from loaders.pipeline.row import fingerprint
from loaders.similarity.comparison import Adjacency, Profile, counties_of
from loaders.similarity.nearest import PARAMETERS


@dataclass(frozen=True, kw_only=True)
class Features(Profile):
    """A jurisdiction of the graph, by its key; what the graph does not know is unknown."""

    key: str

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Features:
        """From a map of `load/similarity_state`; without a kind it is like none."""
        return cls(**{**found, "kind": found["kind"] or OTHER, "members": tuple(found["members"])})


def stamps(everything: Iterable[Features], adjacency: Adjacency) -> dict[str, str]:
    """By key, a hash of all that a jurisdiction brings into a comparison, and of the parameters.

    The counties around are part of it, for a change of ADJACENT_TO moves the distance of those in them.
    """
    parameters = fingerprint(PARAMETERS)
    return {
        each.key: fingerprint([parameters, each, sorted(adjacency.around(counties_of(each)))])
        for each in everything
    }
