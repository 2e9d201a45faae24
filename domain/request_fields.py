"""Fields of a request that hold a value of a vocabulary, by their names in a log."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.vocabulary import (
    AgencyType,
    AskerRole,
    AssistanceType,
    CountingRule,
    JurisdictionType,
    RequestStatus,
    SwornBand,
    SwornBandBasis,
)

ENUM_FIELDS: Final[Mapping[str, type[StrEnum]]] = {
    "jurisdiction_type": JurisdictionType,
    "agency_type": AgencyType,
    "sworn_band": SwornBand,
    "sworn_band_basis": SwornBandBasis,
    "asker_role": AskerRole,
    "status": RequestStatus,
    "counting_rule": CountingRule,
}
"""Fields of one value."""
ENUM_LIST_FIELDS: Final[Mapping[str, type[StrEnum]]] = {"assistance_types": AssistanceType}
"""Fields of a list of values."""
