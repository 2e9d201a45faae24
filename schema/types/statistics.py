"""Statistics of requests: counts, in total and in groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import strawberry

from domain.vocabulary import AssistanceType, DescribedEnum, RequestStatus, SwornBand, UrbanClass
from graph.errors import Forbidden, GraphError, InvalidInput
from schema.declare import MAX_GROUPS, many, one, prop
from schema.sources import ByKey, FromParent
from schema.types import question
from schema.types.enums import MONTH, Month, by_index, graphql_enum, month_of, quarter_text

MAX_DIMENSIONS: Final = 3
MAX_FOR_READERS: Final = 2
"""Dimensions that a reader may use, in groups and filters together (docs/decisions/small-counts.md)."""
MAX_VALUES: Final = 100
EVER: Final = (0, 12 * 10_000)
"""A period with all months in it."""

FILTERS: Final = {
    "states": "STATE",
    "urbanClasses": "URBAN_CLASS",
    "models": "MODEL",
    "topics": "TOPIC",
    "assistanceTypes": "ASSISTANCE_TYPE",
    "sites": "SITE",
    "statuses": "STATUS",
    "agencySizes": "AGENCY_SIZE",
}
"""The dimension of each filter."""
NAMING: Final = ("models", "topics", "sites")
"""Filters whose values are keys."""
CLASSES: Final = list(UrbanClass.__members__)
PLACES: Final = {
    name: place
    for words in (RequestStatus, SwornBand, AssistanceType)
    for place, name in enumerate(words.__members__)
}
"""Position of each member in its enum: groups are sorted by it."""


SYNTHETIC_REQUESTS: Final = (
    "Number of synthetic requests among them; for readers all of them, if any request is synthetic."
)


@graphql_enum
class RequestDimension(DescribedEnum):
    """A dimension to group requests by."""

    MONTH = "MONTH", "The month in which they were received."
    QUARTER = "QUARTER", "The quarter in which they were received."
    YEAR = "YEAR", "The year in which they were received."
    STATE = "STATE", "The requester's state."
    URBAN_CLASS = "URBAN_CLASS", "Urban class of the requesters; a request counts in each of its groups."
    MODEL = "MODEL", "Program models that they are about; a request counts in each of its groups."
    TOPIC = "TOPIC", "Topics that they concern; a request counts in each of its groups."
    ASSISTANCE_TYPE = (
        "ASSISTANCE_TYPE",
        "Requested kinds of help; a request counts in each of its groups.",
    )
    SITE = "SITE", "Documented sites that answered; a request counts in each of its groups."
    STATUS = "STATUS", "Status of the request."
    AGENCY_SIZE = "AGENCY_SIZE", "Size of the agency by sworn officers."


def _filter(description: str, **options: Any) -> Any:
    return strawberry.field(description=description, default=strawberry.UNSET, **options)


@strawberry.input(
    description="Filters and groups of requests. A request passes if it has a value of each filter. "
    "A filter selects requests, not groups: a request about one model may be about others too."
)
class RequestStatisticsInput:
    group_by: list[RequestDimension] = strawberry.field(
        description="At most 3 dimensions; for readers at most 2, filters included.", default_factory=list
    )
    from_: Month | None = _filter("Received in this month or later. For staff.", name="from")
    until: Month | None = _filter("Received in this month or earlier. For staff.")
    states: list[str] | None = _filter(
        "Postal codes of the requesters' states. Readers may give one value per filter."
    )
    urban_classes: list[UrbanClass] | None = _filter("Urban classes of the requesters.")
    models: list[str] | None = _filter("Keys of program models.")
    topics: list[str] | None = _filter("Keys of topics.")
    assistance_types: list[AssistanceType] | None = _filter("Requested kinds of help.")
    sites: list[str] | None = _filter("Keys of sites that answered.")
    statuses: list[RequestStatus] | None = _filter("Statuses of the requests.")
    agency_sizes: list[SwornBand] | None = _filter("Sizes of the agency by sworn officers.")


class RequestStatisticsRow:
    """Counts of one group. Dimensions that are not grouped by, and unknown values, are null."""

    month: Month | None = prop("Month in which they were received.", codec=MONTH)
    quarter: str | None = prop("Quarter in which they were received, such as `2023-Q2`.", read=quarter_text)
    year: int | None = prop("Year in which they were received.")
    state: str | None = prop("Postal code of the requester's state.")
    urban_class: UrbanClass | None = prop("Urban class of the requesters.", codec=by_index(UrbanClass))
    assistance_type: AssistanceType | None = prop("Requested kind of help.", codec=by_index(AssistanceType))
    status: RequestStatus | None = prop("Status of the requests.", codec=by_index(RequestStatus))
    agency_size: SwornBand | None = prop("Size of the agency by sworn officers.", codec=by_index(SwornBand))
    requests: int | None = prop("Number of requests; null where it is suppressed.")
    synthetic_requests: int | None = prop(SYNTHETIC_REQUESTS)
    answered: int | None = prop("Number of requests that were matched with a site.")
    completed: int | None = prop("Number of completed requests.")
    median_days_to_match: float | None = prop(
        "Median number of days from the request to its match, where known."
    )
    median_months_to_close: float | None = prop("Median number of months from the request to its close.")
    suppressed: bool = prop("True where a count is below 5, or rounded to 0, and therefore null.")

    model = one("Program model that they are about.", ByKey("ProgramModel", "model"), "ProgramModel")
    topic = one("Topic that they concern.", ByKey("Topic", "topic"), "Topic")
    site = one("Site that answered them.", ByKey("Site", "site"), "Site")


class RequestStatistics:
    """Counts of requests, in total and in groups.

    Staff see exact counts. Readers see counts of 5 and more, each with noise and rounded to a multiple of 5,
    so that differences between them reveal no small count; smaller groups are omitted.
    """

    exact: bool = prop("False if counts are rounded for readers.")
    synthetic: bool = prop("True if a counted request is synthetic; for readers, if any request is.")

    total = one(
        "All requests, each counted once; groups add up to more if requests count in several.",
        FromParent("total"),
        "RequestStatisticsRow",
        nullable=False,
    )
    rows = many(
        "The groups, sorted by their dimensions; empty groups are omitted.",
        FromParent("rows"),
        "RequestStatisticsRow",
        order=(),
        unpaged=True,
    )


def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """From the field's coerced arguments to the statement's map. Raises InvalidInput."""
    given: Mapping[str, Any] = arguments["input"]
    dimensions = given["groupBy"]
    if len(dimensions) > MAX_DIMENSIONS or len(set(dimensions)) < len(dimensions):
        raise InvalidInput(
            f"groupBy: at most {MAX_DIMENSIONS} dimensions, each once, are allowed "
            f"(got {', '.join(dimensions)})."
        )
    filters = {name: given.get(name) for name in FILTERS}
    for name, values in filters.items():
        if values is not None and not 0 < len(values) <= MAX_VALUES:
            raise InvalidInput(
                f"{name}: 1 to {MAX_VALUES} values are allowed (got {len(values)}); leave it out for all."
            )
    if classes := filters["urbanClasses"]:
        filters["urbanClasses"] = [CLASSES.index(name) for name in classes]
    return {
        **filters,
        **period(given),
        "groupBy": dimensions,
        "at": {dimension: place for place, dimension in enumerate(dimensions)},
        "places": PLACES,
        "keys": [f"us-state:{state}" for state in filters["states"] or ()]
        + [key for name in NAMING for key in filters[name] or ()],
        "most": MAX_GROUPS,
    }


def period(given: Mapping[str, Any]) -> dict[str, int]:
    """`from` and `until` as months since year 0. Raises InvalidInput."""
    months = dict(zip(("from", "until"), EVER, strict=True))
    for name in months:
        if (text := given.get(name)) is not None:
            try:
                months[name] = month_of(text)
            except InvalidInput as error:
                raise InvalidInput(f"{name}: {error}") from None
    return months


def check_reader(arguments: Mapping[str, Any]) -> None:
    """Raises Forbidden for inputs whose answers would reveal small counts by their differences."""
    given: Mapping[str, Any] = arguments["input"]
    forbid_period(given)
    used = set(given["groupBy"])
    for name, dimension in FILTERS.items():
        if (values := given.get(name)) is not None:
            used.add(dimension)
            if len(values) > 1:
                raise Forbidden(f"{name}: readers may give one value (got {len(values)}).")
    if len(used) > MAX_FOR_READERS:
        raise Forbidden(
            f"groupBy: a reader may use {MAX_FOR_READERS} dimensions, in groups and filters together "
            f"(got {', '.join(sorted(used))})."
        )


def forbid_period(given: Mapping[str, Any]) -> None:
    """Raises Forbidden for a period: two periods may differ in a single request."""
    for name in ("from", "until"):
        if given.get(name) is not None:
            raise Forbidden(f"{name}: only staff may choose a period; leave it out for all requests.")


def fail(error: Mapping[str, Any]) -> GraphError:
    """The error for too many groups, or for unknown keys."""
    if rows := error.get("rows"):
        return InvalidInput(
            f"groupBy: the answer has {rows:,} groups, at most {MAX_GROUPS:,} are allowed; group by fewer "
            "or coarser dimensions, or filter."
        )
    return question.unknown_keys(error["keys"])
