"""What a requester tells of themselves and of what they want: the inputs of `recommendSites`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry

from domain.plain import folded
from domain.profile import Profile
from domain.program import CURRENT_SITES
from domain.question import Question
from domain.states import STATES
from domain.vocabulary import AgencyType, AssistanceType, DescribedEnum, SwornBand, UrbanClass
from graph.errors import GraphError, InvalidInput, UnknownKey
from schema.types.enums import Date, day_of, graphql_enum

MOST_KEYS = 25


@graphql_enum
class RequesterKind(DescribedEnum):
    """What a requester without a node in the graph is."""

    COUNTY = "COUNTY", "A county or what stands for one, such as a parish."
    PLACE = "PLACE", "A city, town or other place."
    CAMPUS = "CAMPUS", "A university campus."
    REGION = "REGION", "Several counties that act together."
    OTHER = "OTHER", "Anything else, such as a tribe."


def _field(description: str, **options: Any) -> Any:
    return strawberry.field(description=description, **options)


@strawberry.input(description="A jurisdiction that the graph does not know; what is left out is unknown.")
class ProfileInput:
    state: str = _field("Postal code of its state.")
    kind: RequesterKind = _field("What it is.", default=RequesterKind.OTHER)
    population: int | None = _field("People who live there.", default=strawberry.UNSET)
    density: float | None = _field("People per square mile of land.", default=strawberry.UNSET)
    setting: UrbanClass | None = _field("Urban class; NONCORE is rural.", default=strawberry.UNSET)
    county: str | None = _field("FIPS code of its county.", default=strawberry.UNSET)
    latitude: float | None = _field("Degrees north.", default=strawberry.UNSET)
    longitude: float | None = _field("Degrees east.", default=strawberry.UNSET)
    agency_type: AgencyType | None = _field("Kind of agency that asks.", default=strawberry.UNSET)
    sworn_band: SwornBand | None = _field("Its size by sworn officers.", default=strawberry.UNSET)


@strawberry.input(one_of=True, description="Who asks: one of the two.")
class RequesterInput:
    jurisdiction_key: str | None = _field(
        "Key of a jurisdiction, for example `us-county:39163`.", default=strawberry.UNSET
    )
    profile: ProfileInput | None = _field("What it is like.", default=strawberry.UNSET)


@strawberry.input(description="Weights of the parts of similarity; 0 or more, divided by their sum.")
class SimilarityWeightsInput:
    size: float | None = _field("Default .35.", default=strawberry.UNSET)
    density: float | None = _field("Default .15.", default=strawberry.UNSET)
    setting: float | None = _field("Default .30.", default=strawberry.UNSET)
    region: float | None = _field("Default .12.", default=strawberry.UNSET)
    distance: float | None = _field("Default .08.", default=strawberry.UNSET)


@strawberry.input(description="Weights to use in place of the defaults; 0 or more, divided by their sum.")
class WeightsInput:
    evidence: float | None = _field("Default .55.", default=strawberry.UNSET)
    fit: float | None = _field("Default .20.", default=strawberry.UNSET)
    coverage: float | None = _field("Default .15.", default=strawberry.UNSET)
    capacity: float | None = _field("Default .10.", default=strawberry.UNSET)
    assistance: float | None = _field("Default .05.", default=strawberry.UNSET)
    distance: float | None = _field("Default .10.", default=strawberry.UNSET)
    similarity: SimilarityWeightsInput | None = _field(
        "Moves the balance within similarity.", default=strawberry.UNSET
    )


@strawberry.input(description="The question that the program is asked.")
class RecommendInput:
    for_: RequesterInput = _field("Who asks.", name="for")
    models: list[str] = _field("Keys of the program models that are wanted.", default_factory=list)
    topics: list[str] = _field("Keys of the topics that matter.", default_factory=list)
    assistance_types: list[AssistanceType] = _field("Kinds of help that are wanted.", default_factory=list)
    agency_type: AgencyType | None = _field(
        "Kind of agency that asks, for a known jurisdiction.", default=strawberry.UNSET
    )
    sworn_band: SwornBand | None = _field("Its size by sworn officers.", default=strawberry.UNSET)
    weights: WeightsInput | None = _field("Moves the balance of the factors.", default=strawberry.UNSET)
    as_of: Date | None = _field("Answer as the graph stood at the end of this day.", default=strawberry.UNSET)
    exclude: list[str] = _field("Keys of sites to leave out; no other score changes.", default_factory=list)
    include_former: bool = _field("Also sites that left the program.", default=False)


def ask(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """From the field's coerced arguments to the statement's map. Raises InvalidInput."""
    given: Mapping[str, Any] = arguments["input"]
    profile: Mapping[str, Any] | None = given["for"].get("profile")
    for name in ("models", "topics", "assistanceTypes", "exclude"):
        _few(name, given[name])
    agency = profile if profile is not None else given
    weights: Mapping[str, Any] = given.get("weights") or {}
    question = Question(
        key=given["for"].get("jurisdictionKey"),
        profile=None if profile is None else _profile(profile),
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
    )
    return {**question.parameter(), "currentSites": CURRENT_SITES}


def ask_for_evidence(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/sites_that_helped_similar`. Raises InvalidInput."""
    models, topics = arguments.get("models") or [], arguments.get("topics") or []
    _few("models", models)
    _few("topics", topics)
    parts = given_weights(arguments.get("weights") or {})
    return Question(models=models, topics=topics, parts=parts, as_of=_day(arguments.get("asOf"))).parameter()


def fail(strange: list[str]) -> GraphError:
    """The error for keys that name nothing."""
    return UnknownKey(f"input: nothing in the graph has the key {', '.join(strange)}; check the spelling.")


def _few(name: str, keys: Sequence[str]) -> None:
    if len(keys) > MOST_KEYS:
        raise InvalidInput(f"{name}: at most {MOST_KEYS} are allowed (got {len(keys)}).")


def _state(code: str) -> str:
    """A postal code that is one. The statement would find that out too, after seconds of planning."""
    if code in STATES:
        return code
    meant = [known for known, name in STATES.items() if folded(code) in (folded(name), folded(known))]
    write = meant[0] if meant else f"one of {', '.join(STATES)}"
    raise UnknownKey(f"profile.state: nothing in the graph has the key us-state:{code[:40]}; write {write}.")


def _profile(given: Mapping[str, Any]) -> Profile:
    setting = given.get("setting")
    return Profile(
        state=_state(given["state"]),
        kind=given["kind"],
        population=given.get("population"),
        density=given.get("density"),
        urban_class=None if setting is None else list(UrbanClass.__members__).index(setting),
        county=given.get("county"),
        latitude=given.get("latitude"),
        longitude=given.get("longitude"),
    )


def given_weights(weights: Mapping[str, Any], but: str | None = None) -> Mapping[str, float]:
    """Those of an input of weights that are not null, by name."""
    return {name: weight for name, weight in weights.items() if weight is not None and name != but}


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else day_of(text)
    except InvalidInput as error:
        raise InvalidInput(f"asOf: {error}") from None
