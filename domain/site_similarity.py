"""The formula by which two sites are compared, as `cypher/field/similar_sites` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.agency_similarity import SWORN_BAND_STEPS, SWORN_BANDS, agency_table

SITE_WEIGHTS: Final[Mapping[str, float]] = {"place": 0.50, "models": 0.25, "topics": 0.15, "agency": 0.10}
"""Weights of the parts; those of the parts that both sites know are divided by their sum."""

SITE_SIMILARITY: Final[Mapping[str, Any]] = {
    "weights": SITE_WEIGHTS,
    "agencies": agency_table(),
    "swornBands": SWORN_BANDS,
    "swornBandSteps": SWORN_BAND_STEPS,
}
"""The map that the statement reads as `$siteSimilarity`."""
