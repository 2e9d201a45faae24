"""Program models and topics that no current site has: what to look for in new sites."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from domain.months import month_after
from graph.statements import statement
from schema.declare import many, one, prop
from schema.sources import Fragment, FromParent, Weight
from schema.types.statistics import SYNTHETIC_REQUESTS

MAX_GAPS: Final = 200
"""Tens of models and topics."""


def _all_requests(_: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"asOf": month_after(datetime.now(UTC).date())}


class RecruitmentGap:
    """A program model or a topic that no documented current site has."""

    requests: int | None = prop("Number of requests about it; null where it is suppressed.")
    synthetic_requests: int | None = prop(SYNTHETIC_REQUESTS)
    suppressed: bool = prop("True where the number is below 5, or rounded to 0, and therefore null.")

    model = one("The model; null for a topic.", FromParent("model"), "ProgramModel")
    topic = one("The topic; null for a model.", FromParent("topic"), "Topic")
    related = many(
        "Models of the same family that a current site operates.",
        FromParent("related"),
        "ProgramModel",
        order=(),
        unpaged=True,
    )


RECRUITMENT_GAPS: Final = Fragment(
    statement("field/recruitment_gaps"),
    _all_requests,
    max_rows=MAX_GAPS,
    viewer=True,
    weight=Weight(run=300, planning=150),
)
