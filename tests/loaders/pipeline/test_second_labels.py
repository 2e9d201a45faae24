"""A former site and a synthetic request have a second label, by which Neo4j Browser draws them apart."""

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
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES

LABELS = """MATCH (n:Site|Request) WHERE n.key =~ 'site:(left|stayed)|request:test-(real|made)'
RETURN n.key, [label IN labels(n) WHERE NOT label IN ['Site', 'Request']] AS more ORDER BY n.key"""
BEFORE = (
    "MATCH (n:FormerSite) REMOVE n:FormerSite",
    "MATCH (n:SyntheticRequest) REMOVE n:SyntheticRequest",
    "MATCH (q:Request) SET q.fingerprint = split(q.fingerprint, '-')[0] + '-b070c969'",
)
SUFFIXES = "MATCH (q:Request) RETURN DISTINCT split(q.fingerprint, '-')[1]"
UNDO = Statement(
    "undo",
    """CYPHER 25
    MATCH (n) WHERE n.key IN ['site:left', 'site:stayed', 'request:test-real'] DETACH DELETE n""",
)


async def test_it_follows_what_the_rows_say_and_the_migration_gives_it_to_a_graph_of_before(
    empty: Database, take: Callable[..., Any]
) -> None:
    real, made = (REQUEST | {"request_id": f"test-{name}", "synthetic": False} for name in ("real", "made"))
    left, stayed = site_row("left"), site_row("stayed")
    try:
        await take(SITES, left, stayed | {"status": "FORMER"}, name="sites.jsonl")
        await take(REQUESTS, real | {"synthetic": True}, made)
        apart = [("request:test-made", []), ("request:test-real", ["SyntheticRequest"])]
        assert await asked(empty, LABELS) == [*apart, ("site:left", []), ("site:stayed", ["FormerSite"])]

        await take(SITES, left | {"status": "FORMER"}, stayed, name="later.jsonl")
        await take(REQUESTS, real, made | {"synthetic": True}, name="later.jsonl")
        apart = [("request:test-made", ["SyntheticRequest"]), ("request:test-real", [])]
        expected = [*apart, ("site:left", ["FormerSite"]), ("site:stayed", [])]
        assert await asked(empty, LABELS) == expected

        for statement in BEFORE:
            await empty.write(Statement("before", f"CYPHER 25 {statement}"), {}, Deadline.after(60))
        for _ in range(2):  # it may run again
            await migrate(empty, "0023_second_labels")
            assert await asked(empty, LABELS) == expected
            assert await asked(empty, SUFFIXES) == [REQUESTS.target.digest]
    finally:
        await empty.write(UNDO, {}, Deadline.after(30))
