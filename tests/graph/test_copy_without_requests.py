"""Which labels and types a copy without requests has: a new one stays out until somebody decides."""

from __future__ import annotations

import re

from graph.database import Database
from graph.deadline import Deadline
from graph.embedded.copy.without_requests import NODES, RELATIONSHIPS
from graph.statements import Statement

LEFT_OUT = {"Request", "SyntheticRequest", "Requester", "SiteMonth", "LoadRun", "Lease", "Tombstone"}
"""Labels of requests, and of what tells of them; a tombstone and a run name single ones."""
WITH_ANOTHER = {"FormerSite"}
"""Second labels of nodes that are kept."""
TYPES_LEFT_OUT = {"FROM", "ABOUT", "CONCERNS", "ANSWERED_BY", "LOAD"}
LABELS = Statement("labels", "CYPHER 25 MATCH (n) UNWIND labels(n) AS name RETURN DISTINCT name")
TYPES = Statement("types", "CYPHER 25 MATCH ()-[r]->() RETURN DISTINCT type(r) AS name")
OF_REQUESTS = Statement(
    "of requests",
    "CYPHER 25 MATCH (n:Jurisdiction|Site) UNWIND keys(n) AS name WITH DISTINCT name "
    "WHERE name STARTS WITH 'first' OR name =~ '.*([Rr]equest|[Aa]nswer|[Mm]atched).*' RETURN name",
)


async def names(database: Database, statement: Statement) -> set[str]:
    return {record["name"] for record in await database.read(statement, {}, Deadline.after(60))}


async def test_every_label_is_kept_or_left_out(database: Database) -> None:
    kept = {*re.findall(r"\w+", " ".join(re.findall(r"MATCH \(n:([\w|]+)\)", NODES.text)))}
    assert not kept & LEFT_OUT
    assert await names(database, LABELS) - LEFT_OUT == kept | WITH_ANOTHER


async def test_every_type_is_kept_or_left_out(database: Database) -> None:
    [pattern] = re.findall(r"\[r:([\w|]+)\]", RELATIONSHIPS.text)
    kept = {*pattern.split("|")}
    assert not kept & TYPES_LEFT_OUT
    assert await names(database, TYPES) - TYPES_LEFT_OUT == kept


async def test_no_property_of_a_kept_node_follows_from_requests(database: Database) -> None:
    removed = {*re.findall(r"(\w+): null", NODES.text)}
    assert await names(database, OF_REQUESTS) == removed
