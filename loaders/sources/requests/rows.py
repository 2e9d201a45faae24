"""Rows of requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.months import month_index
from loaders.pipeline.row import Row
from loaders.sources.requests.contract import NOT_DOCUMENTED, RequestFacts
from loaders.sources.requests.properties import request_properties


def request_rows(requests: Iterable[RequestFacts]) -> Iterator[Row]:
    """`{key, properties, jurisdictions, models, topics, answers}`; an undocumented site is not an answer.

    `updatedAt` where the row says it.

    What becomes relationships is sorted: they have no order, so the same ones in another order are no change.
    """
    for request in requests:
        properties = request_properties(request)
        matched = request.matched_month
        updated = {"updatedAt": request.updated_at} if request.updated_at else {}
        yield updated | {
            "key": properties["key"],
            "properties": properties,
            "jurisdictions": sorted(request.jurisdiction_key),
            "models": sorted(request.models),
            "topics": sorted(request.topics),
            "answers": [
                {
                    "site": site,
                    "properties": {
                        "matchedOn": matched,
                        "matchedMonth": matched and month_index(matched),
                        "closedMonth": properties.get("closedMonth"),
                        "assistanceTypes": properties["assistanceTypes"],
                        "outcome": properties["status"],
                    },
                }
                for site in sorted(request.sites)
                if site != NOT_DOCUMENTED
            ],
        }
