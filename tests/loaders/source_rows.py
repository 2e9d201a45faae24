"""Rows of sources as an operator's file has them."""

from __future__ import annotations

from typing import Any


def site_row(key: str) -> dict[str, Any]:
    """A made-up site, `site:<key>`, with no more than is needed, and its source, `source:<key>`."""
    return {
        "key": f"site:{key}",
        "name": "Test Police Department",
        "state": "TX",
        "status": "CURRENT",
        "status_basis": "a test",
        "agency_type": "municipal_police",
        "joined_year": 2021,
        "joined_year_inferred": False,
        "serves": ["us-county:48201"],
        "sources": [{"key": f"source:{key}", "url": "https://example.org/a", "cited_for": ["profile"]}],
    }
