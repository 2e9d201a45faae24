"""Recommendations computed in plain Python from plain rows: what the one statement must answer.

Written from the definition of the factors and not from the statement. The numbers are typed out again here,
so that a change of one side alone is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from similarity_oracle import Comparison, Profile, miles, nested, score
from world import Answer, Place, Request, Site, World

NEIGHBORS, LATEST, FLOOR, KAPPA = 50, 20, 0.4, 2.0
HALF_LIFE_MONTHS, LOAD_MONTHS, HALF_MILES = 24, 6, 500
PARTS = {"size": 0.35, "density": 0.15, "setting": 0.30, "region": 0.12, "distance": 0.08}
DEFAULTS = {
    "EVIDENCE": 0.55,
    "FIT": 0.20,
    "COVERAGE": 0.15,
    "CAPACITY": 0.10,
    "ASSISTANCE": 0.05,
    "DISTANCE": 0.10,
    "CAMPUS": 1.00,
    "TRIBE": 0.25,
}
TIERS = ["OFFERS", "RELATED", "SIMILAR_ONLY"]
UNKNOWN_CAPACITY = 0.5
OUTCOMES = {
    "COMPLETED": 1.0,
    "SCHEDULED": 0.7,
    "IN_PROGRESS": 0.7,
    "MATCHED": 0.5,
    "WITHDRAWN": 0.2,
    "REFERRED_ELSEWHERE": 0.0,
}
VISITS = {"VISIT_HOSTED", "SITE_TRAVELS"}
BANDS = ["UNDER_10", "FROM_10", "FROM_50", "FROM_250", "FROM_1000"]
AGENCIES = {
    frozenset({"SHERIFF", "COALITION"}): 0.7,
    frozenset({"SHERIFF", "COUNTY_POLICE"}): 0.7,
    frozenset({"MUNICIPAL_POLICE", "COUNTY_POLICE"}): 0.6,
    frozenset({"MUNICIPAL_POLICE", "SHERIFF"}): 0.5,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question; `place` is a key of the world or a profile."""

    place: str | Profile
    models: Sequence[str] = ()
    topics: Sequence[str] = ()
    assistance: Sequence[str] = ()
    agency_type: str | None = None
    sworn_band: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    as_of: date
    exclude: Sequence[str] = ()
    include_former: bool = False
    by_score: bool = False

    @property
    def month(self) -> int:
        """Facts of earlier months count: that of the day after `as_of`, in months since year 0."""
        after = self.as_of + timedelta(days=1)
        return after.year * 12 + after.month - 1


class Case(NamedTuple):
    """A past request in the evidence of a site."""

    request: Request
    place: Place
    similarity: float
    match: float
    decay: float
    outcome: str
    weight: float


class Factor(NamedTuple):
    """Name, share, value, and its part of the score."""

    name: str
    weight: float
    value: float

    @property
    def contribution(self) -> float:
        return self.weight * self.value


class Row(NamedTuple):
    """A site in the list; `cases` weightiest first; `fit` is the served place that is most alike."""

    site: Site
    tier: str | None
    offers: list[str]
    lacks: list[str]
    score: float
    factors: list[Factor]
    cases: list[Case]
    fit: tuple[Place, Comparison] | None
    load: int


class Recommended(NamedTuple):
    """The list, best first, and what holds for all of it."""

    label: str | None
    rows: list[Row]
    loads: dict[str, int]


def recommend(world: World, asked: Asked) -> Recommended:
    """The answer to one question."""
    cases = evidence_of(world, asked)
    best = max((sum(case.weight for case in found) for found in cases.values()), default=0.0)
    current = [s for s in world.sites.values() if s.joined_month < asked.month and s.status == "CURRENT"]
    # How busy a site is does not depend on who asks: all current sites count, candidates or not.
    loads = {s.key: _load(s, asked.month) for s in world.sites.values() if s.joined_month < asked.month}
    mean = sum(loads[s.key] for s in current) / len(current) if current else 0.0
    rows = []
    for site in world.sites.values():
        if site.joined_month >= asked.month or asked.place in site.serves or site.key in asked.exclude:
            continue
        if site.status != "CURRENT" and not asked.include_former:
            continue
        rows.append(_row(world, asked, site, cases.get(site.key, []), best, loads[site.key], mean))
    rows.sort(key=lambda row: (_place_of(asked, row), -round(row.score, 6), row.site.key))
    return Recommended(_label(asked, rows), rows, {s.key: loads[s.key] for s in current})


def _place_of(asked: Asked, row: Row) -> int:
    return 0 if row.tier is None or asked.by_score else TIERS.index(row.tier)


