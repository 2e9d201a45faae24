"""Similarity of jurisdictions and of sites: its parts, its reasons, and the maps that statements read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.similarity import compared
from domain.vocabulary import DescribedEnum
from schema.declare import SortKey, many, prop
from schema.sources import FromParent
from schema.types.enums import graphql_enum
from schema.types.question import given_weights
from schema.types.reasons import kind, kinds, member_in_words, percent

Facts = Mapping[str, Any]

SHARE: Final = "share, 0 to 1"
MOST_SIMILAR_FIRST: Final = (SortKey("rounded", descending=True, edge=True), SortKey("key"))


@graphql_enum
class SimilarityPart(DescribedEnum):
    """The parts of the similarity of two jurisdictions."""

    SIZE = "SIZE", "Population: one half for four times the people."
    DENSITY = "DENSITY", "People per square mile: one half for four times the density."
    SETTING = "SETTING", "Kind of jurisdiction and urban class."
    REGION = "REGION", "1 in the same state, less in the same Census division or region."
    DISTANCE = "DISTANCE", "1 for the same or an adjacent county, one half at 150 miles."
    RURALITY = "RURALITY", "Rural-urban continuum code of the county: one half for 2 codes apart."
    PROVIDERS = "PROVIDERS", "Mental-health providers per 100,000 people: one half for 50 more or fewer."
    POVERTY = "POVERTY", "People below 150% of the poverty line: one half for 5 percentage points."
    LIMITED_ENGLISH = "LIMITED_ENGLISH", "People who speak limited English: one half for 1 percentage point."
    NATIVE = "NATIVE", "American Indians and Alaska Natives: one half for 5 percentage points."
    AGE = "AGE", "People of 65 and over: one half for 4 percentage points."
    GROUP_QUARTERS = "GROUP_QUARTERS", "People in group quarters: one half for 2 percentage points."


@graphql_enum
class SiteSimilarityPart(DescribedEnum):
    """The parts of the similarity of two sites."""

    PLACE = "PLACE", "Similarity of the most similar jurisdictions that they serve."
    MODELS = "MODELS", "Share of program models that both operate, of all that either operates."
    TOPICS = "TOPICS", "Share of topics that both specialize in, of all that either does."
    AGENCY = "AGENCY", "Kind of agency, and its size by sworn officers if both are known."


def _part_reason(name: str, facts: Facts) -> str:
    if trait := TRAIT_REASONS.get(name):
        return trait.format(*facts["values"])
    return PART_REASONS[name](facts["here"], facts["there"], facts)


def _site_reason(name: str, facts: Facts) -> str:
    return SITE_REASONS[name](facts)


class SimilarityFactor:
    """One part of a similarity: weight × value = contribution, and the contributions add up to the score."""

    name: SimilarityPart = prop("Name of the part.")
    weight: float = prop("Weight of the part; the weights of all parts in the answer add up to 1.")
    value: float = prop("Between 0 and 1.")
    contribution: float = prop("Weight × value.")
    reason: str = prop(
        "The numbers behind the value, as a sentence.", needs=("name", "facts"), read=_part_reason
    )


class SiteSimilarityFactor:
    """One part of a similarity of sites: weight × value = contribution, which add up to the score."""

    name: SiteSimilarityPart = prop("Name of the part.")
    weight: float = prop("Weight of the part; the weights of all parts in the answer add up to 1.")
    value: float = prop("Between 0 and 1.")
    contribution: float = prop("Weight × value.")
    reason: str = prop(
        "The facts behind the value, as a sentence.", needs=("name", "facts"), read=_site_reason
    )


class SimilarTo:
    """Similarity of two jurisdictions: the score and its parts, each 0 to 1, null if one side is unknown."""

    rank: int = prop("1 for the most similar jurisdiction that passes the filter.")
    score: float = prop("Weighted mean of the known parts.", unit=SHARE)
    size: float | None = prop("By population: one half for four times the people.", unit=SHARE)
    density: float | None = prop(
        "By people per square mile: one half for four times the density.", unit=SHARE
    )
    setting: float | None = prop("By kind of jurisdiction and urban class.", unit=SHARE)
    region: float | None = prop(
        "1 in the same state, less in the same Census division or region.", unit=SHARE
    )
    distance: float | None = prop("1 for the same or an adjacent county, one half at 150 miles.", unit=SHARE)

    factors = many(
        "The known parts, each with its weight and a reason; traits of the county's people are there without "
        "weight too.",
        FromParent("factors"),
        "SimilarityFactor",
        order=(),
        unpaged=True,
    )


class SimilarSite:
    """Similarity of two sites."""

    score: float = prop("Between 0 and 1: the sum of the contributions of the factors.")

    factors = many(
        "The factors of the score.", FromParent("factors"), "SiteSimilarityFactor", order=(), unpaged=True
    )


def ask_similar(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/similar`: the stored list is used without a filter and with the default weights.

    Raises InvalidInput for a wrong weight.
    """
    where = arguments.get("where")
    asked = {name for name, given in (where or {}).items() if given is not None}
    by = parts_of(arguments)
    return {
        **by,
        "stored": not asked and by == compared("weights", {}),
        "bounded": asked <= {"node"},
    }


