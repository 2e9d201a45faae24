"""Requests counted, as a whole and in groups: `requestStatistics`."""

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

MOST_DIMENSIONS: Final = 3
MOST_FOR_READERS: Final = 2
"""Dimensions that a reader may use, in groups and filters together (docs/decisions/small-counts.md)."""
MOST_VALUES: Final = 100
EVER: Final = (0, 12 * 10_000)
"""A period that every month lies in."""

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
"""The dimension that a filter is about."""
NAMING: Final = ("models", "topics", "sites")
"""Filters whose values are keys."""
CLASSES: Final = list(UrbanClass.__members__)
PLACES: Final = {
    name: place
    for words in (RequestStatus, SwornBand, AssistanceType)
    for place, name in enumerate(words.__members__)
}
"""Place of each word among its like: groups are ordered by it."""


@graphql_enum
class RequestDimension(DescribedEnum):
    """What requests are grouped by."""

    MONTH = "MONTH", "The month in which they were received."
    QUARTER = "QUARTER", "The quarter in which they were received."
    YEAR = "YEAR", "The year in which they were received."
    STATE = "STATE", "The requester's state."
    URBAN_CLASS = "URBAN_CLASS", "Urban class of the jurisdictions that asked; several count in each."
    MODEL = "MODEL", "Program models that they are about; several count in each."
    TOPIC = "TOPIC", "Topics that they concern; several count in each."
    ASSISTANCE_TYPE = "ASSISTANCE_TYPE", "Kinds of help that are asked for; several count in each."
    SITE = "SITE", "Documented sites that answered; several count in each."
    STATUS = "STATUS", "Where they stand."
    AGENCY_SIZE = "AGENCY_SIZE", "Size of the agency by sworn officers."


def _filter(description: str, **options: Any) -> Any:
    return strawberry.field(description=description, default=strawberry.UNSET, **options)


@strawberry.input(
    description="Which requests are counted, and in which groups. Of the values of one filter any must hold, "
    "and all filters must. A filter chooses requests, not groups: those about one model may be about others."
)
class RequestStatisticsInput:
    group_by: list[RequestDimension] = strawberry.field(
        description="At most 3 dimensions; readers: 2, filters included.", default_factory=list
    )
    from_: Month | None = _filter("Received in this month or later; for staff.", name="from")
    until: Month | None = _filter("Received in this month or earlier; for staff.")
    states: list[str] | None = _filter("Postal codes of the requester's state. Readers: one value a filter.")
    urban_classes: list[UrbanClass] | None = _filter("Urban classes of jurisdictions that asked.")
    models: list[str] | None = _filter("Keys of program models.")
    topics: list[str] | None = _filter("Keys of topics.")
    assistance_types: list[AssistanceType] | None = _filter("Kinds of help that are asked for.")
    sites: list[str] | None = _filter("Keys of sites that answered.")
    statuses: list[RequestStatus] | None = _filter("Where they stand.")
    agency_sizes: list[SwornBand] | None = _filter("Sizes of the agency by sworn officers.")


class RequestStatisticsRow:
    """Requests of one group, counted. What was not grouped by, and what is unknown, is null."""

    month: Month | None = prop("Month in which they were received.", codec=MONTH)
    quarter: str | None = prop("Quarter in which they were received, such as `2023-Q2`.", read=quarter_text)
    year: int | None = prop("Year in which they were received.")
    state: str | None = prop("Postal code of the requester's state.")
    urban_class: UrbanClass | None = prop(
        "Urban class of a jurisdiction that asked.", codec=by_index(UrbanClass)
    )
    assistance_type: AssistanceType | None = prop(
        "A kind of help that is asked for.", codec=by_index(AssistanceType)
    )
    status: RequestStatus | None = prop("Where they stand.", codec=by_index(RequestStatus))
    agency_size: SwornBand | None = prop("Size of the agency by sworn officers.", codec=by_index(SwornBand))
    requests: int | None = prop("Requests; null where they are too few for who asks.")
    answered: int | None = prop("Of these, requests that were matched with a site.")
    completed: int | None = prop("Of these, requests that are completed.")
    median_days_to_match: float | None = prop(
        "Median days from the request to its match, where they are known."
    )
    median_months_to_close: float | None = prop("Median months from the request to its close.")
    suppressed: bool = prop("True where a count is under 5, or rounded to 0, and therefore null.")

    model = one("A program model that they are about.", ByKey("ProgramModel", "model"), "ProgramModel")
    topic = one("A topic that they concern.", ByKey("Topic", "topic"), "Topic")
    site = one("A site that answered them.", ByKey("Site", "site"), "Site")


class RequestStatistics:
    """Requests counted, as a whole and in groups.

    Staff see exact counts. Readers see counts from 5 on, changed a little and rounded to multiples of 5, each
    by itself, so that no difference of them tells a small count; smaller groups are not listed.
    """

    exact: bool = prop("False where counts are rounded for readers.")
    synthetic: bool = prop("True when a counted request was made by a generator; for readers, when any was.")

    total = one(
        "All of them, each once; groups add up to more where requests count in several.",
        FromParent("total"),
        "RequestStatisticsRow",
        nullable=False,
    )
    rows = many(
        "The groups, in the order of what they are grouped by; empty ones are not listed.",
        FromParent("rows"),
        "RequestStatisticsRow",
        order=(),
        unpaged=True,
    )


def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """From the field's coerced arguments to the statement's map. Raises InvalidInput."""
    given: Mapping[str, Any] = arguments["input"]
    dimensions = given["groupBy"]
    if len(dimensions) > MOST_DIMENSIONS or len(set(dimensions)) < len(dimensions):
        raise InvalidInput(
            f"groupBy: at most {MOST_DIMENSIONS} dimensions, each once, are allowed "
            f"(got {', '.join(dimensions)})."
        )
    filters = {name: given.get(name) for name in FILTERS}
    for name, values in filters.items():
        if values is not None and not 0 < len(values) <= MOST_VALUES:
            raise InvalidInput(
                f"{name}: 1 to {MOST_VALUES} values are allowed (got {len(values)}); leave it out for all."
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


def readers(arguments: Mapping[str, Any]) -> None:
    """Raises Forbidden for questions whose answers would tell small counts by their differences."""
    given: Mapping[str, Any] = arguments["input"]
    no_period(given)
    used = set(given["groupBy"])
    for name, dimension in FILTERS.items():
        if (values := given.get(name)) is not None:
            used.add(dimension)
            if len(values) > 1:
                raise Forbidden(f"{name}: readers may give one value (got {len(values)}).")
    if len(used) > MOST_FOR_READERS:
        raise Forbidden(
            f"groupBy: a reader may use {MOST_FOR_READERS} dimensions, in groups and filters together "
            f"(got {', '.join(sorted(used))})."
        )


def no_period(given: Mapping[str, Any]) -> None:
    """Raises Forbidden where a period is given: two of them differ in as few requests as one likes."""
    for name in ("from", "until"):
        if given.get(name) is not None:
            raise Forbidden(f"{name}: only staff may choose a period; leave it out for all requests.")


def fail(error: Mapping[str, Any]) -> GraphError:
    """The error for too many groups, or for keys that name nothing."""
    if rows := error.get("rows"):
        return InvalidInput(
            f"groupBy: the answer has {rows:,} groups, at most {MAX_GROUPS:,} are allowed; group by fewer "
            "or coarser dimensions, or filter."
        )
    return question.fail(error["keys"])
