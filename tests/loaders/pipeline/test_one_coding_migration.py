"""Migration 0022: a graph of an earlier version gets the codings, names of facts and texts of this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_answers import asked
from one_migration import migrate
from request_files import REQUEST
from source_rows import site_row

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES

ANSWERED = REQUEST | {
    "models": ["model:cit"],
    "sites": ["site:houston-pd"],
    "status": "completed",
    "matched_month": "2024-06",
    "closed_month": "2024-12",
    "sworn_band": "50-249",
    "sworn_band_basis": "stated",
}
AGENCY = {
    "ori": "TX9990100",
    "name": "Test",
    "state": "TX",
    "agency_type": "municipal_police",
    "jurisdiction_key": "us-county:48201",
    "officers": 53,
    "year": 2023,
}
SITE = site_row("migrated") | {
    "joined_year_inferred": True,
    "personnel": {"total": 1200, "sworn": 1100, "civilian": None, "basis": "a test"},
    "sources": [
        {"key": "source:migrated", "url": "https://example.org/a", "cited_for": ["personnel", "joined_year"]}
    ],
}
UNDO = Statement(
    "undo",
    """CYPHER 25
    MATCH (n) WHERE n.key IN ['site:migrated', 'source:migrated', 'agency:TX9990100'] DETACH DELETE n""",
)
BEFORE = (
    """MATCH (n:Site|LawEnforcementAgency) WHERE n.swornBand IS NOT NULL
    SET n.swornBand = {UNDER_10: 0, FROM_10: 1, FROM_50: 2, FROM_250: 3, FROM_1000: 4}[n.swornBand]""",
    """MATCH (:Site)-[c:CITED_IN]->() SET c.citedFor = reduce(facts = [], fact IN [fact IN c.citedFor |
      CASE WHEN fact STARTS WITH 'personnel' THEN 'personnel' ELSE coalesce({agencyType: 'agency_type',
        joinedYear: 'joined_year', populationServed: 'population', assistanceOffered: 'assistance_offered',
        directContactLastConfirmed: 'direct_contact', specialties: 'profile'}[fact], fact) END]
      | CASE WHEN fact IN facts THEN facts ELSE facts + fact END)""",
    "MATCH (n:Site) SET n.joinedMonthText = null",
    "MATCH (n:SiteMonth) SET n.monthText = null",
    "MATCH (n:Requester) SET n.firstAnsweredText = null",
    """MATCH (q:Request) SET q.matchedMonthText = null, q.closedMonthText = null,
      q.fingerprint = split(q.fingerprint, '-')[0] + '-7eda4e20'""",
    "MATCH (:Request)-[f:FROM]->() SET f.monthText = null",
    """MATCH (:Request)-[a:ANSWERED_BY]->()
    SET a.monthText = null, a.matchedMonthText = null, a.closedMonthText = null""",
)
"""As a version before the migration left it."""
FACTS = """MATCH (n:Site|LawEnforcementAgency|Request|Requester|SiteMonth)
WHERE n.listed IS NULL OR n.swornBand IS NOT NULL
RETURN n {.*, fingerprint: null, location: null} AS node, COLLECT {
  MATCH (n)-[r:FROM|ANSWERED_BY|CITED_IN]->(m)
  RETURN [type(r), m.key, properties(r)] ORDER BY type(r), m.key
} AS related ORDER BY n.key"""
SUFFIXES = "MATCH (q:Request) RETURN DISTINCT split(q.fingerprint, '-')[1]"


async def test_a_graph_of_before_becomes_one_of_this_version(
    empty: Database, take: Callable[..., Any]
) -> None:
    await take(REQUESTS, *[ANSWERED | {"request_id": f"test-{number}"} for number in range(3)])
    await take(REQUESTS, REQUEST | {"request_id": "test-open"}, name="open.jsonl")
    await take(LAW_ENFORCEMENT_AGENCIES, AGENCY, name="law-enforcement-agencies.jsonl")
    await take(SITES, SITE, name="sites.jsonl")
    try:
        facts = await asked(empty, FACTS)
        assert any(node.get("matchedMonthText") == "2024-06" for node, _ in facts)
        for statement in BEFORE:
            await empty.write(Statement("before", f"CYPHER 25 {statement}"), {}, Deadline.after(60))
        assert await asked(empty, FACTS) != facts
        for _ in range(2):  # it may run again
            await migrate(empty, "0022_one_coding")
            assert await asked(empty, FACTS) == facts
        assert await asked(empty, SUFFIXES) == ["b070c969"]
    finally:
        await empty.write(UNDO, {}, Deadline.after(30))
