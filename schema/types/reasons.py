"""Reasons of factors: one sentence each, made of the facts in its row."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from domain.months import month_index
from domain.recommendation import RECOMMENDATION
from domain.similarity import CITY_COUNTY, OTHER, TRIBE
from domain.vocabulary import JurisdictionKind, UrbanClass

Facts = Mapping[str, Any]

LOAD_MONTHS: Final = RECOMMENDATION.load_months
SIMILAR_FROM: Final = 0.6
"""Jurisdictions are called similar from here on; below, the sentence gives the range of their similarity."""
FACTS_AGE_YEARS: Final = 5
"""A reason names the year of a fact that is older."""
FITS_FROM: Final = 0.4
"""Below, the jurisdictions that a site serves are not called a match."""

PARTS: Final = {
    "size": "population",
    "density": "density",
    "setting": "kind and urban class",
    "region": "region",
    "distance": "distance",
}
"""The names of the parts of similarity in a sentence."""

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    JurisdictionKind.STATE: ("state", "states"),
    JurisdictionKind.COUNTY: ("county", "counties"),
    CITY_COUNTY: ("city-county", "city-counties"),
    JurisdictionKind.PLACE: ("city or town", "cities or towns"),
    JurisdictionKind.CAMPUS: ("campus", "campuses"),
    JurisdictionKind.REGION: ("region", "regions"),
    JurisdictionKind.TRIBE: ("tribe", "tribes"),
    JurisdictionKind.TOWNSHIP: ("township", "townships"),
    OTHER: ("jurisdiction", "jurisdictions"),
}
"""One and several of a kind in a sentence."""


def reason(name: str, facts: Facts) -> str:
    """The sentence of one factor."""
    return REASONS[name](facts)


def assumption(facts: Facts | None) -> str | None:
    """Which features are the county's, as a sentence; None where none is."""
    if facts is None:
        return None
    if facts["agency"] is None:
        return f"The place of the tribe is not given; distances are from the middle of {facts['state']}."
    features = ["urban class"]
    if facts["kind"] != JurisdictionKind.PLACE:
        features = ["density", *features]
    if facts["kind"] == TRIBE and facts["people"]:
        features = ["population", *features]
    unknown, county = _listed(features, "or"), f"{facts['county']}, {facts['state']}"
    return (
        f"The data have no {unknown} of {facts['agency']}; what is known of {county}, is used. "
        "Ask with a profile if you know better."
    )


def _evidence(facts: Facts) -> str:
    published = facts["published"]
    if not facts["any"]:
        if published is not None:
            return "Too few answered requests went here to count."
        return "No similar jurisdiction has an answered request here yet."
    said = _cases(facts["of"]) if published is None else _published(published)
    return f"{said} (synthetic)" if facts["synthetic"] else said


def _published(of: Facts) -> str:
    """The requests that went to a site as readers see them: counts of requestStatistics."""
    return (
        f"About {of['requests']} answered requests went here, from jurisdictions {percent(of['similarity'])} "
        "similar in urban class."
    )


def _cases(of: Facts) -> str:
    """The requests that went to a site: those of other jurisdictions, and the requester's own."""
    own = (
        f"{_count(of['own'], 'answered request')} of its own went here, the last in {_month(of['lastOwn'])}."
    )
    if not of["requests"]:
        return own
    heaviest = of["heaviest"]
    jurisdictions = (
        _count(of["jurisdictions"], "similar jurisdiction")
        if of["lowest"] >= SIMILAR_FROM
        else f"{_count(of['jurisdictions'], 'jurisdiction')}, {_range(of['lowest'], of['highest'])} similar,"
    )
    said = (
        f"{_count(of['requests'], 'answered request')} from {jurisdictions} went here; "
        f"the one that counts most: {heaviest['name']}, {heaviest['state']}, "
        f"{percent(heaviest['similarity'])} similar, {_month(heaviest['month'])}."
    )
    return f"{said} {own}" if of["own"] else said


def _fit(facts: Facts) -> str:
    place, least = facts["place"], facts["least"]
    known = {word: facts["parts"][part] for part, word in PARTS.items() if facts["parts"][part] is not None}
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    population = place.get("population")
    people = "population unknown" if population is None else f"{population:,} people"
    on = f", strongest on {best}, weakest on {worst}" if best != worst else " on all that is known"
    what = kind(place["comparedAs"], place.get("urbanClass"))
    described = (
        f"{place['name']}, {place['state']} ({what}, {people}): {percent(facts['similarity'])} similar{on}."
    )
    if facts["similarity"] >= FITS_FROM:
        return f"Closest match {described}"
    if least["score"] >= FITS_FROM:
        return f"Not similar: {described}"
    if least["key"] == place["key"]:
        return f"No similar site; the least unlike is {described}"
    return (
        f"No similar site; the least unlike is {least['name']}, {least['state']}. This one serves {described}"
    )


