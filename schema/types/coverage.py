"""Where few ask, and what no similar site can help with: `coverageGaps`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.similarity import SIMILARITY, WEIGHTS
from domain.vocabulary import DescribedEnum, UrbanClass
from graph.errors import Forbidden, InvalidInput
from graph.statements import statement
from schema.declare import many, one, prop
from schema.sources import ByKey, Fragment
from schema.types import statistics
from schema.types.enums import by_index, graphql_enum

SIMILAR: Final = 0.5
"""From this similarity on a site is held to be similar."""
MOST_AREAS: Final = 51
"""States, with the District of Columbia."""
MOST_GAPS: Final = 200
"""Tens of models, six classes with the unknown."""


@graphql_enum
class CoverageArea(DescribedEnum):
    """What coverage is compared by."""

    STATE = "STATE", "States, by who asked from them."
    DIVISION = "DIVISION", "Census divisions, as their states together."
    URBAN_CLASS = "URBAN_CLASS", "Urban classes, as their counties together."


def _areas(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    by = arguments["by"]
    return {"by": by, "kind": "COUNTY" if by == CoverageArea.URBAN_CLASS.name else "STATE"}


def _models(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    similarity = arguments.get("similarity")
    similarity = SIMILAR if similarity is None else similarity
    if not 0 <= similarity <= 1:
        raise InvalidInput(f"similarity: between 0 and 1 is allowed (got {similarity}).")
    return {"similarity": similarity, "parts": dict(WEIGHTS)}


def _no_similarity(arguments: Mapping[str, Any]) -> None:
    if arguments.get("similarity") is not None:
        raise Forbidden(f"similarity: only staff may choose it; without it, it is {SIMILAR}.")


class AreaCoverage:
    """How many ask in an area, beside how many live there."""

    state: str | None = prop("Postal code, where areas are states.")
    division: str | None = prop("Census division, where areas are divisions.")
    urban_class: UrbanClass | None = prop("Urban class, where areas are classes.", form=by_index(UrbanClass))
    people: int = prop("People who live there: of its states, or of its counties where areas are classes.")
    requests: int | None = prop("Requests from there; null where they are too few for who asks.")
    requests_per_million: float | None = prop("Requests for each million people.")
    requesters: int | None = prop("Jurisdictions that asked.")
    suppressed: bool = prop("True where a count is under 5, or rounded to 0, and therefore null.")

    jurisdiction = one("The state itself.", ByKey("Jurisdiction", "jurisdiction"), "Jurisdiction")


class ModelGap:
    """Requests about a model by jurisdictions of one urban class that no current site is similar to.

    A jurisdiction is as similar to a site as to the most similar one that it serves; only sites that operate
    the model count. For readers similarity has one decimal place.
    """

    urban_class: UrbanClass | None = prop(
        "Urban class of who asked; null where it is unknown.", form=by_index(UrbanClass)
    )
    requests: int | None = prop("Requests that no similar site covers.")
    requesters: int | None = prop("Jurisdictions that made them; null where they are too few for who asks.")
    best_fit: float | None = prop(
        "Highest similarity of one of them to a site that operates the model; null where no site does."
    )
    median_fit: float | None = prop("Median over them of the similarity to the most similar such site.")
    suppressed: bool = prop("True where a count is under 5, or rounded to 0, and therefore null.")

    model = one("The model.", ByKey("ProgramModel", "model"), "ProgramModel", nullable=False)
    closest_site = one("The site of the best fit.", ByKey("Site", "site"), "Site")


class CoverageGaps:
    """Where few ask for help, and what is asked for that no similar site operates.

    So: whom to reach, and what sites to recruit.
    """

    exact: bool = prop("False where counts are rounded for readers.")
    synthetic: bool = prop("True when a counted request was made by a generator; for readers, when any was.")

    areas = many(
        "Areas by requests per million people, fewest first; those without any are there too. A request "
        "whose area is unknown is in none.",
        Fragment(statement("field/coverage_of_areas"), _areas, most=MOST_AREAS, viewer=True),
        "AreaCoverage",
        order=(),
        whole=True,
        arguments={"by": (CoverageArea, "Which areas.")},
    )
    models = many(
        "Models that were asked for where no current site that operates them is similar, most requests "
        "first: targets for recruitment. A request of several jurisdictions counts for each; one without any "
        "in none.",
        Fragment(
            statement("field/coverage_of_models"),
            _models,
            readers=_no_similarity,
            most=MOST_GAPS,
            viewer=True,
            parameters={"similarity": SIMILARITY.parameter},
        ),
        "ModelGap",
        order=(),
        whole=True,
        arguments={
            "similarity": (
                float | None,
                f"From which similarity on a site covers a requester, 0 to 1; {SIMILAR} unless staff say "
                "otherwise.",
            )
        },
    )


GAPS: Final = Fragment(
    statement("field/coverage_gaps"), statistics.period, readers=statistics.no_period, viewer=True
)
