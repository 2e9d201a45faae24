"""Answers that were given, kept while the data are the same: a question asked again costs no statement.

Data change at night, questions come all day. An answer is kept under what was asked, the state of the data
and the day (some questions mean today). How old it may be is how old the known state of the data may be:
an interval, or nothing after a change of our own.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import orjson

from graph.changes import Changes
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import Settings
from schema.server.guard import Asked

OVERHEAD: Final = 500
"""Bytes that an entry takes beside its key and body, roughly."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response body without errors, and the cost of its operation."""

    body: bytes
    cost: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer to a question stands; `tag` is the ETag that it has in HTTP."""

    key: bytes
    tag: str


class KeptAnswers:
    """Keeps answers in so many bytes, those used last the longest."""

    def __init__(self, changes: Changes, settings: Settings) -> None:
        self._changes = changes
        self._deadline_s = settings.deadline_s
        self._most = settings.answer_cache_mb * 1024 * 1024
        self._size = 0
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    async def place(self, asked: Asked) -> Place | None:
        """The place of a question's answer; None when the state of the data is not known just now."""
        try:
            stamp = await self._changes.stamp(Deadline.after(self._deadline_s))
        except GraphError:
            return None
        variables = orjson.dumps(asked.variables, option=orjson.OPT_SORT_KEYS)
        day = datetime.now(UTC).date().isoformat()
        document = asked.query or f"id:{asked.document_id}"
        parts = (stamp, day, asked.operation_name or "", str(asked.wants_cost), document)
        asked_for = b"\0".join((*(part.encode() for part in parts), variables))
        digest = hashlib.blake2b(asked_for, digest_size=16)
        return Place(digest.digest(), f'W/"{digest.hexdigest()}"')

    def get(self, place: Place) -> Kept | None:
        """The answer that stands there."""
        found = self._kept.get(place.key)
        if found is not None:
            self._kept.move_to_end(place.key)
        return found

    def keep(self, place: Place, answer: Kept) -> None:
        """Puts an answer there; the oldest make room for it."""
        size = len(answer.body) + OVERHEAD
        if size > self._most or place.key in self._kept:
            return
        self._kept[place.key] = answer
        self._size += size
        while self._size > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.body) + OVERHEAD