def _coverage(facts: Facts) -> str:
    operated = {model["key"]: model for model in facts["operated"]}
    of_family = {model["family"]: model["name"] for model in reversed(facts["operated"])}
    full, half, absent = [], [], []
    for wanted in facts["wanted"]:
        name = _in_sentence(wanted["name"])
        if own := operated.get(wanted["key"]):
            full.append(f"{name}{_doubt(own, facts['asOf'])}")
        elif relative := of_family.get(wanted["family"]):
            half.append(f"{_in_sentence(relative)} counts half for {name} (same family)")
        else:
            absent.append(name)
    known, unknown = list[str](), list[str]()
    for topic in facts["topics"]:
        (known if topic["key"] in facts["special"] else unknown).append(_in_sentence(topic["name"]))
    parts = [f"operates {_listed(full)}"] if full else []
    parts += half
    parts += [f"does not operate {_listed(absent, 'or')}"] if absent else []
    parts += [f"experience with {_listed(known)}"] if known else []
    parts += [f"no record of work on {_listed(unknown, 'or')}"] if unknown else []
    return _sentence("; ".join(parts))


def _doubt(operated: Facts, as_of: int) -> str:
    """What to know before one relies on a model of a site: that it was inferred, and how old it is."""
    doubts = ["inferred, see sources"] if operated["basis"] == "inferred" else []
    confirmed = operated.get("lastConfirmed")
    if confirmed and as_of - month_index(f"{confirmed}-12"[:7]) > 12 * FACTS_AGE_YEARS:
        doubts.append(f"last confirmed in {confirmed[:4]}")
    return f" ({'; '.join(doubts)})" if doubts else ""


def _capacity(facts: Facts) -> str:
    of = facts["of"]
    if not facts["any"]:
        none = "Few or no" if of is None else "No"
        if facts["capacity"]:
            can = _count(facts["capacity"], "request")
            return f"{none} recent matches on record; it can take {can} a month."
        return f"{none} recent matches on record, which does not mean that the site is free."
    if of is None:
        compared = "More" if facts["more"] else "No more"
        return f"{compared} matches in the last {LOAD_MONTHS} months than an even share."
    compared = (
        f"it can take {LOAD_MONTHS * facts['capacity']}"
        if facts["capacity"]
        else f"an even share is {of['mean']:.1f}"
    )
    recent = f"{of['load']} of {_count(of['total'], 'match', 'matches')} in the last {LOAD_MONTHS} months"
    return f"{recent}; {compared}."


def _assistance(facts: Facts) -> str:
    known = facts["offered"] or []
    offered = [member_in_words(kind) for kind in facts["wanted"] if kind in known]
    others = [member_in_words(kind) for kind in facts["wanted"] if kind not in known]
    parts = [f"offers {_listed(offered)}"] if offered else []
    if others and facts["offered"] is not None and facts["complete"]:
        parts.append(f"does not offer {_listed(others, 'or')}")
    elif others:
        unknown = f"it is not known whether it offers {_listed(others, 'or')}"
        parts.append(f"{unknown}: remote help counts in full, visits by half")
    return _sentence("; ".join(parts))


def _distance(facts: Facts) -> str:
    miles = f"{facts['miles']:,.0f} miles away"
    if facts["miles"] >= RECOMMENDATION.half_at_miles:
        return f"{miles}: ask for a virtual consultation before a visit."
    return f"{miles}."


def _campus(facts: Facts) -> str:
    if facts["campuses"]:
        return f"Serves a campus, as the requester is one: {_listed(facts['campuses'])}."
    return "Serves no campus, as the requester is one."


def _tribe(facts: Facts) -> str:
    if facts["tribes"]:
        return f"Works with a tribe: {_listed(facts['tribes'])} is a partner."
    return "No tribe is known to be a partner."


REASONS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "EVIDENCE": _evidence,
    "FIT": _fit,
    "COVERAGE": _coverage,
    "CAPACITY": _capacity,
    "ASSISTANCE": _assistance,
    "DISTANCE": _distance,
    "CAMPUS": _campus,
    "TRIBE": _tribe,
}


def kind(name: str, urban_class: int | None) -> str:
    """The kind of a jurisdiction with its urban class, in words: `rural county`."""
    return _in_setting(KINDS[name][0], urban_class, "in a {} area")


def kinds(name: str, urban_class: int | None) -> str:
    """Two of a kind and an urban class, in words: `counties in small metro areas`."""
    return _in_setting(KINDS[name][1], urban_class, "in {} areas")


def _in_setting(noun: str, urban_class: int | None, area: str) -> str:
    if urban_class is None:
        return noun
    of = list(UrbanClass)[urban_class]
    return f"rural {noun}" if of is UrbanClass.NONCORE else f"{noun} {area.format(of.value)}"


def member_in_words(name: str) -> str:
    """The member of an enum in a sentence: `VISIT_HOSTED` → `visit hosted`."""
    return name.lower().replace("_", " ")


def percent(share: float) -> str:
    """`0.33` → `33%`."""
    return f"{100 * share:.0f}%"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed(words: Sequence[str], joint: str = "and") -> str:
    *before, last = words
    return f"{', '.join(before)} {joint} {last}" if before else last


def _range(lowest: float, highest: float) -> str:
    low, high = percent(lowest), percent(highest)
    return low if low == high else f"{low} to {high}"


def _month(index: int) -> str:
    """`March 2024`."""
    return f"{month_name[index % 12 + 1]} {index // 12}"


def _in_sentence(name: str) -> str:
    """A name inside a sentence: `Homelessness` → `homelessness`, and `CIT and other training` as it is."""
    first = name.partition(" ")[0]
    return name if first.isupper() else name[:1].lower() + name[1:]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