def work_of_similar(arguments: Mapping[str, Any]) -> int:
    """Nodes read by `field/similar`: little for the stored list, else what bounds leave to compare."""
    ask = ask_similar(arguments)
    if ask["stored"]:
        return 2_000
    if ask["traitWeight"]:
        return 400_000
    if not ask["bounded"]:
        return 250_000
    return 40_000 if arguments.get("weights") is None else 100_000


def ask_similar_sites(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/similar_sites`. Raises InvalidInput for a wrong weight."""
    return {
        **parts_of(arguments),
        "includeFormer": bool(arguments.get("includeFormer")),
    }


def parts_of(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared, as an argument `weights` says, see `compared`. Raises InvalidInput."""
    return compared("weights", given_weights(arguments.get("weights") or {}))


def _size(here: Facts, there: Facts, _: Facts) -> str:
    return f"{here['population']:,} people here, {there['population']:,} there."


def _density(here: Facts, there: Facts, _: Facts) -> str:
    return f"{here['density']:,.1f} people per square mile here, {there['density']:,.1f} there."


def _setting(here: Facts, there: Facts, _: Facts) -> str:
    if (here["comparedAs"], here["urbanClass"]) == (there["comparedAs"], there["urbanClass"]):
        return f"Both are {kinds(here['comparedAs'], here['urbanClass'])}."
    one, other = (f"a {kind(facts['comparedAs'], facts['urbanClass'])}" for facts in (here, there))
    return f"{one.capitalize()} here, {other} there."


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


TRAIT_REASONS: Final[Mapping[str, str]] = {
    "RURALITY": "Rural-urban code {:.0f} here, {:.0f} there.",
    "PROVIDERS": "{:,.0f} mental-health providers per 100,000 people here, {:,.0f} there.",
    "POVERTY": "{:.1f}% of people below 150% of the poverty line here, {:.1f}% there.",
    "LIMITED_ENGLISH": "{:.1f}% of people speak limited English here, {:.1f}% there.",
    "NATIVE": "{:.1f}% American Indian or Alaska Native people here, {:.1f}% there.",
    "AGE": "{:.1f}% of people are 65 or over here, {:.1f}% there.",
    "GROUP_QUARTERS": "{:.1f}% of people live in group quarters here, {:.1f}% there.",
}
"""The two sides of a trait, in a sentence; of a place and a campus they are the county's."""


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
    here, there = (member_in_words(facts[side]) for side in ("here", "there"))
    return f"Both are {here}." if here == there else f"{here.capitalize()} and {there}."


SITE_REASONS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "PLACE": _place,
    "MODELS": _shared("models"),
    "TOPICS": _shared("topics"),
    "AGENCY": _agency,
}