def evidence_of(world: World, asked: Asked) -> dict[str, list[Case]]:
    compared = []
    for place in world.places.values():
        if place.first_answered is None or place.first_answered >= asked.month:
            continue
        if nested(_asker(world, asked), place):
            continue
        if alike := _compare(world, asked, place):
            compared.append((alike.score, place))
    ranked = sorted(
        (pair for pair in compared if pair[0] >= FLOOR), key=lambda pair: (-round(pair[0], 6), pair[1].key)
    )
    nearest: dict[str, tuple[float, Place]] = {}
    for similarity, place in ranked[:NEIGHBORS]:
        for request in _latest(world, place, asked.month):
            # A request of several counties counts once, by its most similar county.
            nearest.setdefault(request.key, (similarity, place))
    cases = defaultdict(list)
    for key, (similarity, place) in nearest.items():
        request = world.requests[key]
        for answer in request.answers:
            if answer.matched_month < asked.month:
                case = _case(asked, request, answer, place, similarity)
                if case.weight > 0:
                    cases[answer.site].append(case)
    return {
        site: sorted(found, key=lambda case: (-case.weight, case.request.key))
        for site, found in cases.items()
    }


def _latest(world: World, place: Place, month: int) -> list[Request]:
    answered = [
        request
        for request in world.requests.values()
        if place.key in request.places
        and request.month < month
        and any(answer.matched_month < month for answer in request.answers)
    ]
    return sorted(answered, key=lambda request: (-request.month, request.key))[:LATEST]


def _case(asked: Asked, request: Request, answer: Answer, place: Place, similarity: float) -> Case:
    wanted = len(set(asked.models)) + len(set(asked.topics))
    had = len(set(asked.models) & request.models) + len(set(asked.topics) & request.topics)
    match = had / wanted if wanted else 1.0
    decay = 0.5 ** ((asked.month - request.month) / HALF_LIFE_MONTHS)
    closed = answer.closed_month is not None and answer.closed_month < asked.month
    outcome = answer.outcome if closed else "MATCHED"
    weight = similarity * (0.5 + 0.5 * match) * decay * OUTCOMES[outcome]
    return Case(request, place, similarity, match, decay, outcome, weight)


def _row(
    world: World, asked: Asked, site: Site, cases: list[Case], best: float, load: int, mean: float
) -> Row:
    compared = [
        (place, _compare(world, asked, place)) for place in map(world.places.__getitem__, site.serves)
    ]
    fits = [(place, alike) for place, alike in compared if alike]
    fit = min(fits, key=lambda pair: (-round(pair[1].score, 6), pair[0].key)) if fits else None
    values = {
        "EVIDENCE": sum(case.weight for case in cases) / (best + KAPPA),
        "FIT": _fit(asked, site, fit),
        "COVERAGE": _coverage(world, asked, site),
        "CAPACITY": _capacity(site, load, mean),
        "ASSISTANCE": _assistance(asked, site),
        "DISTANCE": _distance(world, asked, [place for place, _ in fits]),
        "CAMPUS": _campus(world, asked, site),
        "TRIBE": float(site.has_tribe) if asked.agency_type == "TRIBAL_POLICE" else None,
    }
    weights = {**DEFAULTS, **{name.upper(): weight for name, weight in asked.weights.items()}}
    active = {name: value for name, value in values.items() if value is not None and weights[name] > 0}
    whole = sum(weights[name] for name in active)
    factors = [Factor(name, weights[name] / whole, value) for name, value in active.items()]
    operated = _operated(asked, site)
    return Row(
        site=site,
        tier=_tier(world, asked, operated),
        offers=[key for key in sorted(set(asked.models)) if key in operated],
        lacks=[key for key in sorted(set(asked.models)) if key not in operated],
        score=sum(factor.contribution for factor in factors),
        factors=factors,
        cases=cases,
        fit=fit,
        load=load,
    )


def _operated(asked: Asked, site: Site) -> set[str]:
    return {key for key, since in site.operates.items() if since is None or since * 12 < asked.month}


def _tier(world: World, asked: Asked, operated: set[str]) -> str | None:
    if not asked.models:
        return None
    if operated & set(asked.models):
        return "OFFERS"
    families = {world.families[key] for key in operated}
    return "RELATED" if any(world.families[key] in families for key in asked.models) else "SIMILAR_ONLY"


def _campus(world: World, asked: Asked, site: Site) -> float | None:
    is_one = (
        _asker(world, asked).kind == "CAMPUS"
        or asked.agency_type == "CAMPUS_POLICE"
        or "topic:campus" in asked.topics
    )
    return float(any(world.places[key].kind == "CAMPUS" for key in site.serves)) if is_one else None


