"""Another value of every number of the two formulas, weights aside, for tests that change one at a time."""

from __future__ import annotations

from typing import Any, Final

from domain.recommendation import RECOMMENDATION
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import RequestStatus

OTHER_SIMILARITY: Final[dict[str, Any]] = {
    "most_unknown": 0.4,
    "half_at_log10": 0.4,
    "kinds": {frozenset({Kind.COUNTY, Kind.PLACE}): 0.9},
    "other_kind": 0.6,
    "urban_steps": 8,
    "same_state": 0.9,
    "same_division": 0.8,
    "same_region": 0.1,
    "half_at_miles": 40.0,
    "neighbors": 10,
    "decimals": 3,
    "order_decimals": 5,
}
OTHER_RECOMMENDATION: Final[dict[str, Any]] = {
    "neighbors": 5,
    "least_similar": 0.7,
    "latest_requests": 1,
    "unmatched": 0.1,
    "half_life_months": 6.0,
    "outcomes": {**RECOMMENDATION.outcomes, RequestStatus.COMPLETED: 0.3},
    "damping": 9.0,
    "agency_share": 0.6,
    "sworn_band_steps": 10,
    "related_model": 0.1,
    "load_months": 2,
    "even_shares": 1.0,
    "unknown_capacity": 0.9,
    "unknown_visit": 0.1,
    "half_at_miles": 50.0,
    "leaning": 0.01,
    "clear": 0.5,
    "few_requesters": 0,
    "levels": (0.7,),
    "unknown_class": 0.9,
}
