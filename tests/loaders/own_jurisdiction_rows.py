"""Jurisdictions as an operator's file has them: one of each kind that files make."""

from __future__ import annotations

from typing import Any, Final

TRIBE: Final[dict[str, Any]] = {
    "key": "us-tribe:test-mesa",
    "name": "Test Mesa Nation",
    "kind": "tribe",
    "states": "AZ;UT",
    "counties": ["04001", "04017", "49037"],
    "other_names": "Test Mesa Indian Community",
    "people": "165,000",
    "year": "2020",
}
TOWNSHIP: Final[dict[str, Any]] = {
    "key": "us-township:test-reading",
    "name": "Reading Township",
    "kind": "township",
    "state": "PA",
    "counties": "42001",
    "people": 5800,
    "year": 2020,
}
CAMPUS: Final[dict[str, Any]] = {
    "key": "us-campus:test-college",
    "name": "Test Valley College",
    "type": "campus",
    "state": "OH",
    "host counties": "39009",
    "people": 21000,
    "year": 2023,
}
REGION: Final[dict[str, Any]] = {
    "key": "us-region:test-valley",
    "name": "Test Valley Coalition",
    "kind": "region",
    "state": "OH",
    "counties": "39009;39105",
    "people": 1,
    "year": 2023,
}
EVERY: Final = (TRIBE, TOWNSHIP, CAMPUS, REGION)
