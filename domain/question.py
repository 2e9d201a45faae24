"""The question that `recommendSites` answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from domain.agency_similarity import agency_similarity
from domain.months import month_after, quarter_of
from domain.ori import AGENCY_KEY
from domain.profile import Profile
from domain.recommendation import CAMPUS_TOPIC, FACTORS, VISITS
from domain.similarity import TRIBE, compared
from domain.vocabulary import AgencyType, JurisdictionKind
from domain.weights import normalized


@dataclass(frozen=True, kw_only=True)
class Question:
    """The requester, what is wanted, and as of when. At most one of `key`, `ori` and `profile` is given.

    `weights` of the factors and `parts` of the similarity replace defaults, by name. `as_of` is today by
    default. `by_score` orders by score alone, whatever a site operates.
    """

    key: str | None = None
    ori: str | None = None
    profile: Profile | None = None
    models: Sequence[str] = ()
    topics: Sequence[str] = ()
    assistance: Sequence[str] = ()
    agency_type: str | None = None
    sworn_band: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    as_of: date | None = None
    exclude: Sequence[str] = ()
    include_former: bool = False
    by_score: bool = False

    @property
    def is_campus(self) -> bool:
        """Whether the requester is a campus, by what is asked; a jurisdiction of the graph may be one too."""
        return (
            self.agency_type == AgencyType.CAMPUS_POLICE.name
            or CAMPUS_TOPIC in self.topics
            or (self.profile is not None and self.profile.kind == JurisdictionKind.CAMPUS)
        )

    @property
    def is_tribe(self) -> bool:
        """Whether the requester is a tribe, by what is asked; an agency of the graph may be a tribe's too."""
        return self.agency_type == AgencyType.TRIBAL_POLICE.name or (
            self.profile is not None and self.profile.kind == TRIBE
        )

    def requester(self, by: Mapping[str, Any]) -> dict[str, Any]:
        """The requester, as `part/requester_features` reads it; `by` is what is compared, see `compared`.

        Raises InvalidInput, InsufficientProfile.
        """
        return {
            "key": self.key,
            "agency": self.ori and AGENCY_KEY + self.ori,
            "profile": self.profile and self.profile.properties(by["parts"], by["traitWeight"]),
        }

    def parameter(self) -> dict[str, Any]:
        """The map that statements read as `ask`. Raises InvalidInput, InsufficientProfile."""
        today = datetime.now(UTC).date()
        weights = normalized("weights", FACTORS, self.weights)
        by = compared("weights.similarity", self.parts)
        return {
            **self.requester(by),
            "models": list(dict.fromkeys(self.models)),
            "topics": list(dict.fromkeys(self.topics)),
            "wishes": float(len(set(self.models)) + len(set(self.topics))),
            "assistance": list(dict.fromkeys(self.assistance)),
            "visit": any(kind.name in self.assistance for kind in VISITS),
            "agencies": _agencies(self.agency_type),
            "swornBand": self.sworn_band,
            "weights": weights,
            **by,
            "asOf": month_after(self.as_of or today),
            "quarter": quarter_of(month_after(today)),
            "exclude": list(self.exclude),
            "includeFormer": self.include_former,
            "byScore": self.by_score,
            "campus": self.is_campus,
            "tribe": self.is_tribe,
        }


def _agencies(agency_type: str | None) -> dict[str, float]:
    """Similarity of the requester's type of agency to each type, by name; empty where it is not stated."""
    if agency_type is None:
        return {}
    return {other.name: agency_similarity(AgencyType[agency_type], other) for other in AgencyType}
