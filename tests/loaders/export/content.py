"""All that a graph holds: a number and a hash for each kind of node and of relationship.

Left out is what is random or names a moment (the number that a request's counts are protected by; runs,
versions, migrations, locks), and the lists of similar jurisdictions, which are computed after an import.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any, Final

import orjson

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

NODES: Final = Statement(
    "nodes",
    """CYPHER 25 MATCH (n)
    WHERE NOT n:Graph|LoadRun|Migration|Lease|Tombstone AND NOT (n:SiteMonth AND n.matched = 0)
    RETURN labels(n) AS kind, n {.*, recordKey: n.recordKey IS NOT NULL,
      loadRun: n.loadRun IS NOT NULL, similarityFeatures: null,
      similarityFingerprint: null, similarityCount: null, similarityFloor: null,
      similarityFloorInKind: null} AS facts""",
)
RELATIONSHIPS: Final = Statement(
    "relationships",
    """CYPHER 25 MATCH (a)-[r]->(b)
    WHERE type(r) <> 'SIMILAR_TO' AND NOT (b:SiteMonth AND b.matched = 0)
    RETURN [type(r)] AS kind, {from: a.key, to: b.key, properties: r {.*}} AS facts""",
)

Content = dict[str, tuple[int, str]]


async def content(database: Database) -> Content:
    """By labels, or type: how many there are, and a hash of what they say."""
    found = defaultdict[str, list[bytes]](list)
    for statement in (NODES, RELATIONSHIPS):
        for kind, facts in await database.read(statement, {}, Deadline.after(120)):
            found[" ".join(sorted(kind))].append(_bytes(facts))
    return {
        kind: (len(each), hashlib.sha256(b"\n".join(sorted(each))).hexdigest())
        for kind, each in found.items()
    }


def _bytes(facts: dict[str, Any]) -> bytes:
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS, default=lambda value: [value.srid, *value])
