"""Runs the default query before the service is ready: Neo4j takes seconds to plan it the first time."""

from __future__ import annotations

import asyncio
import logging

from graph.deadline import Deadline
from graph.viewer import Viewer
from schema.planner.run.executor import Executor
from schema.server.default_query import default_query

log = logging.getLogger(__name__)

DEADLINE_S = 60.0
PAUSE_S = 1.0


class Warmup:
    """Runs the default query in the background until it succeeds once; then `warm` is True."""

    def __init__(self, executor: Executor, viewer: Viewer) -> None:
        self._executor = executor
        self._query = default_query(viewer)
        self.warm = False

    async def warm_up(self) -> None:
        """Returns when Neo4j has planned the query; retries while the database is unavailable."""
        while not self.warm:
            result = await self._executor.execute(self._query, {}, None, Deadline.after(DEADLINE_S))
            self.warm = not result.errors
            if not self.warm:
                log.info("not warm yet: %s", result.errors)
                await asyncio.sleep(PAUSE_S)