def _fit(asked: Asked, site: Site, fit: tuple[Place, Comparison] | None) -> float | None:
    if fit is None:
        return None
    known = []
    if asked.agency_type:
        pair = frozenset({asked.agency_type, site.agency_type})
        campus = 0.2 if "CAMPUS_POLICE" in pair else 0.0
        known.append(1.0 if len(pair) == 1 else AGENCIES.get(pair, campus))
    if asked.sworn_band and site.sworn_band is not None:
        known.append(1 - abs(BANDS.index(asked.sworn_band) - BANDS.index(site.sworn_band)) / 4)
    return 0.8 * fit[1].score + 0.2 * sum(known) / len(known) if known else fit[1].score


def _coverage(world: World, asked: Asked, site: Site) -> float | None:
    operated = _operated(asked, site)
    families = {world.families[key] for key in operated}
    counts = [
        1.0 if key in operated else 0.5 if world.families[key] in families else 0.0
        for key in set(asked.models)
    ]
    counts += [1.0 if key in site.topics else 0.0 for key in set(asked.topics)]
    return sum(counts) / len(counts) if counts else None


def _capacity(site: Site, load: int, mean: float) -> float:
    if not site.monthly_capacity and not load:
        return UNKNOWN_CAPACITY
    enough = LOAD_MONTHS * site.monthly_capacity if site.monthly_capacity else 2 * mean
    return 1 - min(1.0, load / enough)


def _assistance(asked: Asked, site: Site) -> float | None:
    def counts(kind: str) -> float:
        if site.assistance is not None and kind in site.assistance:
            return 1.0
        if site.assistance is not None and site.from_file:
            return 0.0
        return 0.5 if kind in VISITS else 1.0

    kinds = set(asked.assistance)
    return sum(map(counts, kinds)) / len(kinds) if kinds else None


def _distance(world: World, asked: Asked, served: Iterable[Place]) -> float | None:
    one = _asker(world, asked)
    if not VISITS & set(asked.assistance) or one.latitude is None or one.longitude is None:
        return None
    here = (one.latitude, one.longitude)
    away = [miles(here, (place.latitude, place.longitude)) for place in served]
    return float(0.5 ** (min(away) / HALF_MILES)) if away else None


def _load(site: Site, month: int) -> int:
    return sum(n for of, n in site.matched.items() if month - LOAD_MONTHS <= of < month)


def _compare(world: World, asked: Asked, other: Place) -> Comparison | None:
    one = _asker(world, asked)
    if (one.kind == "STATE") != (other.kind == "STATE"):
        return None
    return score(one, other, world.adjacency, {**PARTS, **asked.parts})


def _asker(world: World, asked: Asked) -> Place | Profile:
    return asked.place if isinstance(asked.place, Profile) else world.places[asked.place]


def _label(asked: Asked, rows: list[Row]) -> str | None:
    """The lead over the next site of the same tier; clear only where the first operates what is wanted."""
    if not rows:
        return None
    tier = [row.score for row in rows if _place_of(asked, row) == _place_of(asked, rows[0])]
    gap = tier[0] - (tier[1] if len(tier) > 1 else 0.0)
    if gap < 0.03:
        return "CLOSE_CALL"
    return "CLEAR" if gap >= 0.10 and rows[0].tier in (None, "OFFERS") else "LEANING"


def shown(found: Recommended) -> dict[str, Any]:
    """The same as the JSON of the GraphQL document in `asking.py`."""
    return {"label": found.label, "edges": [{"node": _shown(row)} for row in found.rows]}


def _shown(row: Row) -> dict[str, Any]:
    evidence = next((factor for factor in row.factors if factor.name == "EVIDENCE"), None)
    share = evidence.contribution if evidence else 0.0
    total = sum(case.weight for case in row.cases)
    return {
        "site": {"key": row.site.key},
        "tier": row.tier,
        "offers": [{"key": key} for key in row.offers],
        "lacks": [{"key": key} for key in row.lacks],
        "score": row.score,
        "former": row.site.status == "FORMER",
        "factors": [
            {"name": f.name, "weight": f.weight, "value": f.value, "contribution": f.contribution}
            for f in row.factors
        ],
        "evidence": {
            "totalCount": len(row.cases),
            "edges": [
                {
                    "node": {
                        "request": {"key": case.request.key},
                        "jurisdiction": {"key": case.place.key},
                        "similarity": case.similarity,
                        "match": case.match,
                        "decay": case.decay,
                        "outcome": case.outcome,
                        "weight": case.weight,
                        "contribution": share * case.weight / total,
                    }
                }
                for case in row.cases
            ],
        },
    }
