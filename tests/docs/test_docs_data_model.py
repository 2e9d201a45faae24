"""docs/data-model.md names every label, relationship type and property of the graph, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from second_labels import SECOND_LABELS

from docs.tables import marked
from domain.months import month_text
from domain.vocabulary import AgencyType
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.tombstones import RECORD as REMEMBER
from loaders.sources.law_enforcement_agencies.contract import LawEnforcementAgency
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES

PAGE = (Path(__file__).parents[2] / "docs" / "data-model.md").read_text(encoding="utf-8")
PROPERTIES = Statement(
    "properties",
    "CYPHER 25 MATCH (n) UNWIND labels(n) AS label UNWIND keys(n) AS property "
    "RETURN label, collect(DISTINCT property) AS properties",
)
TYPES = Statement(
    "types",
    "CYPHER 25 MATCH (a)-[r]->(b) "
    "UNWIND CASE WHEN size(keys(r)) = 0 THEN [null] ELSE keys(r) END AS property "
    "RETURN type(r) AS type, collect(DISTINCT property) AS properties",
)
MONTHS = Statement(
    "months",
    """CYPHER 25
    CALL () {
      MATCH (n) UNWIND labels(n) AS of RETURN of, properties(n) AS has
    UNION ALL
      MATCH ()-[r]->() WHERE type(r) <> 'SIMILAR_TO' RETURN type(r) AS of, properties(r) AS has
    }
    UNWIND [name IN keys(has) WHERE name =~ '.*[mM]onth|firstAnswered'] AS property
    RETURN of, property, collect(DISTINCT [has[property], has[property + 'Text']]) AS texts""",
)
NOT_IN_THE_SAMPLE = {
    "LoadRun": {  # of a failed run; of a log that somebody loaded; of a night
        *("problem", "digest"),
        *("night", "folder", "isNew", "unknownNames", "columns"),
    },
    "Graph": {  # of a night
        "nightEndedAt",
        "nightExitCode",
        "nightSeconds",
        "nightLoaded",
        "nightFailed",
        "nightNotTaken",
        "nightWaiting",
        "nightNewRows",
        "nightWaitingRows",
        "nightUnplacedNames",
    },
    "Lease": {"owner", "host", "process", "since", "expiresAt"},  # while it is held
    "OPERATES": {"since"},  # if a source dates it
    # From an operator's files, or set by an update.
    "Site": {"fromFile", "monthlyCapacity", "assistanceOffered"},
    "ProgramModel": {"fromFile"},
    "Topic": {"fromFile"},
    "PartnerAgency": {"fingerprint", "fromFile"},
    "PARTNERS_WITH": {"fromFile"},
    "Jurisdiction": {"populationUpdate", "fromFile", "states", "otherNames"},
    "Request": {"fileFingerprint", "updatedAt", "loadRun", "loadLine"},
}
AGENCY = LawEnforcementAgency(
    ori="GA9990100",
    name="Test",
    agency_type=AgencyType.MUNICIPAL_POLICE,
    jurisdiction_key=["us-county:13217"],
    officers=53,
    civilians=11,
    population_served=13_803,
    year=2023,
)


@pytest.fixture(autouse=True)
async def made_up(database: Database, key_prefix: str) -> None:
    """Of what is in no sample: an agency of an operator's file, and a deletion."""
    [row] = LAW_ENFORCEMENT_AGENCIES.rows([AGENCY])
    key = {"key": f"{key_prefix}agency"}
    target = LAW_ENFORCEMENT_AGENCIES.target
    rows = [target.fingerprinted(row | key | {"properties": row["properties"] | key})]
    await database.write(target.statement, {"rows": rows}, Deadline.after(60))
    deletion = {
        "deleted": [f"{key_prefix}gone"],
        "returned": [],
        "updated": {f"{key_prefix}gone": "2026-01-01T00:00:00.000Z"},
        "file": "log.csv",
        "at": "2026-01-01T00:00Z",
    }
    await database.write(REMEMBER, deletion, Deadline.after(60))


async def test_labels_and_properties(database: Database) -> None:
    found = {
        r["label"]: set(r["properties"]) for r in await database.read(PROPERTIES, {}, Deadline.after(60))
    }
    labels = marked(PAGE, "labels")
    sections = re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", labels, re.DOTALL | re.MULTILINE)
    documented = {label: properties(text) for label, text in sections}
    assert set(documented) == set(found)
    for label in set(found) - SECOND_LABELS:
        assert found[label] <= documented[label], label
        assert documented[label] - found[label] <= NOT_IN_THE_SAMPLE.get(label, set()), label
    assert all(documented[label] <= found[label] for label in SECOND_LABELS)


async def test_relationship_types_and_properties(database: Database) -> None:
    found = {r["type"]: set(r["properties"]) for r in await database.read(TYPES, {}, Deadline.after(60))}
    rows = re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| ([^|]*)\|", marked(PAGE, "relationships"), re.MULTILINE)
    documented = {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in rows}
    assert set(documented) == set(found)
    for name, properties_ in found.items():
        assert properties_ <= documented[name], name
        assert documented[name] - properties_ <= NOT_IN_THE_SAMPLE.get(name, set()), name


async def test_each_month_is_stored_as_text_too(database: Database) -> None:
    months = {
        (r["of"], r["property"]): r["texts"] for r in await database.read(MONTHS, {}, Deadline.after(60))
    }
    assert {of for of, _ in months} >= {"Site", "Request", "SiteMonth", "Requester", "FROM", "ANSWERED_BY"}
    for (of, name), texts in months.items():
        assert texts, (of, name)
        assert all(text == month_text(index) for index, text in texts), (of, name, texts)


def properties(section: str) -> set[str]:
    """The properties in the first column of a section's table; of a section without one, in its text."""
    cells = re.findall(r"^\| ([^|]*`[^|]*) \|", section, re.MULTILINE) or [section]
    return {name for cell in cells for name in re.findall(r"`([a-z]\w*)`", cell)}
