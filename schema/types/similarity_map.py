"""The similarity of a requester to every county or state, as a map shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.question import Question
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY, TRAITS, WEIGHTS
from domain.vocabulary import JurisdictionKind
from graph.errors import InvalidInput
from graph.statements import statement
from schema.declare import constant_case, many, one, prop
from schema.sources import Fragment, FromParent, Weight
from schema.types.question import fail, requester
from schema.types.similar import SimilarityPart, parts_of

KINDS: Final = (JurisdictionKind.COUNTY.name, JurisdictionKind.STATE.name)
"""Kinds whose areas cover the country."""
IN_CODES_ORDER: Final = "in the order of `codes`, in thousandths; null where one side is unknown"
Thousandths = list[int | None]


def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/similarity_map`. Raises InvalidInput for a kind without a map or a wrong weight."""
    if (kind := arguments["kind"]) not in KINDS:
        raise InvalidInput(f"kind: {' or '.join(KINDS)} is allowed (got {kind}).")
    by = parts_of(arguments)
    weights = by["parts"] | dict.fromkeys(TRAITS, 0.0) | {t["name"]: t["weight"] for t in by["traits"]}
    shown = {path.removeprefix("parts.") for path in arguments["selected"]}
    return {
        **by,
        **Question(**requester(arguments["for"])).requester(by),
        "kind": kind,
        "compared": [part for part in WEIGHTS if weights[part] > 0 or part in shown],
        "shown": [
            {"name": part, "property": trait.property, "halfAt": trait.half_at}
            for part, trait in TRAITS.items()
            if part in shown
        ],
        "weights": [{"name": constant_case(part), "weight": weight} for part, weight in weights.items()],
    }


def _trait(name: str) -> Any:
    """The field of a trait, whose column is computed only when it is selected."""

    def column(shown: list[str], columns: list[Thousandths]) -> Thousandths:
        return columns[shown.index(name)]

    return prop(f"{SimilarityPart[constant_case(name)].description}", needs=("shown", "traits"), read=column)


class SimilarityMapParts:
    """The parts of each score, in the order of `codes`, in thousandths; null where one side is unknown."""

    size: Thousandths = prop(SimilarityPart.SIZE.description)
    density: Thousandths = prop(SimilarityPart.DENSITY.description)
    setting: Thousandths = prop(SimilarityPart.SETTING.description)
    region: Thousandths = prop(SimilarityPart.REGION.description)
    distance: Thousandths = prop(SimilarityPart.DISTANCE.description)
    rurality: Thousandths = _trait("rurality")
    providers: Thousandths = _trait("providers")
    poverty: Thousandths = _trait("poverty")
    limited_english: Thousandths = _trait("limitedEnglish")
    native: Thousandths = _trait("native")
    age: Thousandths = _trait("age")
    group_quarters: Thousandths = _trait("groupQuarters")


class SimilarityWeight:
    """The weight of a part of similarity."""

    name: SimilarityPart = prop("Name of the part.")
    weight: float = prop("Between 0 and 1; the weights of all parts add up to 1.")


class SimilarityMap:
    """The similarity of a requester to all counties or states, in lists of one order."""

    codes: list[str] = prop(
        "FIPS codes of counties (`01001`), or postal codes of states (`AL`), in ascending order: the part of "
        "the key of a jurisdiction after its colon."
    )
    score: Thousandths = prop(
        "Mean of the known parts by their weights, in the order of `codes`, in thousandths; null where the "
        "unknown parts weigh more than half. `similar` has the same scores; it leaves out the requester "
        "itself, and what contains it or lies in it."
    )
    version: str = prop("The `version` of `dataVersion`.")

    parts = one("The parts of each score.", FromParent("parts"), "SimilarityMapParts", nullable=False)
    weights = many(
        "The weights of all parts.", FromParent("weights"), "SimilarityWeight", order=(), unpaged=True
    )


def _work(arguments: Mapping[str, Any]) -> int:
    """Nodes read: as much as 3,235 counties take to compare, or 56 states, and more by traits."""
    traits = len(parts_of(arguments)["traits"])
    return (40_000 + 3_000 * traits) if arguments["kind"] == JurisdictionKind.COUNTY.name else 1_000


SIMILARITY_MAP: Final = Fragment(
    statement("field/similarity_map"),
    ask,
    fail,
    parameters={"similarity": SIMILARITY.parameter, "recommendation": RECOMMENDATION.parameter},
    selects=True,
    max_rows=len(WEIGHTS) + len(TRAITS),
    weight=Weight(run=_work, planning=400),
)
