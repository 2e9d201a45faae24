"""Graphs that had a place twice, or one that is no longer a place: migration 0021."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_answers import asked, row_counts
from one_migration import migrate
from request_files import REQUEST

from domain.same_places import SAME_PLACES
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.sources.requests.source import REQUESTS

Take = Callable[..., Any]

PLACE, DOUBLE, FORMER = "us-place:5173354", "us-place:10300443", "us-place:4849708"
BEFORE = """CYPHER 25
CREATE (d:Jurisdiction:Requester {key: $double, kind: 'PLACE', name: 'Sugarcreek Police Dept', state: 'OH'})
CREATE (:Jurisdiction {key: $former, kind: 'PLACE', name: 'Buffalo (historical)', state: 'IA'})
SET d.firstAnswered = 24000
WITH d MATCH (q:Request {key: 'request:test-1'})-[old:FROM]->()
CREATE (q)-[:FROM {jurisdiction: d.key, month: q.month, request: q.key}]->(d)
DELETE old
CREATE (:LawEnforcementAgency {key: 'agency:test-before'})-[:POLICES]->(d)"""
CLEAN = """CYPHER 25
MATCH (a {key: 'agency:test-before'}) DETACH DELETE a
WITH count(*) AS gone MATCH (j:Jurisdiction {key: $place}) REMOVE j:Requester, j.firstAnswered"""


async def test_a_graph_that_had_a_place_twice_moves_all_to_the_one_that_stays(
    empty: Database, take: Take
) -> None:
    row = REQUEST | {"request_id": "test-1", "state": "OH", "jurisdiction_key": [DOUBLE]}
    assert row_counts(await take(REQUESTS, row)) == (1, 0, 0, 0, 0)
    keys = {"double": DOUBLE, "former": FORMER}
    await empty.write(Statement("before", BEFORE), keys, Deadline.after(60))
    try:
        for _ in range(2):  # it may run again
            await migrate(empty, "0021_same_places")
        left = "MATCH (n:Jurisdiction) WHERE n.key IN $keys RETURN n.key"
        assert await asked(empty, left, keys=[*SAME_PLACES, FORMER]) == []
        assert await asked(empty, "MATCH (:Request)-[f:FROM]->(j) RETURN f.jurisdiction, j.key") == [
            (PLACE, PLACE)
        ]
        of = f"MATCH (j:Jurisdiction:Requester {{key: '{PLACE}'}})"
        assert await asked(empty, f"{of} RETURN j.firstAnswered") == [24000]
        assert "agency:test-before" in await asked(empty, f"{of}<-[:POLICES]-(a) RETURN a.key")
    finally:
        await empty.write(Statement("clean", CLEAN), {"place": PLACE}, Deadline.after(60))
    assert row_counts(await take(REQUESTS, row)) == (0, 0, 0, 1, 0)
