"""The formula by which sites are ranked, for `cypher/field/recommend_sites` and for the backtest alike.

The numbers marked tuned were picked on planted data; docs/recommendation.md says how far to trust them, and
explains all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from domain.agency_similarity import SWORN_BAND_STEPS, SWORN_BANDS, agency_table
from domain.similarity import TRIBE
from domain.vocabulary import AgencyType, AssistanceType, DescribedEnum, JurisdictionKind, RequestStatus

FACTORS: Final[Mapping[str, float]] = {
    "evidence": 0.55,  # tuned
    "fit": 0.20,  # tuned
    "coverage": 0.15,  # tuned
    "capacity": 0.10,  # tuned
    "assistance": 0.05,
    "distance": 0.10,
    "campus": 1.00,
    "tribe": 0.25,
}
"""Default weights of the factors; those of the factors that apply are divided by their sum.

A tribe is sent to a site that works with one, but not before all others. For a campus, `campus` weighs as
much as the four factors that always or mostly apply: a campus comes first.
"""


class Tier(DescribedEnum):
    """How far a site operates the requested models. Sites of a higher tier come first."""

    OFFERS = "OFFERS", "Operates at least one of the requested models."
    RELATED = "RELATED", "Operates none of them, but a model of the same family."
    SIMILAR_ONLY = "SIMILAR_ONLY", "Operates none of them, nor a model of their families."


TIER_ORDER: Final[Mapping[str, int]] = {tier.name: place for place, tier in enumerate(Tier)}
"""0 for the highest."""

KINDS_OF_AGENCIES: Final[Mapping[str, str]] = {
    AgencyType.MUNICIPAL_POLICE.name: JurisdictionKind.PLACE,
    AgencyType.SHERIFF.name: JurisdictionKind.COUNTY,
    AgencyType.COUNTY_POLICE.name: JurisdictionKind.COUNTY,
    AgencyType.CAMPUS_POLICE.name: JurisdictionKind.CAMPUS,
    AgencyType.TRIBAL_POLICE.name: TRIBE,
}
"""Kind of the requester for an agency that polices no jurisdiction of the graph; of other agencies OTHER."""

CAMPUS_TOPIC: Final = "topic:campus"
"""Topic by which a requester asks as a campus."""

OUTCOMES: Final[Mapping[RequestStatus, float]] = {
    RequestStatus.COMPLETED: 1.0,
    RequestStatus.SCHEDULED: 0.7,
    RequestStatus.IN_PROGRESS: 0.7,
    RequestStatus.MATCHED: 0.5,
    RequestStatus.WITHDRAWN: 0.2,
    RequestStatus.REFERRED_ELSEWHERE: 0.0,
}
"""What an answer counts by how it ended; MATCHED while it is open."""

VISITS: Final = (AssistanceType.VISIT_HOSTED, AssistanceType.SITE_TRAVELS)
"""Assistance for which somebody travels."""

LABELS: Final = ("CLOSE_CALL", "LEANING", "CLEAR")
"""How far the first site leads the second, from least to most."""


@dataclass(frozen=True, kw_only=True)
class RecommendationFormula:
    """Every number of the ranking but the weights, which a question may replace.

    Both engines take them from here, so a changed number changes both.
    """

    # Evidence: answered requests of similar jurisdictions.
    neighbors: int = 50
    """Most similar requesters whose requests count."""
    least_similar: float = 0.4
    latest_requests: int = 20
    """Of each of them."""
    unmatched: float = 0.5
    """What a request counts that was about nothing that is wanted now; one about all of it counts 1."""
    half_life_months: float = 24.0
    outcomes: Mapping[RequestStatus, float] = field(default_factory=lambda: OUTCOMES)
    damping: float = 2.0
    """Added to the best site's evidence in the denominator: one good case gives at most a third."""
    unknown_class: float = 0.5
    """Similarity of urban classes to one that is not known, in the evidence of readers."""

    # Fit: the served jurisdiction most similar to the requester, and the agency where it is stated.
    agency_share: float = 0.2
    sworn_band_steps: int = SWORN_BAND_STEPS

    # Coverage: a model of the family of one that the site operates.
    related_model: float = 0.5

    # Capacity: requests matched in the last months, beside the site's own capacity or an even share.
    load_months: int = 6
    even_shares: float = 2.0
    """A site with this many even shares has no capacity left."""
    unknown_capacity: float = 0.5
    """A site without a recent match, whose own capacity is not known: it need not be free."""

    # Assistance: a visit by a site of which it is not known how it helps.
    unknown_visit: float = 0.5

    # Distance, where a visit is wanted.
    half_at_miles: float = 500.0

    # Label: the lead of the first site over the next of its tier from which the list is LEANING, and CLEAR.
    leaning: float = 0.03
    clear: float = 0.10

    # Search for the nearest requesters: exact whatever these are, docs/decisions/nearest-requesters.md.
    few_requesters: int = 800
    """So many are compared one by one."""
    levels: Sequence[float] = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
    """Similarities above `least_similar` that are tried first where there are more."""

    def label(self, lead: float, first: Tier | None = None) -> str:
        """The label of a list whose first site leads by so much.

        `first` is the tier of that site, None if no model is requested. A list is clear only if its first
        site operates a requested model, if any is.
        """
        can_be_clear = first in (None, Tier.OFFERS)
        return LABELS[(lead >= self.leaning) + (lead >= self.clear and can_be_clear)]

    @cached_property
    def outcome_values(self) -> dict[str, float]:
        """What an answer counts, by the name of its outcome."""
        return {status.name: value for status, value in self.outcomes.items()}

    @cached_property
    def parameter(self) -> dict[str, Any]:
        """The map that statements read as `$recommendation`."""
        return {
            "neighbors": self.neighbors,
            "leastSimilar": self.least_similar,
            "latestRequests": self.latest_requests,
            "unmatched": self.unmatched,
            "halfLifeMonths": self.half_life_months,
            "outcomes": self.outcome_values,
            "damping": self.damping,
            "unknownClass": self.unknown_class,
            "agencyShare": self.agency_share,
            "swornBands": dict(SWORN_BANDS),
            "swornBandSteps": self.sworn_band_steps,
            "relatedModel": self.related_model,
            "tiers": dict(TIER_ORDER),
            "agencies": agency_table(),
            "agencyKinds": dict(KINDS_OF_AGENCIES),
            "loadMonths": self.load_months,
            "evenShares": self.even_shares,
            "unknownCapacity": self.unknown_capacity,
            "visits": [kind.name for kind in VISITS],
            "unknownVisit": self.unknown_visit,
            "halfAtMiles": self.half_at_miles,
            "leaning": self.leaning,
            "clear": self.clear,
            "fewRequesters": self.few_requesters,
            "levels": [*self.levels, self.least_similar],
        }


RECOMMENDATION: Final = RecommendationFormula()
"""The formula in use."""
