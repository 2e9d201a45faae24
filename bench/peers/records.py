"""Requests that the contenders write, twenty at a time: the same rows in each one's words."""

from __future__ import annotations

import random
from typing import Any, Final

from bench.peers.dialects import Dialect, Question
from domain.months import month_text
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

ROWS: Final = 20
"""Of one request. @neo4j/graphql writes a clause for each: Neo4j had not planned a hundred after a minute."""
NEWEST: Final = 12 * 2025 + 11
JURISDICTIONS: Final = tuple(f"us-county:{code}" for code in range(48001, 48508, 2))
"""The counties of Texas."""
SITES: Final = ("site:houston-pd", "site:madison-wi-pd", "site:portland-me-pd", "site:arlington-ma-pd")
MODELS: Final = ("model:co-responder", "model:cit")
DEADLINE_S: Final = 120.0
WRITTEN: Final = Statement(
    "bench-written",
    """CYPHER 25 MATCH (q:Request) WHERE q.key STARTS WITH $prefix
    RETURN [substring(q.key, size($prefix)), q.month, q.monthText, q.status, q.state, q.jurisdictionType,
      q.synthetic,
      COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key ORDER BY j.key },
      COLLECT { MATCH (q)-[:ABOUT]->(m) RETURN m.key ORDER BY m.key },
      COLLECT { MATCH (q)-[:ANSWERED_BY]->(s) RETURN s.key ORDER BY s.key }] AS row ORDER BY q.key""",
)


def batches(dialect: Dialect, name: str, number: int) -> list[bytes]:
    """So many requests to write, each with rows that nobody has written. `name` is in all their keys."""
    draw = random.Random(1)
    found = []
    for batch in range(number):
        rows = [_row(draw, f"{name}-{batch:03d}-{row:02d}") for row in range(ROWS)]
        body = Question("Record", {"rows": [WORDS[dialect](row) for row in rows]}).body(dialect)
        assert body is not None
        found.append(body)
    return found


async def written(database: Database, name: str) -> list[Any]:
    """What the graph has of the requests that were written under `name`."""
    parameters = {"prefix": f"request:{name}-"}
    return [record["row"] for record in await database.read(WRITTEN, parameters, Deadline.after(DEADLINE_S))]


def _row(draw: random.Random, id: str) -> dict[str, Any]:
    return {
        "id": id,
        "month": NEWEST - draw.randrange(60),
        "jurisdiction": draw.choice(JURISDICTIONS),
        "site": draw.choice(SITES),
        "model": draw.choice(MODELS),
    }


def _ours(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "requestId": row["id"],
        "month": month_text(row["month"]),
        "matchedMonth": month_text(row["month"]),
        **SAME,
        "synthetic": True,
        "jurisdictions": [row["jurisdiction"]],
        "sites": [row["site"]],
        "models": [row["model"]],
    }


def _neo4j(row: dict[str, Any]) -> dict[str, Any]:
    key = f"request:{row['id']}"
    edge = {"month": row["month"], "request": key}
    return {
        "key": key,
        "month": row["month"],
        "monthText": month_text(row["month"]),
        **SAME,
        "synthetic": True,
        "jurisdictions": _connect(row["jurisdiction"], {**edge, "jurisdiction": row["jurisdiction"]}),
        "sites": _connect(row["site"], {**edge, "site": row["site"]}),
        "models": _connect(row["model"]),
    }


def _connect(key: str, edge: dict[str, Any] | None = None) -> dict[str, Any]:
    where = {"where": {"node": {"key": {"eq": key}}}}
    return {"connect": [where if edge is None else {**where, "edge": edge}]}


def _loaders(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"request:{row['id']}",
        "month": row["month"],
        "monthText": month_text(row["month"]),
        **SAME,
        **{name: row[name] for name in ("jurisdiction", "site", "model")},
    }


SAME: Final = {"status": "MATCHED", "state": "TX", "jurisdictionType": "COUNTY"}
WORDS: Final = {Dialect.OURS: _ours, Dialect.NEO4J: _neo4j, Dialect.LOADERS: _loaders}
