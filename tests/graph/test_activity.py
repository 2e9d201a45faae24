"""Neo4j shows beside each transaction which request or which run of a loader it is for."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from graph.activity import activity, describe
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.ledger import Run, recorded

SHOW = Statement(
    "show",
    "SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE currentQuery CONTAINS $containing RETURN metaData",
)
MINE = {"containing": "SHOW TRANSACTIONS"}


def soon() -> Deadline:
    return Deadline.after(30)


async def by_read(database: Database) -> Any:
    return await database.read(SHOW, MINE, soon())


async def by_transaction(database: Database) -> Any:
    async def work(transaction: Transaction) -> Any:
        return await transaction.run(SHOW, MINE)

    return await database.transact(work, soon())


async def by_execute(database: Database) -> Any:
    return await database.execute(SHOW, MINE, soon())


@pytest.mark.parametrize("way", [by_read, by_transaction, by_execute])
async def test_every_way_to_run_a_statement_says_for_which_request(database: Database, way: Any) -> None:
    with activity(id="request-7", status=200, method="POST"):
        describe(operation="Sites", cost=7)
        records = await asyncio.create_task(way(database))
    assert [dict(record["metaData"]) for record in records] == [
        {"request": "request-7", "operation": "Sites"}
    ]
    assert [dict(record["metaData"]) for record in await way(database)] == [{}]


async def test_a_run_of_a_loader_is_named_by_its_key_beside_the_request_that_caused_it(
    database: Database, key_prefix: str
) -> None:
    run = Run(source="requests", by="test", key=f"{key_prefix}run")
    async with recorded(database, run):
        (record,) = await by_transaction(database)
        assert record["metaData"] == {"run": run.key}
        with activity(id="request-8"):
            (record,) = await by_transaction(database)
            assert record["metaData"] == {"run": run.key, "request": "request-8"}
    assert [dict(record["metaData"]) for record in await by_read(database)] == [{}]


@pytest.mark.slow
async def test_a_request_is_found_in_neo4j_by_its_id_while_its_statement_runs(
    service: str, database: Database
) -> None:
    # A text that Neo4j has not planned before, which takes it a while.
    fields = " ".join(f"a{n}: name similar(first: {n + 1}) {{ edges {{ node {{ name }} }} }}" for n in (7,))
    query = (
        'query FindMe { recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 3) '
        f"{{ edges {{ node {{ site {{ jurisdictions(first: 1) {{ edges {{ node {{ {fields} }} }} }} }} "
        "score tier factors { name value } evidence(first: 3) { edges { node { similarity } } } } } } }"
    )
    async with httpx.AsyncClient(timeout=60) as client:
        headers = {"x-request-id": "find-me"}
        asked = asyncio.create_task(client.post(f"{service}/graphql", json={"query": query}, headers=headers))
        found = list[Any]()
        while not found and not asked.done():
            records = await database.read(SHOW, {"containing": "AS row"}, soon())
            found = [r["metaData"] for r in records if r["metaData"].get("request") == "find-me"]
        answer = await asked
    assert "errors" not in answer.json()
    assert found[0] == {"request": "find-me", "operation": "FindMe"}
