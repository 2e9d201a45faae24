"""Runs the default query before the service is ready: Neo4j takes seconds to plan it the first time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from graph.deadline import Deadline
from graph.viewer import Viewer
from schema.planner.run.executor import Executor
from schema.server.default_query import default_query

log = logging.getLogger(__name__)

DEADLINE_S = 60.0
PAUSE_S = 1.0


class Warmup:
    """Runs the default query in the background until it succeeds once for each of `viewers`.

    Then `warm` is True.
    """

    def __init__(self, executor: Executor, viewers: Sequence[Viewer]) -> None:
        self._executor = executor
        self._viewers = viewers
        self.warm = False

    async def warm_up(self) -> None:
        """Returns when Neo4j has planned the query; retries while the database is unavailable."""
        for viewer in self._viewers:
            while result := await self._failed(viewer):
                log.info("not warm yet: %s", result)
                await asyncio.sleep(PAUSE_S)
        self.warm = True

    async def _failed(self, viewer: Viewer) -> object:
        """The errors of the query of this viewer."""
        query, deadline = default_query(viewer), Deadline.after(DEADLINE_S)
        return (await self._executor.execute(query, {}, None, deadline, viewer)).errors
