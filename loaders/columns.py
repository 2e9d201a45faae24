"""How people head the columns of a request log, and which field each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from graph.errors import DataInvalid
from loaders.requests import RequestRow

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "request_id": ("id", "request", "request number", "request no", "case id", "ticket"),
    "month": ("month received", "received month", "received", "request month"),
    "jurisdiction": ("agency", "requesting agency", "requester", "jurisdiction name", "agency name"),
    "jurisdiction_type": ("type of jurisdiction", "jurisdiction kind", "government type"),
    "jurisdiction_key": ("jurisdiction keys", "jurisdictions"),
    "state": ("st", "state code", "usps state"),
    "fips": ("county fips", "fips code", "geoid"),
    "agency_type": ("type of agency", "agency kind"),
    "sworn_band": ("sworn officers", "sworn", "agency size"),
    "asker_role": ("role", "role of requester", "requester role"),
    "grantee": ("bja grantee", "is grantee"),
    "models": ("model", "program model", "program models", "models of interest"),
    "topics": ("topic", "issues", "topics of interest"),
    "assistance_types": ("assistance", "assistance type", "ta type", "ta types", "type of assistance"),
    "sites": ("site", "learning site", "learning sites", "sites matched", "matched sites"),
    "status": ("request status",),
    "matched_month": ("month matched", "matched"),
    "days_to_match": ("days until match", "match days"),
    "closed_month": ("month closed", "closed", "completed month"),
    "counting_rule": ("counted under",),
}
"""Other headings of a field; case, spaces and punctuation make no difference."""


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


FIELDS: Final[Mapping[str, str]] = {
    **{_plain(field): field for field in RequestRow.model_fields},
    **{_plain(alias): field for field, aliases in ALIASES.items() for alias in aliases},
}


def field_of(heading: str) -> str | None:
    """The field that a heading means, or None: such a column is never read."""
    return FIELDS.get(_plain(heading))


def field_or_itself(heading: str) -> str:
    """The field that a heading means, or the heading."""
    return field_of(heading) or heading


def fields_of(headings: Iterable[str], file: str) -> dict[str, str]:
    """Heading → field for those that are read. Raises DataInvalid where two mean one field."""
    found: dict[str, str] = {}
    for heading in headings:
        field = field_of(heading)
        if field is None:
            continue
        if field in found.values():
            twin = next(name for name, of in found.items() if of == field)
            raise DataInvalid(f"{file}: the columns {twin} and {heading} both mean {field}; take one away.")
        found[heading] = field
    return found
