"""A graph of many answered requests: what a recommendation rests on, at any size.

The rows are drawn here and written by the loaders' own statements, all marked synthetic. Who has asked is
marked once at the end, and not with each batch.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from domain.months import month_text
from domain.vocabulary import JurisdictionType, RequestStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement, statement
from loaders.pipeline.writer import write
from loaders.sources.requests.contract import RequestFacts
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS

OLDEST: Final = 12 * 2020
MONTHS: Final = 71
DEADLINE_S: Final = 120.0
BATCH: Final = 250
MARK: Final = statement("load/requesters")
CLOSED: Final = (RequestStatus.COMPLETED, RequestStatus.COMPLETED, RequestStatus.WITHDRAWN)
OPEN: Final = (RequestStatus.MATCHED, RequestStatus.IN_PROGRESS)

KEYS: Final = Statement(
    "bench-keys",
    """CYPHER 25 RETURN COLLECT { MATCH (j:Jurisdiction) WHERE j.kind <> 'STATE' AND j.state IS NOT NULL
      RETURN [j.key, j.state] } AS places,
    COLLECT { MATCH (s:Site {status: 'CURRENT'}) RETURN s.key } AS sites,
    COLLECT { MATCH (m:ProgramModel) RETURN m.key } AS models,
    COLLECT { MATCH (t:Topic) RETURN t.key } AS topics""",
)


async def make(database: Database, requesters: int, requests: int) -> None:
    """Writes the requests; the same on every machine, because seeds are fixed.

    A longer log of as many requesters begins with the shorter one.
    """
    [found] = await database.read(KEYS, {}, Deadline.after(DEADLINE_S))
    names = {name: sorted(found[name]) for name in found.keys()}  # noqa: SIM118 - a Record is no mapping
    asking = random.Random(1).sample(names["places"], requesters)
    target = replace(REQUESTS.target, references=None, follow_up=None)
    await write(database, target, map(target.fingerprinted, request_rows(_requests(requests, asking, names))))
    for start in range(0, requesters, BATCH):
        keys = [key for key, _ in asking[start : start + BATCH]]
        await database.write(MARK, {"keys": keys}, Deadline.after(DEADLINE_S))


def _requests(requests: int, asking: list[list[str]], names: dict[str, list[str]]) -> Iterator[RequestFacts]:
    draw = random.Random(2)
    for number in range(requests):
        # Each asks once; after that a few ask often, as in a log.
        who = number if number < len(asking) else int(len(asking) * draw.random() ** 2)
        key, state = asking[who]
        month = OLDEST + draw.randrange(MONTHS)
        matched = month + draw.choice((0, 0, 1))
        over = draw.random() < 0.9
        yield RequestFacts(
            request_id=f"bench-{number:06d}",
            month=month_text(month),
            jurisdiction_type=JurisdictionType.CITY,
            jurisdiction_key=[key],
            state=state,
            models=draw.sample(names["models"], draw.choice((1, 1, 2))),
            topics=draw.sample(names["topics"], draw.choice((0, 1, 2))),
            sites=draw.sample(names["sites"], draw.choice((1, 1, 1, 2))),
            status=draw.choice(CLOSED if over else OPEN),
            matched_month=month_text(matched),
            closed_month=month_text(matched + draw.randrange(6)) if over else None,
            synthetic=True,
        )
