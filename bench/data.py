"""A graph large enough to measure on: 100 sites and 50,000 requests beside the real jurisdictions.

The rows are made here and written straight, under keys that begin with `bench:` and so sort before all
others. They are for a home of the benchmark's own, never for a graph that anyone reads.
"""

from __future__ import annotations

import random
from typing import Any, Final

from domain.months import month_text
from domain.vocabulary import JurisdictionType, RequestStatus, SiteStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

SITES: Final = 100
REQUESTS: Final = 50_000
BATCH: Final = 5_000
NEWEST: Final = 12 * 2025 + 11
MONTHS: Final = 240
DEADLINE_S: Final = 120.0

JURISDICTIONS: Final = Statement(
    "bench-jurisdictions", "CYPHER 25 MATCH (j:Jurisdiction) WHERE j.key IS NOT NULL RETURN j.key AS key"
)
MAKE_SITES: Final = Statement(
    "bench-sites",
    """CYPHER 25 UNWIND $rows AS row CREATE (s:Site) SET s = row.properties WITH s, row
    MATCH (j:Jurisdiction {key: row.serves}) CREATE (s)-[:SERVES]->(j)""",
)
MAKE_REQUESTS: Final = Statement(
    "bench-requests",
    """CYPHER 25 UNWIND $rows AS row CREATE (q:Request) SET q = row.properties WITH q, row
    MATCH (j:Jurisdiction {key: row.of}), (s:Site {key: row.site})
    CREATE (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j),
      (q)-[:ANSWERED_BY {site: s.key, month: q.month, request: q.key}]->(s)""",
)


async def make(database: Database) -> None:
    """Writes the rows; the same on every machine, because the seed is fixed."""
    draw = random.Random(1)
    keys = sorted(record["key"] for record in await database.read(JURISDICTIONS, {}, _deadline()))
    await database.write(
        MAKE_SITES, {"rows": [_site(n, draw.choice(keys)) for n in range(SITES)]}, _deadline()
    )
    for start in range(0, REQUESTS, BATCH):
        rows = [_request(n, draw, keys) for n in range(start, start + BATCH)]
        await database.write(MAKE_REQUESTS, {"rows": rows}, _deadline())


def _site(number: int, serves: str) -> dict[str, Any]:
    properties = {
        "key": f"bench:site-{number:03d}",
        "name": f"Benchmark Police Department {number}",
        "state": "TX",
        "status": list(SiteStatus)[number % len(SiteStatus)].name,
        "joinedYear": 2010 + number % 15,
        "synthetic": True,
    }
    return {"properties": properties, "serves": serves}


def _request(number: int, draw: random.Random, keys: list[str]) -> dict[str, Any]:
    month = NEWEST - draw.randrange(MONTHS)
    properties = {
        "key": f"bench:request-{number:05d}",
        "month": month,
        "monthText": month_text(month),
        "status": draw.choice(list(RequestStatus)).name,
        "state": "TX",
        "jurisdictionType": draw.choice(list(JurisdictionType)).name,
        "synthetic": True,
    }
    return {"properties": properties, "of": draw.choice(keys), "site": f"bench:site-{number % SITES:03d}"}


def _deadline() -> Deadline:
    return Deadline.after(DEADLINE_S)
