"""The owner's watch over its Neo4j: it reports events of the guardian, and replaces a killed guardian."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from graph.embedded.process import GRACE_S, MARGIN_S, Process
from graph.errors import GraphError

log = logging.getLogger(__name__)

LONGEST_PAUSE_S: Final = 60.0


class Keeper:
    """Keeps the Neo4j of this process running until `stop`; `launch` starts another guardian."""

    def __init__(self, process: Process, launch: Callable[[], Process]) -> None:
        self._process = process
        self._launch = launch
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="neo4j-keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops Neo4j and waits for its end."""
        self._stopping.set()
        self._process.close_input()
        self._thread.join(GRACE_S + MARGIN_S)
        self._process.stop()

    def _run(self) -> None:
        while True:
            self._report()
            if self._stopping.is_set():
                return
            log.warning("The process that keeps Neo4j running (pid %d) has ended.", self._process.pid)
            self._process.stop()
            if not self._relaunch():
                return

    def _report(self) -> None:
        """Logs the guardian's events until it ends."""
        while self._process.ended is None:
            message = self._process.receive(None) or ""
            kind, _, text = message.partition(" ")
            if kind == "event":
                log.warning("%s", text)

    def _relaunch(self) -> bool:
        """Starts another guardian; False when the owner stops before."""
        pause = 1.0
        while not self._stopping.wait(pause):
            try:
                self._process = self._launch()
            except (GraphError, OSError) as error:
                pause = min(2 * pause, LONGEST_PAUSE_S)
                log.warning("Neo4j does not start (%s); the next attempt is in %g s", error, pause)
            else:
                log.warning("Neo4j is started again")
                return True
        return False
