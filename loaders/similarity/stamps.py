"""Stamps: what a list of SIMILAR_TO was computed from, as a hash."""

from __future__ import annotations

from collections.abc import Iterable

from domain.similarity import SimilarityFormula
from loaders.adjacency import Adjacency
from loaders.pipeline.row import fingerprint
from loaders.similarity.features import Features, counties_of


def stamps(
    everything: Iterable[Features], adjacency: Adjacency, formula: SimilarityFormula
) -> dict[str, str]:
    """By key, a hash of the formula and of all that a jurisdiction brings into a comparison.

    The counties around are part of it, for a change of ADJACENT_TO moves the distance of those in them.
    """
    recorded = fingerprint(formula.recorded)
    return {
        each.key: fingerprint([recorded, each, sorted(adjacency.around(counties_of(each)))])
        for each in everything
    }
