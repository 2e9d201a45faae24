"""Request logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.statements import statement
from loaders.pipeline.row import Row
from loaders.pipeline.source import UPDATED, Source
from loaders.pipeline.target import NodeReference, Target
from loaders.sources.requests.contract import KEY_PREFIX, RequestRow
from loaders.sources.requests.properties import MONTHS
from loaders.sources.requests.rows import request_rows


def _references(row: Row) -> Iterator[NodeReference]:
    # A request of several jurisdictions has one state, that of one of them.
    state = row["properties"]["state"] if len(row["jurisdictions"]) == 1 else None
    yield from (NodeReference("jurisdiction_key", "Jurisdiction", key, state) for key in row["jurisdictions"])
    yield from (NodeReference("models", "ProgramModel", key) for key in row["models"])
    yield from (NodeReference("topics", "Topic", key) for key in row["topics"])
    yield from (NodeReference("sites", "Site", answer["site"]) for answer in row["answers"])


REQUESTS: Final = Source(
    name="requests",
    label="Request",
    patterns=("*",),
    contract=RequestRow,
    rows=request_rows,
    target=Target(
        statement("load/requests"), batch=1000, references=_references, follow_up=statement("load/requesters")
    ),
    key="request_id",
    prefix=KEY_PREFIX,
    instead={"jurisdiction": "zip"},
    places=True,
    stores_text=False,
    dates=frozenset(MONTHS) | {UPDATED},
    delete=statement("load/requests_remove"),
    list_keys=statement("load/requests_every"),
    headings={
        "request_id": ("id", "request", "request number", "request no", "case id", "ticket"),
        "month": (
            "month received",
            "received month",
            "received",
            "request month",
            "date received",
            "received date",
            "request date",
            "date of request",
            "date requested",
        ),
        "jurisdiction": ("agency", "requesting agency", "requester", "jurisdiction name", "agency name"),
        "jurisdiction_type": (
            "type of jurisdiction",
            "jurisdiction kind",
            "government type",
            "type of government",
        ),
        "jurisdiction_key": ("jurisdiction keys", "jurisdictions"),
        "state": ("st", "state code", "usps state", "state name", "state abbreviation"),
        "fips": ("county fips", "fips code", "geoid"),
        "zip": ("zip code", "zipcode", "postal code", "postcode"),
        "agency_type": ("type of agency", "agency kind"),
        "sworn_band": ("sworn officers", "sworn", "agency size"),
        "asker_role": ("role", "role of requester", "requester role"),
        "grantee": ("bja grantee", "is grantee"),
        "models": ("model", "program model", "program models", "models of interest"),
        "topics": ("topic", "issues", "topics of interest"),
        "assistance_types": ("assistance", "assistance type", "ta type", "ta types", "type of assistance"),
        "sites": ("site", "learning site", "learning sites", "sites matched", "matched sites"),
        "status": ("request status", "current status", "status of request"),
        "matched_month": ("month matched", "matched", "date matched", "match date"),
        "days_to_match": ("days until match", "match days"),
        "closed_month": (
            "month closed",
            "closed",
            "completed month",
            "date closed",
            "closed date",
            "date completed",
            "completed date",
        ),
        "counting_rule": ("counted under",),
        UPDATED: (
            "last updated",
            "last updated at",
            "date updated",
            "modified at",
            "last modified",
            "date modified",
        ),
    },
)
