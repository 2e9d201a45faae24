"""Plans are warm before the service says that it is ready: Neo4j takes seconds to plan the first question."""

from __future__ import annotations

import asyncio
import logging

from graph.deadline import Deadline
from graph.viewer import Viewer
from schema.planner.run.executor import Executor
from schema.server.first_question import first_question

log = logging.getLogger(__name__)

DEADLINE_S = 60.0
PAUSE_S = 1.0


class Warmup:
    """Asks the question that the product exists for once, in the background, until it is answered."""

    def __init__(self, executor: Executor, viewer: Viewer) -> None:
        self._executor = executor
        self._question = first_question(viewer)
        self.warm = False

    async def warm_up(self) -> None:
        """Returns when Neo4j has planned the question; waits for a database that is not there yet."""
        while not self.warm:
            result = await self._executor.execute(self._question, {}, None, Deadline.after(DEADLINE_S))
            self.warm = not result.errors
            if not self.warm:
                log.info("not warm yet: %s", result.errors)
                await asyncio.sleep(PAUSE_S)
