"""Pages that a site's row cites: names of facts, titles, days; pages that several rows share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from graph_answers import asked, quarantined, row_counts
from source_rows import site_row

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.load_report import LoadReport
from loaders.sources.sites.page_title import title_from_address
from loaders.sources.sites.source import SITES

UNDO = Statement(
    "undo",
    "CYPHER 25 MATCH (n:Site|Source) WHERE n.key CONTAINS ':cites-' DETACH DELETE n",
)
CITED = "MATCH (:Site {key: $site})-[c:CITED_IN]->(p) RETURN c.citedFor, p.title, p.titleBasis, p.seenOn"
PAGE = {"key": "source:cites-a", "url": "https://www.example.org/news/a-county-and-its-crisis-team/123"}
STAFF = {"total": 120, "sworn": 100, "civilian": None, "basis": "a test"}

Load = Callable[..., Any]


@pytest.fixture
async def load(graph: Database, take: Callable[..., Any]) -> AsyncIterator[Load]:
    """Loads a site `site:cites-<name>` with these pages and other fields."""

    async def load(name: str, *pages: dict[str, Any], **fields: Any) -> LoadReport:
        row = site_row(f"cites-{name}") | {"sources": list(pages)} | fields
        report: LoadReport = await take(SITES, row, name=f"sites-{name}.jsonl")
        return report

    yield load
    await graph.write(UNDO, {}, Deadline.after(30))


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("joined_year", ["joinedYear"]),
        ("joinedYear", ["joinedYear"]),
        ("population", ["populationServed"]),
        ("population_served", ["populationServed"]),
        ("profile", ["specialties"]),
        ("specialties", ["specialties"]),
        ("agency_type", ["agencyType"]),
        ("assistance_offered", ["assistanceOffered"]),
        ("direct_contact", ["directContactLastConfirmed"]),
        ("personnel", ["personnelTotal", "personnelSworn"]),
        ("personnel_sworn", ["personnelSworn"]),
        ("status", ["status"]),
        ("models", ["models"]),
    ],
)
async def test_facts_are_stored_by_the_names_of_properties_however_a_file_says_them(
    graph: Database, load: Load, said: str, stored: list[str]
) -> None:
    assert row_counts(await load("names", PAGE | {"cited_for": [said]}, personnel=STAFF)) == (1, 0, 0, 0, 0)
    [(cited, *_)] = await asked(graph, CITED, site="site:cites-names")
    assert cited == stored


async def test_a_page_that_confirms_a_fact_is_cited_for_it(graph: Database, load: Load) -> None:
    confirmed = {"last_confirmed": "2026", "confirmed_by": PAGE["key"]}
    await load(
        "confirmed",
        PAGE | {"cited_for": ["profile", "specialties"]},
        models=[{"key": "model:cit", "basis": "published", **confirmed}],
        personnel=STAFF | confirmed,
        **confirmed,
    )
    [(cited, *_)] = await asked(graph, CITED, site="site:cites-confirmed")
    assert cited == ["specialties", "status", "personnelTotal", "personnelSworn", "models"]


async def test_an_unknown_fact_is_refused_with_those_that_are_known(load: Load) -> None:
    report = await load("unknown", PAGE | {"cited_for": ["weather"]})
    [entry] = quarantined(report)
    assert "cited_for" in str(entry)
    for known in ("joinedYear", "populationServed", "personnelTotal", "models"):
        assert known in str(entry)


async def test_a_title_is_recorded_or_made_from_the_address(graph: Database, load: Load) -> None:
    await load("title", PAGE | {"cited_for": ["status"], "seen_on": "May 17, 2026"})
    made = "County and its crisis team (example.org)"
    assert await asked(graph, CITED, site="site:cites-title") == [(["status"], made, "ADDRESS", "2026-05-17")]
    # Another site's row knows the title, a third one does not and has read the page before.
    known = {"title": "Crisis team at work", "seen_on": "2026-06-01"}
    await load("knows", PAGE | {"cited_for": ["name"]} | known)
    await load("later", PAGE | {"cited_for": ["name"], "seen_on": "2026-01-31"})
    now = [(["status"], "Crisis team at work", "RECORDED", "2026-06-01")]
    assert await asked(graph, CITED, site="site:cites-title") == now


async def test_a_page_was_seen_on_a_day_that_has_come(load: Load) -> None:
    for day in (f"{datetime.now(UTC).date() + timedelta(days=3)}", "2026-02-30", "2026-05", "soon"):
        report = await load("future", PAGE | {"cited_for": ["status"], "seen_on": day})
        [entry] = quarantined(report)
        assert "seen_on" in str(entry), day


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/about", "About (example.org)"),
        ("https://example.org/2018/03/05/team-of-the-year/", "Team of the year (example.org)"),
        ("https://example.org/docs/annual_report_2019.pdf", "Annual report 2019 (example.org)"),
        ("https://example.org/caf%C3%A9-talks?id=7", "Café talks (example.org)"),
        ("https://example.org/1/2", "example.org"),
        ("https://[bad", "https://[bad"),
    ],
)
def test_a_title_has_the_words_of_the_address(url: str, title: str) -> None:
    assert title_from_address(url) == title
