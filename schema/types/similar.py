"""How similar two jurisdictions or two sites are, part by part, and what is asked to know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.similarity import WEIGHTS
from domain.vocabulary import DescribedEnum
from domain.weights import normalized
from schema.declare import By, many, prop
from schema.sources import Column
from schema.types.enums import graphql_enum
from schema.types.question import given_weights
from schema.types.reasons import percent, urban_class

Facts = Mapping[str, Any]

MOST_SIMILAR: Final = (By("rounded", descending=True, edge=True), By("key"))


@graphql_enum
class SimilarityPart(DescribedEnum):
    """What the similarity of two jurisdictions is made of."""

    SIZE = "SIZE", "Population: half at four times the people."
    DENSITY = "DENSITY", "People per square mile: half at four times denser."
    SETTING = "SETTING", "Kind of jurisdiction and urban class."
    REGION = "REGION", "1 in the same state, less by Census division and region."
    DISTANCE = "DISTANCE", "1 for the same or an adjacent county; half at 150 miles."


@graphql_enum
class SiteSimilarityPart(DescribedEnum):
    """What the similarity of two sites is made of."""

    PLACE = "PLACE", "The most alike of the jurisdictions that they serve."
    MODELS = "MODELS", "Program models that both operate, of those that either does."
    TOPICS = "TOPICS", "Topics that both specialize in, of those that either does."
    AGENCY = "AGENCY", "Kind of agency, and its size by sworn officers where both are known."


def _part_reason(name: str, facts: Facts) -> str:
    return PART_REASONS[name](facts["here"], facts["there"], facts)


def _site_reason(name: str, facts: Facts) -> str:
    return SITE_REASONS[name](facts)


class SimilarityFactor:
    """One part of a similarity: weight × value = contribution, and the contributions add up to the score."""

    name: SimilarityPart = prop("Which part.")
    weight: float = prop("Share of this part; the weights of all parts shown add up to 1.")
    value: float = prop("Between 0 and 1.")
    contribution: float = prop("Weight × value.")
    reason: str = prop(
        "The numbers behind the value, in a sentence.", needs=("name", "facts"), read=_part_reason
    )


class SiteSimilarityFactor:
    """One part of a similarity of sites: weight × value = contribution, which add up to the score."""

    name: SiteSimilarityPart = prop("Which part.")
    weight: float = prop("Share of this part; the weights of all parts shown add up to 1.")
    value: float = prop("Between 0 and 1.")
    contribution: float = prop("Weight × value.")
    reason: str = prop("What is behind the value, in a sentence.", needs=("name", "facts"), read=_site_reason)


class SimilarTo:
    """How similar, and on what: each part and the score between 0 and 1, null where one side is unknown."""

    rank: int = prop("1 for the most similar of those that were asked for.")
    score: float = prop("Weighted mean of the parts that are known.")
    size: float | None = prop("By population: half at four times the people.")
    density: float | None = prop("By people per square mile: half at four times denser.")
    setting: float | None = prop("By kind of jurisdiction and urban class.")
    region: float | None = prop("1 in the same state, less by Census division and region.")
    distance: float | None = prop("1 for the same or an adjacent county; half at 150 miles.")

    factors = many(
        "The parts that are known, each with its weight and a reason.",
        Column("factors"),
        "SimilarityFactor",
        order=(),
        whole=True,
    )


class SimilarSite:
    """How similar two sites are, and on what."""

    score: float = prop("Between 0 and 1: the sum of the contributions of the factors.")

    factors = many(
        "What the score is made of.", Column("factors"), "SiteSimilarityFactor", order=(), whole=True
    )


def ask_similar(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/similar`: the stored list will do where neither filter nor weights are given.

    Raises InvalidInput for a wrong weight.
    """
    where = arguments.get("where")
    asked = {name for name, given in (where or {}).items() if given is not None}
    parts = parts_of(arguments)
    return {
        "parts": parts,
        "stored": not asked and parts == normalized("weights", WEIGHTS, {}),
        "bounded": asked <= {"node"},
    }


def ask_similar_sites(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/similar_sites`. Raises InvalidInput for a wrong weight."""
    return {
        "parts": parts_of(arguments),
        "includeFormer": bool(arguments.get("includeFormer")),
    }


def parts_of(arguments: Mapping[str, Any]) -> dict[str, float]:
    """Weights of the parts of similarity, as an argument `weights` gives them. Raises InvalidInput."""
    return normalized("weights", WEIGHTS, given_weights(arguments.get("weights") or {}))


def _size(here: Facts, there: Facts, _: Facts) -> str:
    return f"{here['population']:,} people here, {there['population']:,} there."


def _density(here: Facts, there: Facts, _: Facts) -> str:
    return f"{here['density']:,.1f} people per square mile here, {there['density']:,.1f} there."


def _setting(here: Facts, there: Facts, _: Facts) -> str:
    if (here["kind"], here["urbanClass"]) == (there["kind"], there["urbanClass"]):
        return f"Both {_kind(here)}, {_class(here)}."
    return f"A {_kind(here)}, {_class(here)} here; a {_kind(there)}, {_class(there)} there."


def _region(here: Facts, there: Facts, _: Facts) -> str:
    if here["state"] == there["state"]:
        return f"Both in {here['state']}."
    if here["division"] == there["division"]:
        return f"{here['state']} and {there['state']} are in one Census division, {here['division']}."
    if here["censusRegion"] == there["censusRegion"]:
        return f"{here['state']} and {there['state']} are in one Census region, {here['censusRegion']}."
    return f"{here['state']} and {there['state']} are in different Census regions."


def _distance(_: Facts, __: Facts, facts: Facts) -> str:
    if facts["near"]:
        return "In the same or an adjacent county."
    return f"{facts['miles']:,.0f} miles apart."


PART_REASONS: Final[Mapping[str, Callable[[Facts, Facts, Facts], str]]] = {
    "SIZE": _size,
    "DENSITY": _density,
    "SETTING": _setting,
    "REGION": _region,
    "DISTANCE": _distance,
}


def _place(facts: Facts) -> str:
    return f"{facts['here']} and {facts['there']} are {percent(facts['score'])} similar."


def _shared(what: str) -> Callable[[Facts], str]:
    def reason(facts: Facts) -> str:
        if not facts["shared"]:
            return f"No {what} in common, of {facts['all']} that either has."
        shared = sorted(facts["shared"])
        return f"{len(shared)} of {facts['all']} {what} in common: {', '.join(shared)}."

    return reason


def _agency(facts: Facts) -> str:
    here, there = (facts[side].lower().replace("_", " ") for side in ("here", "there"))
    return f"Both are {here}." if here == there else f"{here.capitalize()} and {there}."


SITE_REASONS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "PLACE": _place,
    "MODELS": _shared("models"),
    "TOPICS": _shared("topics"),
    "AGENCY": _agency,
}


def _kind(facts: Facts) -> str:
    return str(facts["kind"]).lower()


def _class(facts: Facts) -> str:
    index = facts["urbanClass"]
    return "urban class unknown" if index is None else urban_class(index)
