"""Gaps in coverage: areas with few requests, and models that no similar site operates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.similarity import SIMILARITY, compared
from domain.vocabulary import DescribedEnum, UrbanClass
from graph.errors import Forbidden, InvalidInput
from graph.statements import statement
from schema.declare import many, one, prop
from schema.sources import ByKey, Fragment, Weight
from schema.types import statistics
from schema.types.enums import by_index, graphql_enum

SIMILAR: Final = 0.5
"""Default similarity from which a site counts as similar."""
MAX_AREAS: Final = 56
"""States, with the District of Columbia and the territories."""
MAX_GAPS: Final = 200
"""Tens of models, six classes with the unknown."""


@graphql_enum
class CoverageArea(DescribedEnum):
    """The areas of a comparison of coverage."""

    STATE = "STATE", "States."
    DIVISION = "DIVISION", "Census divisions, each as the sum of its states."
    URBAN_CLASS = "URBAN_CLASS", "Urban classes, each as the sum of its counties."


def _areas(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    by = arguments["by"]
    return {"by": by, "kind": "COUNTY" if by == CoverageArea.URBAN_CLASS.name else "STATE"}


def _models(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    similarity = arguments.get("similarity")
    similarity = SIMILAR if similarity is None else similarity
    if not 0 <= similarity <= 1:
        raise InvalidInput(f"similarity: between 0 and 1 is allowed (got {similarity}).")
    return {"similarity": similarity, **compared("weights", {})}


def _forbid_similarity(arguments: Mapping[str, Any]) -> None:
    if arguments.get("similarity") is not None:
        raise Forbidden(f"similarity: only staff may choose it; without it, it is {SIMILAR}.")


class AreaCoverage:
    """Requests from an area, compared with its population."""

    state: str | None = prop("Postal code, if areas are states.")
    division: str | None = prop("Census division, if areas are divisions.")
    urban_class: UrbanClass | None = prop("Urban class, if areas are classes.", codec=by_index(UrbanClass))
    people: int = prop("Population: of its states, or of its counties if areas are classes.")
    requests: int | None = prop("Number of requests from the area; null where it is suppressed.")
    synthetic_requests: int | None = prop(statistics.SYNTHETIC_REQUESTS)
    requests_per_million: float | None = prop("Requests per million people.")
    requesters: int | None = prop("Number of jurisdictions that made requests.")
    suppressed: bool = prop("True where a count is below 5, or rounded to 0, and therefore null.")

    jurisdiction = one(
        "The jurisdiction of the state.", ByKey("Jurisdiction", "jurisdiction"), "Jurisdiction"
    )


class ModelGap:
    """Requests about a model, by jurisdictions of one urban class to which no current site is similar.

    The similarity of a site is that of the most similar jurisdiction that it serves; only sites that operate
    the model count. Readers see similarity with one decimal place, and none that rests on fewer than five
    requests.
    """

    urban_class: UrbanClass | None = prop(
        "Urban class of the requesters; null if unknown.", codec=by_index(UrbanClass)
    )
    requests: int | None = prop("Number of requests that no similar site covers.")
    synthetic_requests: int | None = prop(statistics.SYNTHETIC_REQUESTS)
    requesters: int | None = prop("Number of jurisdictions that made them; null where it is suppressed.")
    best_fit: float | None = prop(
        "Highest similarity of one of them to a site that operates the model; null if no site does. For "
        "readers the highest that five of the requests reach."
    )
    median_fit: float | None = prop(
        "Median of their similarity to the most similar such site. For readers null below ten requests."
    )
    suppressed: bool = prop("True where a count is below 5, or rounded to 0, and therefore null.")

    model = one(
        "The model that was requested.", ByKey("ProgramModel", "model"), "ProgramModel", nullable=False
    )
    closest_site = one("The site with the similarity `bestFit`.", ByKey("Site", "site"), "Site")


class CoverageGaps:
    """Areas with few requests, and requested models that no similar site operates.

    They show whom to reach, and which sites to recruit.
    """

    exact: bool = prop("False if counts are rounded for readers.")
    synthetic: bool = prop("True if a counted request is synthetic; for readers, if any request is.")

    areas = many(
        "Areas by requests per million people, fewest first, also areas without requests. Requests from an "
        "unknown area are not counted.",
        Fragment(
            statement("field/coverage_of_areas"),
            _areas,
            max_rows=MAX_AREAS,
            viewer=True,
            weight=Weight(run=8_000, planning=200),
        ),
        "AreaCoverage",
        order=(),
        unpaged=True,
        arguments={"by": (CoverageArea, "The kind of area.")},
    )
    models = many(
        "Models requested where no current site that operates them is similar, most requests first: targets "
        "for recruitment. A request of several jurisdictions counts for each of them.",
        Fragment(
            statement("field/coverage_of_models"),
            _models,
            check_reader=_forbid_similarity,
            max_rows=MAX_GAPS,
            viewer=True,
            parameters={"similarity": SIMILARITY.parameter},
            weight=Weight(run=50_000, planning=450),
        ),
        "ModelGap",
        order=(),
        unpaged=True,
        arguments={
            "similarity": (
                float | None,
                f"Similarity from which a site covers a requester, 0 to 1. Default {SIMILAR}. For staff.",
            )
        },
    )


GAPS: Final = Fragment(
    statement("field/coverage_gaps"),
    statistics.period,
    check_reader=statistics.forbid_period,
    viewer=True,
    weight=Weight(run=300, planning=30),
)
