"""A reader's recommendation is arithmetic on counts that readers are shown anyway.

The counts are asked for through `requestStatistics`, as anybody may; the formula is written again here. So
no choice of a requester, models, weights, exclusions or days tells more than they do, and no step of `asOf`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from counting import CLASSES, Log, published

RECOMMEND = """
query ($input: RecommendInput!) {
  recommendSites(input: $input, first: 100) {
    synthetic
    edges { node { site { key } tier score factors { name weight value contribution reason } } }
  }
}
"""
COUNTS = """
query ($input: RequestStatisticsInput!) {
  requestStatistics(input: $input) { rows { year urbanClass site { key } requests } }
}
"""
HALF_LIFE, DAMPING, LOAD_MONTHS, UNKNOWN = 24, 2.0, 6, 0.5
TIERS = [None, "OFFERS", "RELATED", "SIMILAR_ONLY"]
VINTON = {"jurisdictionKey": "us-county:39163"}
"""A noncore county."""
PROFILE = {
    "profile": {
        "state": "TX",
        "kind": "PLACE",
        "population": 9000,
        "density": 900.0,
        "setting": "SMALL_METRO",
    }
}
WITHOUT_CLASS = {"jurisdictionKey": "us-state:OH"}
QUESTIONS: list[tuple[dict[str, Any], int | None]] = [
    ({"for": VINTON, "asOf": "2025-12-31"}, 4),
    ({"for": VINTON, "asOf": "2025-11-15", "models": ["model:co-responder"]}, 4),
    ({"for": VINTON, "asOf": "2022-06-30", "weights": {"evidence": 1.0, "fit": 0.0, "capacity": 0.0}}, 4),
    ({"for": VINTON, "asOf": "2025-12-31", "weights": {"similarity": {"distance": 1.0}}}, 4),
    ({"for": PROFILE, "asOf": "2024-12-31", "exclude": ["site:houston-pd"], "includeFormer": True}, 2),
    ({"for": PROFILE, "topics": ["topic:rural"], "rank": "BY_SCORE"}, 2),
    ({"for": WITHOUT_CLASS, "asOf": "2025-12-31"}, None),
    ({"for": VINTON, "asOf": "2031-01-01"}, 4),
]
"""Each with the urban class of the requester."""


def quarter(day: str | None) -> int:
    """The first month of the quarter of the day after a day, today without one."""
    after = (date.fromisoformat(day) if day else datetime.now(UTC).date()) + timedelta(days=1)
    months = 12 * after.year + after.month - 1
    return months - months % 3


class Counts:
    """The published counts of sites, by year and by urban class."""

    def __init__(self, by_year: list[dict[str, Any]], by_class: list[dict[str, Any]], log: Log) -> None:
        self._years = {(row["site"]["key"], row["year"]): row["requests"] for row in by_year if row["site"]}
        self._classes = {
            (row["site"]["key"], CLASSES.index(row["urbanClass"])): row["requests"]
            for row in by_class
            if row["site"] and row["urbanClass"]
        }
        self._log = log

    def evidence(self, site: str, urban_class: int | None, month: int) -> float:
        weight = 0.0
        for (of, year), number in self._years.items():
            over = 12 * year + 12 <= month
            if of == site and 12 * year < month and (over or month >= quarter(None)):
                middle = 12 * year + min(12, month - 12 * year) / 2
                weight += number * 0.5 ** ((month - middle) / HALF_LIFE)
        own = {c: number for (of, c), number in self._classes.items() if of == site}
        alike = sum(
            n * (UNKNOWN if urban_class is None else 1 - abs(c - urban_class) / 4) for c, n in own.items()
        )
        return float(weight * alike / sum(own.values())) if own else 0.0

    def load(self, site: str, month: int) -> int:
        matched = [
            q
            for q in self._log
            if site in q["sites"] and month - LOAD_MONTHS <= q.get("matchedMonth", -1) < month
        ]
        return published(len(matched), sum(q["recordKey"] for q in matched)) or 0


@pytest.fixture
async def counts(read: Any, log: Log) -> Counts:
    async def rows(*dimensions: str) -> Any:
        result = await read(COUNTS, input={"groupBy": list(dimensions)})
        return result.data["requestStatistics"]["rows"]

    return Counts(await rows("SITE", "YEAR"), await rows("SITE", "URBAN_CLASS"), log)


def nodes(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in found["recommendSites"]["edges"]]


def value(node: dict[str, Any], name: str) -> float | None:
    return next((factor["value"] for factor in node["factors"] if factor["name"] == name), None)


@pytest.mark.parametrize(("question", "urban_class"), QUESTIONS)
async def test_evidence_and_load_are_those_of_published_counts(
    read: Any, ask: Any, counts: Counts, log: Log, question: dict[str, Any], urban_class: int | None
) -> None:
    month = quarter(question.get("asOf"))
    result = await read(RECOMMEND, input=question)
    assert result.errors is None
    found, exact = nodes(result.data), nodes(await ask(RECOMMEND, input=question))
    everywhere = {site for q in log for site in q["sites"]}
    best = max(counts.evidence(site, urban_class, month) for site in everywhere)
    for node in found:
        site = node["site"]["key"]
        wanted = counts.evidence(site, urban_class, month) / (best + DAMPING)
        assert value(node, "EVIDENCE") == pytest.approx(wanted)
        if (free := value(node, "CAPACITY")) is not None and not counts.load(site, month):
            assert free == 0.5
    # All else is as staff see it.
    others = {
        node["site"]["key"]: [f for f in node["factors"] if f["name"] not in ("EVIDENCE", "CAPACITY")]
        for node in exact
    }
    assert {
        node["site"]["key"]: [f for f in node["factors"] if f["name"] not in ("EVIDENCE", "CAPACITY")]
        for node in found
    } == others


@pytest.mark.parametrize(("question", "urban_class"), QUESTIONS)
async def test_a_readers_score_is_the_sum_of_its_contributions_and_orders_the_sites(
    read: Any, question: dict[str, Any], urban_class: int | None
) -> None:
    found = nodes((await read(RECOMMEND, input=question)).data)
    for node in found:
        assert node["score"] == pytest.approx(sum(factor["contribution"] for factor in node["factors"]))
        for factor in node["factors"]:
            assert factor["contribution"] == pytest.approx(factor["weight"] * factor["value"])
    by_score = question.get("rank") == "BY_SCORE"
    order = [
        (0 if by_score else TIERS.index(node["tier"]), -round(node["score"], 6), node["site"]["key"])
        for node in found
    ]
    assert order == sorted(order)


async def test_no_step_of_as_of_within_a_quarter_shows_anything(read: Any) -> None:
    for first in ("2025-07-01", "2025-10-01"):
        year, month, _ = map(int, first.split("-"))
        days = [f"{year}-{month + step:02d}-15" for step in range(3)]
        found = [nodes((await read(RECOMMEND, input={"for": VINTON, "asOf": day})).data) for day in days]
        seen = [
            {node["site"]["key"]: (value(node, "EVIDENCE"), value(node, "CAPACITY")) for node in one}
            for one in found
        ]
        assert seen[0] == seen[1] == seen[2]
