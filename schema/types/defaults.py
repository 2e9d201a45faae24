"""What a page needs to show weights and labels: the proposed weights, the bounds, the titles of enums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.recommendation import FACTORS, RECOMMENDATION
from domain.similarity import TRAITS, WEIGHTS
from domain.titles import TITLES
from domain.vocabulary import DescribedEnum
from graph.errors import InvalidInput
from graph.viewer import Viewer
from schema.declare import constant_case, many, prop
from schema.sources import FromParent, Provided
from schema.types.enums import DESCRIBED
from schema.types.recommendation import Factor
from schema.types.similar import SimilarityPart


class FactorDefault:
    """A factor of recommendations, and the weight that it has unless a caller gives another."""

    name: Factor = prop("Name of the factor.")
    title: str = prop("Short title, for people.")
    description: str = prop("What it measures, as a sentence.")
    weight: float = prop("Weight before division by the sum of the weights of the factors that apply.")


class SimilarityPartDefault:
    """A part of similarity, and the weight that it has unless a caller gives another."""

    name: SimilarityPart = prop("Name of the part.")
    title: str = prop("Short title, for people.")
    description: str = prop("What it compares, as a sentence.")
    weight: float = prop("Weight before division by the sum of all weights.")


class RecommendationDefaults:
    """The numbers of a recommendation that a caller may replace, and the bounds of its label."""

    close_call: float = prop("Lead of the first site below which the label is CLOSE_CALL.")
    leaning: float = prop(
        "Lead of the first site below which it is LEANING; from here on it is CLEAR, but LEANING where the "
        "site operates no requested model."
    )

    factors = many(
        "Factors in the order of an answer.", FromParent("factors"), "FactorDefault", order=(), unpaged=True
    )
    similarity = many(
        "Parts of similarity.", FromParent("similarity"), "SimilarityPartDefault", order=(), unpaged=True
    )


class EnumTitle:
    """The title of a value of an enum."""

    enum: str = prop("Name of the enum, such as `AgencyType`.")
    value: str = prop("The value, such as `SHERIFF`.")
    title: str = prop("Short title, for people.")
    description: str | None = prop("What it means, as a sentence.")


def _defaults(_: Viewer, __: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "factors": _weighted("Factor", FACTORS),
        "similarity": _weighted("SimilarityPart", {**WEIGHTS, **dict.fromkeys(TRAITS, 0.0)}),
        "closeCall": RECOMMENDATION.leaning,
        "leaning": RECOMMENDATION.clear,
    }


def _weighted(enum: str, weights: Mapping[str, float]) -> list[dict[str, Any]]:
    """The members of an enum, in the order of their weights."""
    members = {name: DESCRIBED[enum][constant_case(name)] for name in weights}
    return [
        {
            "name": member.name,
            "title": TITLES[enum][member.name],
            "description": member.description,
            "weight": weights[name],
        }
        for name, member in members.items()
    ]


def _titles(_: Viewer, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The titles of the values of enums, by default of all. Raises InvalidInput for an unknown enum."""
    enums = arguments.get("enums")
    if unknown := [name for name in enums or () if name not in TITLES]:
        raise InvalidInput(
            f"enums: unknown {', '.join(repr(name[:40]) for name in unknown[:5])}; use {', '.join(TITLES)}."
        )
    return {
        "rows": [
            _titled(enum, member)
            for enum in TITLES
            if enums is None or enum in enums
            for member in DESCRIBED[enum]
        ]
    }


def _titled(enum: str, member: DescribedEnum) -> dict[str, Any]:
    return {
        "enum": enum,
        "value": member.name,
        "title": TITLES[enum][member.name],
        "description": member.description,
    }


RECOMMENDATION_DEFAULTS: Final = Provided(_defaults, max_rows=len(WEIGHTS) + len(TRAITS))
ENUM_TITLES: Final = Provided(_titles, max_rows=sum(map(len, TITLES.values())))
