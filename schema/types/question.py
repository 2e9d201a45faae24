"""The inputs of `recommendSites`: the requester, and what they want."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry

from domain.former_counties import current_fips, current_key
from domain.ori import PATTERN, nine_characters
from domain.plain import folded
from domain.profile import Profile
from domain.program import CURRENT_SITES
from domain.question import Question
from domain.similarity import FEATURES, TRIBE
from domain.states import STATES
from domain.vocabulary import AgencyType, AssistanceType, DescribedEnum, SwornBand, UrbanClass
from graph.errors import GraphError, InsufficientProfile, InvalidInput, JurisdictionReplaced, UnknownKey
from schema.types.enums import Date, day_of, graphql_enum

MAX_KEYS = 25


@graphql_enum
class RequesterKind(DescribedEnum):
    """The kind of a requester that is not in the graph."""

    COUNTY = "COUNTY", "A county or its equivalent, such as a parish."
    PLACE = "PLACE", "A city, town or other place."
    CAMPUS = "CAMPUS", "A university campus."
    REGION = "REGION", "Several counties together."
    TRIBE = "TRIBE", "A federally recognized tribe."
    OTHER = "OTHER", "Anything else."


@graphql_enum
class RecommendationRank(DescribedEnum):
    """The order of recommended sites."""

    BY_TIER = "BY_TIER", "Sites that operate a requested model first, then by score."
    BY_SCORE = "BY_SCORE", "By score alone."


def _field(description: str, **options: Any) -> Any:
    return strawberry.field(description=description, **options)


@strawberry.input(description="A jurisdiction that is not in the graph; omitted fields are unknown.")
class ProfileInput:
    state: str = _field("Postal code of the state.")
    kind: RequesterKind = _field("Kind of jurisdiction.", default=RequesterKind.OTHER)
    population: int | None = _field("Population.", default=strawberry.UNSET)
    density: float | None = _field("People per square mile of land.", default=strawberry.UNSET)
    setting: UrbanClass | None = _field("Urban class; NONCORE is rural.", default=strawberry.UNSET)
    county: str | None = _field("FIPS code of the county.", default=strawberry.UNSET)
    latitude: float | None = _field("Latitude, degrees north.", default=strawberry.UNSET)
    longitude: float | None = _field("Longitude, degrees east.", default=strawberry.UNSET)
    agency_type: AgencyType | None = _field("Kind of agency of the requester.", default=strawberry.UNSET)
    sworn_band: SwornBand | None = _field("Size of the agency by sworn officers.", default=strawberry.UNSET)


@strawberry.input(one_of=True, description="The requester: give exactly one of the three.")
class RequesterInput:
    jurisdiction_key: str | None = _field(
        "Key of a jurisdiction, for example `us-county:39163`.", default=strawberry.UNSET
    )
    agency_ori: str | None = _field(
        "ORI of a law-enforcement agency, for example `AZDI06900`: it asks as what it polices, and as its "
        "kind of agency.",
        default=strawberry.UNSET,
    )
    profile: ProfileInput | None = _field(
        "Features of a jurisdiction that is not in the graph.", default=strawberry.UNSET
    )


@strawberry.input(description="Weights of the parts of similarity, 0 or more; they are divided by their sum.")
class SimilarityWeightsInput:
    size: float | None = _field("Default 0.35.", default=strawberry.UNSET)
    density: float | None = _field("Default 0.15.", default=strawberry.UNSET)
    setting: float | None = _field("Default 0.30.", default=strawberry.UNSET)
    region: float | None = _field("Default 0.12.", default=strawberry.UNSET)
    distance: float | None = _field("Default 0.08.", default=strawberry.UNSET)
    rurality: float | None = _field(
        "Rural-urban continuum code of the county. Default 0.", default=strawberry.UNSET
    )
    providers: float | None = _field(
        "Mental-health providers per 100,000 people of the county. Default 0.", default=strawberry.UNSET
    )
    poverty: float | None = _field(
        "Share of the county's people below 150% of the poverty line. Default 0.", default=strawberry.UNSET
    )
    limited_english: float | None = _field(
        "Share of the county's people who speak limited English. Default 0.", default=strawberry.UNSET
    )
    native: float | None = _field(
        "Share of American Indians and Alaska Natives in the county. Default 0.", default=strawberry.UNSET
    )
    age: float | None = _field(
        "Share of the county's people of 65 and over. Default 0.", default=strawberry.UNSET
    )
    group_quarters: float | None = _field(
        "Share of the county's people in group quarters. Default 0.", default=strawberry.UNSET
    )


@strawberry.input(description="Weights of the factors, 0 or more; they are divided by their sum.")
class WeightsInput:
    evidence: float | None = _field("Default 0.55.", default=strawberry.UNSET)
    fit: float | None = _field("Default 0.20.", default=strawberry.UNSET)
    coverage: float | None = _field("Default 0.15.", default=strawberry.UNSET)
    capacity: float | None = _field("Default 0.10.", default=strawberry.UNSET)
    assistance: float | None = _field("Default 0.05.", default=strawberry.UNSET)
    distance: float | None = _field("Default 0.10.", default=strawberry.UNSET)
    campus: float | None = _field("Default 1.00.", default=strawberry.UNSET)
    tribe: float | None = _field("Default 0.25.", default=strawberry.UNSET)
    similarity: SimilarityWeightsInput | None = _field(
        "Weights of the parts of similarity.", default=strawberry.UNSET
    )


@strawberry.input(description="A question for a recommendation.")
class RecommendInput:
    for_: RequesterInput = _field("The requester.", name="for")
    models: list[str] = _field("Keys of the requested program models.", default_factory=list)
    topics: list[str] = _field("Keys of the requested topics.", default_factory=list)
    assistance_types: list[AssistanceType] = _field("Requested kinds of help.", default_factory=list)
    agency_type: AgencyType | None = _field(
        "Kind of agency of the requester, with a `jurisdictionKey`; by default that of the `agencyOri`.",
        default=strawberry.UNSET,
    )
    sworn_band: SwornBand | None = _field("Size of the agency by sworn officers.", default=strawberry.UNSET)
    weights: WeightsInput | None = _field("Weights of the factors.", default=strawberry.UNSET)
    as_of: Date | None = _field(
        "Answers with the data up to the end of this day. Of requests, a month counts once it is over; for "
        "readers a quarter.",
        default=strawberry.UNSET,
    )
    exclude: list[str] = _field(
        "Keys of sites to exclude; the scores of the others do not change.", default_factory=list
    )
    include_former: bool = _field("Includes sites that have left the program.", default=False)
    rank: RecommendationRank = _field("Order of the sites.", default=RecommendationRank.BY_TIER)


def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """From the field's coerced arguments to the statement's map. Raises InvalidInput."""
    given: Mapping[str, Any] = arguments["input"]
    profile: Mapping[str, Any] | None = given["for"].get("profile")
    for name in ("models", "topics", "assistanceTypes", "exclude"):
        _check_number(name, given[name])
    agency = profile if profile is not None else given
    weights: Mapping[str, Any] = given.get("weights") or {}
    question = Question(
        **requester(given["for"]),
        models=given["models"],
        topics=given["topics"],
        assistance=given["assistanceTypes"],
        agency_type=agency.get("agencyType"),
        sworn_band=agency.get("swornBand"),
        weights=given_weights(weights, but="similarity"),
        parts=given_weights(weights.get("similarity") or {}),
        as_of=_day(given.get("asOf")),
        exclude=given["exclude"],
        include_former=given["includeFormer"],
        by_score=given["rank"] == RecommendationRank.BY_SCORE.name,
    )
    return {**question.parameter(), "currentSites": CURRENT_SITES}


def requester(given: Mapping[str, Any]) -> dict[str, Any]:
    """The `key`, `ori` or `profile` of a Question, from a RequesterInput. Raises InvalidInput."""
    profile = given.get("profile")
    return {
        "key": _current(given.get("jurisdictionKey")),
        "ori": _ori(given.get("agencyOri")),
        "profile": None if profile is None else _profile(profile),
    }


def ask_for_evidence(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/sites_that_helped_similar`. Raises InvalidInput."""
    models, topics = arguments.get("models") or [], arguments.get("topics") or []
    _check_number("models", models)
    _check_number("topics", topics)
    parts = given_weights(arguments.get("weights") or {})
    return Question(models=models, topics=topics, parts=parts, as_of=_day(arguments.get("asOf"))).parameter()


