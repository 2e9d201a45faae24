"""A request as the graph holds it, told again in the contract's fields."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from domain.months import month_text
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
from graph.database import Transaction
from graph.statements import statement
from loaders.sources.requests.contract import KEY_PREFIX, NOT_DOCUMENTED

READ = statement("load/request")

WORDS: Final[Mapping[str, tuple[str, type[Enum]]]] = {
    "jurisdictionType": ("jurisdiction_type", JurisdictionType),
    "agencyType": ("agency_type", AgencyType),
    "swornBand": ("sworn_band", SwornBand),
    "swornBandBasis": ("sworn_band_basis", SwornBandBasis),
    "askerRole": ("asker_role", AskerRole),
    "status": ("status", RequestStatus),
    "countingRule": ("counting_rule", CountingRule),
}
MONTHS: Final = {"month": "month", "matchedMonth": "matched_month", "closedMonth": "closed_month"}
AS_THEY_ARE: Final = {
    "state": "state",
    "grantee": "grantee",
    "synthetic": "synthetic",
    "daysToMatch": "days_to_match",
}


async def stored_cells(transaction: Transaction, key: str) -> dict[str, Any] | None:
    """What `RequestFacts` takes for the request as it stands, or None where the graph has no such key."""
    records = await transaction.run(READ, {"key": key})
    return cells(records[0].data()) if records else None


def cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `RequestFacts.properties()` and of `request_rows`; a record is that of `load/request`.

    Sites that no public source names have no node: their number stands for them.
    """
    held = record["properties"]
    undocumented = [NOT_DOCUMENTED] * held.get("undocumentedSites", 0)
    return (
        {
            "request_id": held["key"].removeprefix(KEY_PREFIX),
            "jurisdiction_key": record["jurisdictions"],
            "models": record["models"],
            "topics": record["topics"],
            "sites": record["sites"] + undocumented,
            "assistance_types": [AssistanceType[name] for name in held.get("assistanceTypes", ())],
        }
        | {field: kind[held[name]] for name, (field, kind) in WORDS.items() if name in held}
        | {field: month_text(held[name]) for name, field in MONTHS.items() if name in held}
        | {field: held[name] for name, field in AS_THEY_ARE.items() if name in held}
    )
