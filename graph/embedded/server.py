"""The embedded Neo4j: start, attach, stop, reset."""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from rich.console import Console

from graph.embedded import aot
from graph.embedded.artifacts import Artifacts, version
from graph.embedded.command import neo4j_command, neo4j_environment
from graph.embedded.configuration import last_port, neo4j_conf
from graph.embedded.disk import MB, is_locked, require_space, take_lock, write_atomically
from graph.embedded.failures import size
from graph.embedded.home import Home
from graph.embedded.instance import Instance, read_instance, running
from graph.embedded.java import Java, bundled, find_java
from graph.embedded.keeper import Keeper
from graph.embedded.ports import choose_port
from graph.embedded.process import GRACE_S, MARGIN_S, Process
from graph.embedded.readiness import USERNAME, wait_until_ready
from graph.errors import EmbeddedError, ExtraMissing, InstanceRunning, StartFailed, UnsupportedPlatform
from graph.settings import Settings, variable

NEEDED = 1024 * MB
"""Free disk space that the first start of a home requires, bytes."""
NEEDED_AGAIN = 16 * MB
"""The same of a later start: with 8 MB free Neo4j starts and reads."""


class EmbeddedServer:
    """A running Neo4j at `bolt_uri`; as a context manager it stops at the end of the block.

    One from `attach` belongs to another process, and `stop` does not stop it.
    """

    def __init__(self, home: Home, bolt_port: int) -> None:
        self.home = home.root
        self.bolt_port = bolt_port
        self.bolt_uri = f"bolt://127.0.0.1:{bolt_port}"
        self.username = USERNAME
        self.password = home.password()
        self._keeper: Keeper | None = None
        self._training: aot.Training | None = None
        self._untrained: tuple[Settings, Java] | None = None

    @classmethod
    def start(
        cls,
        settings: Settings,
        *,
        detached: bool = False,
        app_url: str | None = None,
        console: Console | None = None,
        artifacts: Artifacts | None = None,
        java: Path | None = None,
        train: bool = True,
        needed: int = NEEDED,
        configuration: Mapping[str, str] | None = None,
    ) -> EmbeddedServer:
        """Downloads missing files, starts Neo4j in `settings.home` and returns when it answers queries.

        `detached`: it outlives this process, until `stop(settings)`. `app_url`: address of the web
        application whose guide Neo4j Browser opens. `console`: shows progress (default: standard error).
        `artifacts`, `java`: other than the bundled ones. `train`: make the AOT cache in
        the background when there is none. `needed`: free disk space that the first start requires, bytes.
        `configuration`: settings of Neo4j, by name, that differ from those of neo4j.conf as we write it.

        Raises InstanceRunning, PortTaken, NoSpace, HomeUnusable, UnsupportedPlatform, DownloadFailed,
        ChecksumWrong, ExtraMissing or StartFailed.
        """
        console = console or Console(stderr=True)
        home = Home(settings.home)
        home.prepare()
        _refuse_second(home)
        require_space(home.root, needed if home.is_new() else NEEDED_AGAIN, variable("home"), "the database")
        conf = home.conf / "neo4j.conf"
        bolt_port = choose_port(settings.bolt_port, last_port(conf))
        found = find_java(java or bundled())
        artifacts = artifacts or Artifacts(settings.cache)
        artifacts.ensure(console)
        launch = _Launch(settings, home, bolt_port, found, artifacts, app_url)
        # Longer than another process holds the lock in `is_locked`.
        with home_lock(home) as lock, console.status(f"Starting Neo4j {version()} …"):
            write_atomically(conf, neo4j_conf(settings, bolt_port, app_url, configuration))
            process = launch.run(lock)
        if detached:
            process.detach()
        server = cls(home, bolt_port)
        if not detached:
            server._keep(process, launch)
        server._untrained = (settings, found) if launch.trainable else None
        if train:
            server.train(detached=detached)
        return server

    @classmethod
    def attach(cls, settings: Settings, instance: Instance) -> EmbeddedServer:
        """The instance of another process, once it is ready. Raises StartFailed when that takes too long."""
        home = Home(settings.home)
        until = monotonic() + settings.start_timeout_s
        while not instance.ready:
            if monotonic() > until or not is_locked(home.lock):
                raise StartFailed(
                    f"The database of {home.root}, which pid {instance.pid} starts, is not ready."
                )
            sleep(0.1)
            instance = read_instance(home) or instance
        return cls(home, instance.bolt_port)

    def alive(self) -> bool:
        """True while Neo4j runs."""
        return is_locked(Home(self.home).lock)

    def train(self, *, detached: bool = False) -> None:
        """Makes the AOT cache in the background if this start had none; it uses a core for a minute."""
        untrained, self._untrained = self._untrained, None
        if untrained is None:
            return
        settings, java = untrained
        with suppress(OSError):  # only an optimization: must not fail the start
            training = aot.Training(settings.cache, java, settings.heap_mb, detached=detached)
            self._training = None if detached else training

    def stop(self) -> None:
        """Stops Neo4j and waits for its end; does nothing when it has ended or belongs to another process."""
        atexit.unregister(self.stop)
        training, keeper = self._training, self._keeper
        self._training = self._keeper = None
        try:
            if training is not None:
                training.stop()
        finally:
            if keeper is not None:
                keeper.stop()

    def _keep(self, process: Process, launch: _Launch) -> None:
        """Makes this process the owner: Neo4j runs until `stop`, whatever happens to Java or the guardian."""

        def again() -> Process:
            with home_lock(launch.home, GRACE_S) as lock:
                launch.home.prepare()  # finishes a replacement of the data that was cut
                return launch.run(lock)

        self._keeper = Keeper(process, again)
        atexit.register(self.stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Launch:
    """One start of Java in a prepared home, with the AOT cache if it exists."""

    def __init__(
        self,
        settings: Settings,
        home: Home,
        bolt_port: int,
        java: Java,
        artifacts: Artifacts,
        app_url: str | None,
    ) -> None:
        self.home = home
        self._settings = settings
        self._bolt_port = bolt_port
        self._java = java
        self._artifacts = artifacts
        self._app_url = app_url
        self._crashed = False
        self.trainable = False

    def run(self, lock: int) -> Process:
        """Returns the process when the database answers. `lock` is a descriptor of the home's lock."""
        cache = aot.cache_file(self._settings.cache, self._java, self._artifacts)
        options = aot.use(cache)
        self.trainable = not options and self._java.major >= aot.OLDEST
        try:
            return self._run(lock, options)
        except StartFailed:
            if not (options and self._crashed):
                raise
            process = self._run(lock, ())
            cache.unlink(missing_ok=True)  # Java crashes with it, and runs without it
            self.trainable = True
            return process

    def _run(self, lock: int, options: tuple[str, ...]) -> Process:
        home, port = self.home, self._bolt_port
        new, log_from = home.is_new(), size(home.debug_log)
        process = Process(
            home,
            neo4j_command(self._java, home, self._artifacts.class_path(), self._settings.heap_mb, options),
            folder=self._artifacts.folder,
            environment=neo4j_environment(self._java),
            facts={
                "bolt_port": port,
                "mode": "attached",
                "app_url": self._app_url,
                "home": str(home.root),
                "version": version(),
            },
            lock=lock,
            start_timeout_s=self._settings.start_timeout_s,
        )
        try:
            wait_until_ready(
                process, home, port, new=new, log_from=log_from, timeout_s=self._settings.start_timeout_s
            )
        except BaseException:
            self._crashed = process.ended is not None
            process.stop()
            raise
        process.ready()
        return process


@contextmanager
def attach_or_start(
    settings: Settings, *, console: Console | None = None, train: bool = True
) -> Iterator[EmbeddedServer]:
    """The running instance of this home, or one started for the block."""
    instance = running(settings)
    if instance is None:
        try:
            server = EmbeddedServer.start(settings, console=console, train=train)
        except InstanceRunning:  # another process was faster
            instance = running(settings)
            if instance is None:
                raise
    with EmbeddedServer.attach(settings, instance) if instance is not None else server as joined:
        yield joined


def stop(settings: Settings) -> Instance | None:
    """Stops the instance of this home, whoever started it; returns it, or None when none ran.

    Raises EmbeddedError when it does not end.
    """
    home = Home(settings.home)
    instance = running(settings)
    if instance is None:
        return None
    pid = instance.owner()
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    until = monotonic() + GRACE_S + MARGIN_S
    while is_locked(home.lock):
        if monotonic() > until:
            raise EmbeddedError(f"The database of {home.root} (pid {pid}) does not stop; kill that process.")
        sleep(0.05)
    return instance


def reset(settings: Settings) -> None:
    """Removes the database of this home with its password, logs and read-only copy; downloaded files stay.

    Raises InstanceRunning when it, or the copy, runs.
    """
    home = Home(settings.home)
    home.prepare()
    with home_lock(home):
        if is_locked(Home(home.research).lock):
            raise InstanceRunning(
                f"The read-only copy in {home.research} runs; stop `learning-sites research`, then try again."
            )
        home.clear()


def is_ready_offline(settings: Settings) -> bool:
    """True when a start needs no network: every file is downloaded and checked, and a Java runs."""
    try:
        find_java(bundled())
    except (UnsupportedPlatform, ExtraMissing):
        return False
    return not Artifacts(settings.cache).missing()


@contextmanager
def home_lock(home: Home, wait_s: float = 0.5) -> Iterator[int]:
    """The descriptor of the home's lock, for the block; a process that inherits it holds the lock on.

    Raises InstanceRunning when another process holds it for longer than `wait_s`.
    """
    lock = take_lock(home.lock, wait_s=wait_s)
    if lock is None:
        _refuse_second(home)
        raise InstanceRunning(f"Another process is starting the database of {home.root}.")
    try:
        home.instance.unlink(missing_ok=True)
        yield lock
    finally:
        os.close(lock)


def _refuse_second(home: Home) -> None:
    if not is_locked(home.lock):
        return
    instance = read_instance(home)
    owner = f"pid {instance.pid}, Bolt port {instance.bolt_port}" if instance else "it is just starting"
    raise InstanceRunning(
        f"Another process runs the database of {home.root} ({owner}). Use that one, stop it with "
        f"`learning-sites database stop`, or set {variable('home')} to another folder."
    )