def fail(error: Mapping[str, Any]) -> GraphError:
    """The error of unknown keys, of a jurisdiction that lacks too much, or of factors that weigh nothing."""
    if names := error.get("weightless"):
        factors = ", ".join(name.lower() for name in names)
        return InvalidInput(
            f"weights: of the factors that apply here ({factors}), at least one needs a weight above 0."
        )
    if missing := error.get("missing"):
        features = ", ".join(FEATURES[part] for part in missing)
        return InsufficientProfile(
            f"{error['key']}: too little is known to compare it; {features} are not in the data; "
            "ask with a profile instead."
        )
    return unknown_keys(error["unknown"])


def unknown_keys(unknown: list[str]) -> GraphError:
    """The error for unknown keys."""
    return UnknownKey(f"input: unknown key {', '.join(unknown)}; check the spelling.")


def _check_number(name: str, keys: Sequence[str]) -> None:
    if len(keys) > MAX_KEYS:
        raise InvalidInput(f"{name}: at most {MAX_KEYS} are allowed (got {len(keys)}).")


def _state(code: str) -> str:
    """The code, if it is one. The statement would find that out too, but after seconds of planning."""
    if code in STATES:
        return code
    meant = [known for known, name in STATES.items() if folded(code) in (folded(name), folded(known))]
    use = meant[0] if meant else f"one of {', '.join(STATES)}"
    raise UnknownKey(f"profile.state: unknown state {code[:40]!r}; use {use}.")


def _current(key: str | None) -> str | None:
    return key and current_key(key)


def _ori(ori: str | None) -> str | None:
    if ori is None:
        return None
    if not re.fullmatch(PATTERN, nine := nine_characters(ori)):
        raise InvalidInput(
            f"for.agencyOri: {ori[:40]!r} is not an ORI; write its 9 letters and digits, such as AZDI06900."
        )
    return nine


def _county(fips: str | None) -> str | None:
    try:
        return fips and current_fips(fips)
    except JurisdictionReplaced as error:
        raise JurisdictionReplaced(f"profile.county: {error}") from None


def _profile(given: Mapping[str, Any]) -> Profile:
    setting = given.get("setting")
    unnamed = given["kind"] == RequesterKind.OTHER.name
    is_tribe = unnamed and given.get("agencyType") == AgencyType.TRIBAL_POLICE.name
    return Profile(
        state=_state(given["state"]),
        kind=TRIBE if is_tribe else given["kind"],
        population=given.get("population"),
        density=given.get("density"),
        urban_class=None if setting is None else list(UrbanClass.__members__).index(setting),
        county=_county(given.get("county")),
        latitude=given.get("latitude"),
        longitude=given.get("longitude"),
    )


def given_weights(weights: Mapping[str, Any], but: str | None = None) -> Mapping[str, float]:
    """The weights of an input that are not null, by name."""
    return {name: weight for name, weight in weights.items() if weight is not None and name != but}


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else day_of(text)
    except InvalidInput as error:
        raise InvalidInput(f"asOf: {error}") from None
