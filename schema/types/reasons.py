"""Reasons of factors: one sentence each, made of the facts in its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.months import month_text
from domain.recommendation import RECOMMENDATION
from domain.vocabulary import UrbanClass

Facts = Mapping[str, Any]

LOAD_MONTHS: Final = RECOMMENDATION.load_months

PARTS: Final = {
    "size": "population",
    "density": "density",
    "setting": "kind and urban class",
    "region": "region",
    "distance": "distance",
}
"""The names of the parts of similarity in a sentence."""


def reason(name: str, facts: Facts) -> str:
    """The sentence of one factor."""
    return REASONS[name](facts)


def _evidence(facts: Facts) -> str:
    if not facts["any"]:
        return "No similar jurisdiction has an answered request here yet."
    of = facts["of"]
    said = "Answered requests from similar jurisdictions went here."
    if of is not None:
        said = (
            f"{_count(of['requests'], 'answered request')} from "
            f"{_count(of['jurisdictions'], 'similar jurisdiction')} went here; closest: "
            f"{of['name']}, {of['state']}, {percent(of['similarity'])} similar, {month_text(of['month'])}."
        )
    return f"{said} (synthetic)" if facts["synthetic"] else said


def _fit(facts: Facts) -> str:
    place = facts["place"]
    known = {word: facts["parts"][part] for part, word in PARTS.items() if facts["parts"][part] is not None}
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    setting = f", {urban_class(place['urbanClass'])}" if "urbanClass" in place else ""
    on = f", strongest on {best}, weakest on {worst}" if best != worst else " on all that is known"
    return (
        f"Closest match {place['name']}, {place['state']} ({place['kind'].lower()}, "
        f"{place['population']:,} people{setting}): {percent(facts['similarity'])} similar{on}."
    )


def _coverage(facts: Facts) -> str:
    operated = {model["key"]: model for model in facts["operated"]}
    of_family = {model["family"]: model["name"] for model in reversed(facts["operated"])}
    full, half, absent = [], [], []
    for wanted in facts["wanted"]:
        if own := operated.get(wanted["key"]):
            full.append(f"{own['name']}{' (inferred, see sources)' if own['basis'] == 'inferred' else ''}")
        elif relative := of_family.get(wanted["family"]):
            half.append(f"{relative} counts half for {wanted['name']} (same family)")
        else:
            absent.append(wanted["name"])
    known = [topic["name"] for topic in facts["topics"] if topic["key"] in facts["special"]]
    absent += [topic["name"] for topic in facts["topics"] if topic["key"] not in facts["special"]]
    parts = [f"operates {_listed(full)}"] if full else []
    parts += half
    parts += [f"specializes in {_listed(known)}"] if known else []
    parts += [f"not offered: {_listed(absent)}"] if absent else []
    return _sentence("; ".join(parts))


def _capacity(facts: Facts) -> str:
    if not facts["any"]:
        return f"No site was matched with a request in the last {LOAD_MONTHS} months."
    of = facts["of"]
    if of is None:
        compared = "More" if facts["more"] else "No more"
        return f"{compared} matches in the last {LOAD_MONTHS} months than an even share."
    return (
        f"{of['load']} of {_count(of['total'], 'match', 'matches')} in the last {LOAD_MONTHS} months; "
        f"an even share is {of['mean']:.1f}."
    )


def _assistance(facts: Facts) -> str:
    if facts["offered"] is None:
        return "It is not known how this site helps: remote help counts in full, visits by half."
    offered = [kind.lower().replace("_", " ") for kind in facts["wanted"] if kind in facts["offered"]]
    return f"Offers {_listed(offered)}." if offered else "Offers none of the kinds of help that are wanted."


def _distance(facts: Facts) -> str:
    return f"{facts['miles']:,.0f} miles away."


REASONS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "EVIDENCE": _evidence,
    "FIT": _fit,
    "COVERAGE": _coverage,
    "CAPACITY": _capacity,
    "ASSISTANCE": _assistance,
    "DISTANCE": _distance,
}


def urban_class(index: int) -> str:
    """The urban class of this index, in words."""
    return list(UrbanClass)[index].value


def percent(share: float) -> str:
    """`0.33` → `33%`."""
    return f"{100 * share:.0f}%"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed(words: Any) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else str(last)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
