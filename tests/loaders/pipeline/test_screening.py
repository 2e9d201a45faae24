"""Personal data on their way in: cut from free text and counted, refused in names, stored nowhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import pytest
from graph_answers import asked, quarantined, row_counts
from request_files import REQUEST
from source_rows import site_row

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.source import Source
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES
from loaders.sources.partner_agencies import PARTNER_AGENCIES
from loaders.sources.program_models import PROGRAM_MODELS
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES
from loaders.sources.topics import TOPICS

Cells = dict[str, Any]
Take = Callable[..., Awaitable[LoadReport]]

NAMES: Final = (
    "3 Rivers Drug Court",
    "Division 30 Mental Health Court",
    "Officer Involved Shooting",
    "Sheriff Office Mental Health Unit",
    "1600 Pine Grove Avenue Clinic",
    "Judge David L. Bazelon Center",
)
PARTNER: Final[Cells] = {
    "key": "partner:private-test",
    "name": "Test Center",
    "kind": "COURT",
    "sites": ["site:houston-pd"],
}
WORD: Final[Cells] = {"name": "Test", "description": "A test.", "family": "family:training"}
SITE: Final[Cells] = site_row("private-test")
AGENCY: Final[Cells] = {"ori": "TX9990000", "name": "Test", "agency_type": "other", "state": "TX"}
NAMED: Final[list[tuple[Source, Cells, str, str]]] = [
    (PARTNER_AGENCIES, PARTNER, "PartnerAgency", "partner:private-test"),
    (TOPICS, {"key": "topic:private-test", **WORD, "family": None}, "Topic", "topic:private-test"),
    (PROGRAM_MODELS, {"key": "model:private-test", **WORD}, "ProgramModel", "model:private-test"),
    (SITES, SITE, "Site", "site:private-test"),
    (LAW_ENFORCEMENT_AGENCIES, AGENCY, "LawEnforcementAgency", "agency:TX9990000"),
]
CLEAN_UP: Final = Statement(
    "clean-up",
    """CYPHER 25
    MATCH (n:PartnerAgency|Topic|ProgramModel|Site|Source|LawEnforcementAgency)
    WHERE n.key CONTAINS 'private-test' OR n.key STARTS WITH 'agency:TX999' DETACH DELETE n""",
)


@pytest.fixture(autouse=True)
async def clean(graph: Database) -> AsyncIterator[None]:
    """At the end the graph has nothing of these tests."""
    yield
    await graph.write(CLEAN_UP, {}, Deadline.after(60))


@pytest.mark.parametrize(("source", "row", "label", "key"), NAMED, ids=[label for _, _, label, _ in NAMED])
async def test_names_are_stored_as_they_stand(
    graph: Database, take: Take, source: Source, row: Cells, label: str, key: str
) -> None:
    for name in NAMES:
        row = {field: value for field, value in row.items() if value is not None} | {"name": name}
        report = await take(source, row)
        assert row_counts(report)[4] == 0
        assert not report.redacted
        assert await asked(graph, f"MATCH (n:{label} {{key: $key}}) RETURN n.name", key=key) == [name]


async def test_names_inside_a_row_are_stored_as_they_stand_and_texts_are_counted_by_field(
    graph: Database, take: Take
) -> None:
    partner = {
        "key": "partner:private-test-2",
        "name": NAMES[0],
        "kind": "COURT",
        "note": "Ask Lt. Doe first",
    }
    row = SITE | {
        "notes": "Ask Chief José Ávila, 555–123–4567, about the 3 Rivers Drug Court.",
        "specialties": ["Officer Involved Shooting", "asks Sgt. J. Doe", "asks SHERIFF PAT DOE"],
        "partners": [partner],
        "personnel": {"sworn": 12, "basis": "row_counts by pat＠example.org"},
    }
    report = await take(SITES, row)
    assert row_counts(report) == (1, 0, 0, 0, 0)
    assert report.redacted == {"notes": 1, "specialties": 2, "partners.note": 1, "personnel.basis": 1}
    facts = """MATCH (s:Site {key: $key})-[:PARTNERS_WITH]->(p)
        RETURN s.notes, s.specialties, s.personnelBasis, p.name, p.note"""
    assert await asked(graph, facts, key=SITE["key"]) == [
        (
            "Ask [removed], [removed], about the 3 Rivers Drug Court.",
            ["Officer Involved Shooting", "asks [removed]", "asks [removed]"],
            "row_counts by [removed]",
            "3 Rivers Drug Court",
            "Ask [removed] first",
        )
    ]
    runs = "MATCH (r:LoadRun {key: $key}) RETURN r.redacted"
    assert await asked(graph, runs, key=report.run) == [5]
    again = await take(SITES, row)
    assert (row_counts(again), again.redacted.total()) == ((0, 0, 0, 1, 0), 5)


@pytest.mark.parametrize(
    ("source", "row", "field"),
    [
        (
            TOPICS,
            {"key": "topic:private-test", "name": "T", "description": "Chief José Ávila"},
            "description",
        ),
        (
            TOPICS,
            {"key": "topic:private-test", "name": "T", "description": "[removed], [removed]."},
            "description",
        ),
        (SITES, SITE | {"notes": "SHERIFF PAT DOE, 555‑123‑4567"}, "notes"),
        (SITES, SITE | {"specialties": ["jail", "pat＠example.org"]}, "specialties"),
        (
            SITES,
            SITE
            | {"partners": [{"key": "partner:private-test", "name": "T", "kind": "NGO", "note": "Lt. Doe"}]},
            "partners.note",
        ),
        (PARTNER_AGENCIES, PARTNER | {"name": "pat＠example.org"}, "name"),
        (PARTNER_AGENCIES, PARTNER | {"name": "Test Center (555–123–4567)"}, "name"),
        (PARTNER_AGENCIES, PARTNER | {"name": "Chief José Ávila"}, "name"),
        (PARTNER_AGENCIES, PARTNER | {"name": "[removed]"}, "name"),
        (LAW_ENFORCEMENT_AGENCIES, AGENCY | {"unit": "Sgt. J. Doe"}, "unit"),
        (
            SITES,
            SITE | {"sources": [SITE["sources"][0] | {"url": "https://pat@example.org/a"}]},
            "sources.url",
        ),
    ],
)
async def test_what_is_nothing_but_personal_data_and_a_name_with_some_quarantine_the_row(
    take: Take, source: Source, row: Cells, field: str
) -> None:
    report = await take(source, row, max_bad_share=1)
    assert row_counts(report) == (0, 0, 0, 0, 1)
    assert report.problems == {("PERSONAL_DATA", field): 1}
    [bad] = quarantined(report)
    for text in ("Doe", "DOE", "Ávila", "4567", "pat"):
        assert text not in json.dumps(bad | {"key": "", "ori": "", "partners": "", "_problems": ""})


async def test_a_name_in_quarantine_is_complete_so_that_its_row_can_be_loaded_once_it_is_fixed(
    graph: Database, take: Take
) -> None:
    report = await take(PARTNER_AGENCIES, PARTNER | {"name": NAMES[0], "kind": "KOURT"}, max_bad_share=1)
    [bad] = quarantined(report)
    assert bad["name"] == NAMES[0]
    assert row_counts(await take(PARTNER_AGENCIES, bad | {"kind": "COURT"})) == (1, 0, 0, 0, 0)
    assert await asked(graph, "MATCH (p:PartnerAgency {key: $key}) RETURN p.name", key=PARTNER["key"]) == [
        NAMES[0]
    ]


async def test_a_message_shows_no_personal_data(take: Take) -> None:
    row = REQUEST | {"request_id": "private-1", "status": "Ask Chief José Ávila, 555–123–4567"}
    report = await take(REQUESTS, row)
    [bad] = quarantined(report)
    assert bad["status"] == "Ask [removed], [removed]"
    assert bad["_problems"][0]["reason"] == "got 'Ask [removed], [removed]'"
