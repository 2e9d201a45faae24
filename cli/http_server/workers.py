"""Several processes that serve one socket: `learning-sites serve --workers N`.

uvicorn has a supervisor of its own, which starts uvicorn's server and not ours. Each worker reads settings
and keys itself, has its own connections, caches and limits, and learns of a write through another worker
by the data version.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from time import monotonic
from typing import Final

import typer

from cli.application import application
from cli.exits import FAILED, exit_on_error
from cli.http_server.server import Server
from cli.service_log import log_service
from graph.embedded import EmbeddedServer, running
from graph.errors import Unavailable
from graph.settings import Settings
from monitoring.metrics import WORKERS, worker_ended
from sign_in.sessions import Sessions

log = logging.getLogger(__name__)

CONTEXT: Final = multiprocessing.get_context("spawn")
LOOK_S: Final = 0.2
PAUSE_S: Final = 1.0
"""Between two starts, while a worker ends right after its start."""
STOP_S: Final = 20.0
"""How long workers may take to end beside the grace of requests that run; then they are killed."""


class Workers:
    """The workers of one service, as its parent sees them."""

    def __init__(self, count: int, taken: socket.socket) -> None:
        self._count, self._taken = count, taken
        self._stopping = threading.Event()
        self._workers: dict[SpawnProcess, Event] = {}

    def run(self, settings: Settings, started: Callable[[], None]) -> None:
        """Serves until SIGINT or SIGTERM; `started` is called once a worker accepts requests.

        A worker that ends is started again. Exits with the code of one that ends before any has started.
        """
        Sessions(settings).secret()  # made here, or each worker would make one
        with _shared_metrics(), self._stoppable():
            for _ in range(self._count):
                self._start()
            try:
                self._watch(started)
            finally:
                self._stop(settings.grace_s + STOP_S)

    def _watch(self, started: Callable[[], None]) -> None:
        serving = False
        while not self._stopping.is_set():
            if not serving and any(ready.is_set() for ready in self._workers.values()):
                serving = True
                started()
            for worker in [each for each in self._workers if not each.is_alive()]:
                ready = self._workers.pop(worker)
                worker_ended(worker.pid)
                if not serving and not ready.is_set():
                    raise typer.Exit(worker.exitcode if worker.exitcode in (1, 2) else FAILED)
                log.error("worker %s ended (exit code %s) and is started again", worker.pid, worker.exitcode)
                if not ready.is_set():
                    self._stopping.wait(PAUSE_S)
                self._start()
            wait([each.sentinel for each in self._workers], LOOK_S)

    def _start(self) -> None:
        ready = CONTEXT.Event()
        worker = CONTEXT.Process(target=_work, args=(self._taken, ready), name="worker")
        worker.start()
        self._workers[worker] = ready

    def _stop(self, seconds: float) -> None:
        until = monotonic() + seconds
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join(max(0.0, until - monotonic()))
            if worker.is_alive():
                log.error("worker %s did not end within %.0f s and is killed", worker.pid, seconds)
                worker.kill()
                worker.join()

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        def stop(*_: object) -> None:
            self._stopping.set()

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _work(taken: socket.socket, ready: Event) -> None:
    """The life of a worker."""
    log_service()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with exit_on_error() as settings:
            server = Server(application(settings, _embedded(settings)), settings, ready.set)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    server.run(sockets=[taken])
    if not server.started:
        sys.exit(FAILED)


def _embedded(settings: Settings) -> EmbeddedServer | None:
    """The embedded server of the parent. Raises Unavailable while it does not run."""
    if not settings.embedded:
        return None
    instance = running(settings)
    if instance is None:
        raise Unavailable(f"The database of {settings.home} does not run.")
    return EmbeddedServer.attach(settings, instance)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """A folder in which workers share their metrics, as long as they run."""
    with tempfile.TemporaryDirectory(prefix="learning-sites-metrics-") as folder:
        os.environ[WORKERS] = folder
        try:
            yield
        finally:
            del os.environ[WORKERS]
