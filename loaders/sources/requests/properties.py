"""The properties of a Request node, from the fields of its contract and back: one table for both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic.alias_generators import to_camel

from domain.months import month_index, month_text
from domain.request_fields import ENUM_FIELDS, ENUM_LIST_FIELDS
from loaders.sources.requests.contract import KEY_PREFIX, NOT_DOCUMENTED, RequestFacts

MONTHS: Final = {field: to_camel(field) for field in ("month", "matched_month", "closed_month")}
"""Field → property: months are stored as their indexes."""
PLAIN: Final = {
    field: to_camel(field) for field in ("state", "grantee", "days_to_match", "synthetic", "updated_at")
}
"""Field → property: values that are stored as they are."""
ENUMS: Final = {field: to_camel(field) for field in ENUM_FIELDS}
"""Field → property: values of a vocabulary are stored by their names in GraphQL."""
ENUM_LISTS: Final = {field: to_camel(field) for field in ENUM_LIST_FIELDS}
"""Field → property: lists of such values."""


def request_properties(request: RequestFacts) -> dict[str, Any]:
    """Properties of the Request node, camelCase, without unknown ones.

    Jurisdictions, models, topics and documented sites become relationships and are not among them.
    """
    known = {property: getattr(request, field) for field, property in PLAIN.items()}
    for field, property in MONTHS.items():
        month = getattr(request, field)
        known[property] = month and month_index(month)
    for field, property in ENUMS.items():
        value = getattr(request, field)
        known[property] = value and value.name
    for field, property in ENUM_LISTS.items():
        known[property] = [value.name for value in getattr(request, field)]
    known |= {
        "key": request.key,
        "monthText": request.month,
        "undocumentedSites": request.sites.count(NOT_DOCUMENTED),
    }
    return {name: value for name, value in known.items() if value is not None}


def request_cells(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that properties of a Request node hold: the inverse of `request_properties`.

    Documented sites are relationships; `sites` has `not_documented` as often as it was given.
    """
    return (
        {field: stored[property] for field, property in PLAIN.items() if property in stored}
        | {field: month_text(stored[property]) for field, property in MONTHS.items() if property in stored}
        | {
            field: ENUM_FIELDS[field][stored[property]]
            for field, property in ENUMS.items()
            if property in stored
        }
        | {
            field: [ENUM_LIST_FIELDS[field][name] for name in stored.get(property, ())]
            for field, property in ENUM_LISTS.items()
        }
        | {
            "request_id": stored["key"].removeprefix(KEY_PREFIX),
            "sites": [NOT_DOCUMENTED] * stored.get("undocumentedSites", 0),
        }
    )
