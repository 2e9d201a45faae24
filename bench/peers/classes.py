"""The classes of questions that are measured."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

import httpx

from bench.peers.dialects import Dialect, Question
from bench.question import SIZES
from domain.months import month_after, month_index

PAGE: Final = 20
FAR: Final = 400
MIX: Final = 60
"""Questions of the mix; they repeat."""
LATELY: Final = "2022-01"
AS_OF: Final = date(2025, 12, 31)
PHRASES: Final = (
    "springfield",
    "clinton",
    "greenville",
    "fairview",
    "madison",
    "georgetown",
    "oakland",
    "auburn",
)
"""Names of ten places or more, whose order is by population in every contender's search."""
COUNTIES: Final = (
    "us-county:39163",
    "us-county:48201",
    "us-county:06075",
    "us-county:17031",
    "us-county:55025",
)
BEFORE: Final = """query Before($offset: Int!) {
  requests(sort: [{month: DESC}, {key: DESC}], first: 1, offset: $offset) {
    edges { cursor node { key month } }
  }
}"""
"""The request before a page."""


class QueryClass(NamedTuple):
    """Questions of one kind, and what the table calls them.

    With `new` each request has a text of its own. A `cacheable` class is also asked of the servers with a
    response cache.
    """

    name: str
    questions: list[Question]
    cacheable: bool = False
    new: bool = False


def classes(url: str) -> list[QueryClass]:
    """All classes that read; the service at `url` says where page 400 begins."""
    springfield, county = search(PHRASES[0]), recommend(COUNTIES[0])
    return [
        *(QueryClass(size.name, [sites(size.sites, size.requests)], cacheable=True) for size in SIZES),
        QueryClass("filtered and sorted list", [filtered(100_000)]),
        QueryClass("page 1", [page()]),
        QueryClass(f"page {FAR}", [far_page(url)]),
        QueryClass("totals", [Question("Totals", {})]),
        QueryClass("groups", [Question("Groups", {})]),
        QueryClass("search", [springfield]),
        QueryClass("recommendation", [county]),
        QueryClass("mix", mix(), cacheable=True),
        QueryClass("new document", [sites(*SIZES[1][1:])], new=True),
    ]


def sites(sites: int, requests: int) -> Question:
    """Sites with their newest requests."""
    return Question("Sites", {"sites": sites, "requests": requests})


def filtered(population: int) -> Question:
    """Large counties with some requests and without others."""
    own: dict[str, Any] = {"month": month_index(LATELY)}
    return Question(
        "Filtered",
        {"population": population, "first": PAGE},
        {Dialect.OURS: {"month": LATELY}, Dialect.NEO4J: own, Dialect.LOADERS: own},
    )


def page(first: int = PAGE) -> Question:
    """The newest requests."""
    return Question("Page", {"first": first}, {Dialect.NEO4J: {"offset": 0}})


def far_page(url: str) -> Question:
    """Page 400 of all requests: after a cursor where the schema has one, else by an offset."""
    offset = PAGE * (FAR - 1)
    asked = {"query": BEFORE, "variables": {"offset": offset - 1}}
    answer = httpx.post(url, json=asked, timeout=60).raise_for_status().json()
    [edge] = answer["data"]["requests"]["edges"]
    return Question(
        "Page",
        {"first": PAGE},
        {
            Dialect.OURS: {"after": edge["cursor"]},
            Dialect.NEO4J: {"offset": offset},
            Dialect.LOADERS: {"month": month_index(edge["node"]["month"]), "key": edge["node"]["key"]},
        },
    )


def search(phrase: str) -> Question:
    """Jurisdictions by name."""
    return Question("Search", {"phrase": phrase, "first": 10})


def recommend(key: str) -> Question:
    """The sites that a county should ask."""
    day = {"asOf": AS_OF.isoformat()}
    return Question(
        "Recommend",
        {"jurisdictionKey": key, "models": ["model:co-responder"], "topics": ["topic:rural"], "first": 3},
        {Dialect.OURS: day, Dialect.LOADERS: day, Dialect.NEO4J: {"asOf": month_after(AS_OF)}},
    )


def mix() -> list[Question]:
    """What a page and its readers ask, in about the shares of a day: mostly small, some of all kinds."""
    draw = random.Random(1)
    kinds: dict[Callable[[], Question], int] = {
        lambda: sites(draw.randint(1, 5), draw.randint(1, 5)): 30,
        lambda: sites(15, draw.randint(4, 8)): 10,
        lambda: search(draw.choice(PHRASES)): 20,
        lambda: page(draw.randint(10, 50)): 20,
        lambda: filtered(1000 * draw.randint(100, 400)): 10,
        lambda: Question("Totals", {}): 5,
        lambda: recommend(draw.choice(COUNTIES)): 5,
    }
    made = draw.choices(list(kinds), list(kinds.values()), k=MIX)
    return [make() for make in made]
