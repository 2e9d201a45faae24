"""docs/data-model.md names every label, relationship type and property of the graph, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.tables import marked
from domain.vocabulary import AgencyType
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
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
NOT_IN_THE_SAMPLE = {
    "Source": {"title"},  # not recorded so far
    "LoadRun": {"problem", "digest"},  # of a failed run; of a log that somebody loaded
    "Lease": {"owner", "expiresAt"},  # while it is held
    "OPERATES": {"since"},  # if a source dates it
    # From an operator's files, or set by an update.
    "Site": {"fromFile", "monthlyCapacity", "assistanceOffered"},
    "ProgramModel": {"fromFile"},
    "Topic": {"fromFile"},
    "PartnerAgency": {"fingerprint", "fromFile"},
    "PARTNERS_WITH": {"fromFile"},
    "Jurisdiction": {"populationUpdate"},
    "Request": {"fileFingerprint"},
}
SHARED = "Requester"  # a second label of Jurisdiction
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
async def agency(database: Database, key_prefix: str) -> None:
    """No agency is bundled, so one is made up."""
    [row] = LAW_ENFORCEMENT_AGENCIES.rows([AGENCY])
    key = {"key": f"{key_prefix}agency"}
    target = LAW_ENFORCEMENT_AGENCIES.target
    rows = [target.fingerprinted(row | key | {"properties": row["properties"] | key})]
    await database.write(target.statement, {"rows": rows}, Deadline.after(60))


async def test_labels_and_properties(database: Database) -> None:
    found = {
        r["label"]: set(r["properties"]) for r in await database.read(PROPERTIES, {}, Deadline.after(60))
    }
    labels = marked(PAGE, "labels")
    sections = re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", labels, re.DOTALL | re.MULTILINE)
    documented = {label: properties(text) for label, text in sections}
    assert set(documented) == set(found)
    for label in set(found) - {SHARED}:
        assert found[label] <= documented[label], label
        assert documented[label] - found[label] <= NOT_IN_THE_SAMPLE.get(label, set()), label
    assert documented[SHARED] <= found[SHARED]


async def test_relationship_types_and_properties(database: Database) -> None:
    found = {r["type"]: set(r["properties"]) for r in await database.read(TYPES, {}, Deadline.after(60))}
    rows = re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| ([^|]*)\|", marked(PAGE, "relationships"), re.MULTILINE)
    documented = {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in rows}
    assert set(documented) == set(found)
    for name, properties_ in found.items():
        assert properties_ <= documented[name], name
        assert documented[name] - properties_ <= NOT_IN_THE_SAMPLE.get(name, set()), name


def properties(section: str) -> set[str]:
    """The properties in the first column of a section's table; of a section without one, in its text."""
    cells = re.findall(r"^\| ([^|]*`[^|]*) \|", section, re.MULTILINE) or [section]
    return {name for cell in cells for name in re.findall(r"`([a-z]\w*)`", cell)}
