"""The read-only copy of a home: made beside the running database, replaced while it is used itself."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Final

import psutil  # type: ignore[import-untyped]
from rich.console import Console

from graph.access import access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded.configuration import last_port
from graph.embedded.copy.copy_facts import CopyFacts, read_facts, take_contents
from graph.embedded.copy.database_files import DATABASE, DatabaseFiles
from graph.embedded.copy.without_requests import copy_without_requests
from graph.embedded.disk import require_space, take_lock
from graph.embedded.home import Home
from graph.embedded.instance import Instance, running
from graph.embedded.ports import choose_port
from graph.embedded.process import GRACE_S, MARGIN_S
from graph.embedded.server import NEEDED_AGAIN, EmbeddedServer, home_lock, stop
from graph.errors import InstanceRunning, StartFailed, StoreDamaged, Unavailable
from graph.inventory import Inventory
from graph.settings import Settings, variable

COUNT_S: Final = 120.0
"""How long counting a copy may take, seconds; 0.6 s with 45,000 nodes and 700,000 relationships."""
BESIDE: Final = 10
"""What is added to a port of the database for that of the copy."""
LAST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class FreshCopy:
    """A copy that has answered, in a stopped home of its own; it is gone at the end of its block."""

    home: Home
    facts: CopyFacts


class ReadOnlyCopy:
    """The copy of the database of `settings`: `home` is where it is, `settings` are its own.

    It has its own `system` database, password, ports and processes.
    """

    def __init__(self, settings: Settings) -> None:
        self._live = Home(settings.home)
        self.home = Home(self._live.research)
        self.settings = settings.model_copy(
            update={
                "home": self.home.root,
                "host": "127.0.0.1",  # Bolt listens there only, too
                "allowed_hosts": ("127.0.0.1", "localhost"),
                "port": _port(settings.research_port, settings.port),
                "bolt_port": _port(settings.research_bolt_port, settings.bolt_port),
            }
        )

    def facts(self) -> CopyFacts | None:
        """What it holds now; None where there is no copy."""
        return read_facts(self.home)

    def title(self) -> str:
        """What it holds now, as a phrase."""
        facts = self.facts()
        return "read-only copy, which is being replaced" if facts is None else facts.title

    def running(self) -> Instance | None:
        """Its instance, if it runs."""
        return running(self.settings)

    def start(self, *, app_url: str, console: Console) -> EmbeddedServer:
        """Starts the copy that is in place. Raises as `EmbeddedServer.start`."""
        return self._start(self.settings, console, _read_only(self.settings), app_url)

    @contextmanager
    def fresh(self, *, with_requests: bool, console: Console) -> Iterator[FreshCopy]:
        """A new copy, for the block; the one in place, which may run, stays as it is.

        Raises CopyInterrupted, NoSpace, StoreDamaged, InstanceRunning where another process makes one, and as
        `EmbeddedServer.start`. An error leaves nothing of it, and what a kill leaves is removed by the next.
        """
        self.home.prepare()
        with self._only_one():
            work = [Home(self.home.root / name) for name in ("copying", "rebuilding")]
            for left in (*(each.root for each in work), *self.home.root.glob("data.replaced-*")):
                shutil.rmtree(left, ignore_errors=True)  # by a process that was killed
            failed = False
            try:
                yield self._make(*work, with_requests=with_requests, console=console)
            except StartFailed:
                failed = True
                raise
            finally:
                for each in work:
                    _remove(each, but_logs=failed)

    def replace(self, fresh: FreshCopy) -> bool:
        """Puts a fresh copy in place; True where one ran, and runs again, with the same ports and password.

        The service that runs it starts it again; until then, for some seconds, it does not answer.
        """
        instance = self.running()
        if instance is None:
            self._replace_data(fresh)
            return False
        EmbeddedServer.attach(self.settings, instance)  # one that is starting is waited for
        owner = psutil.Process(instance.pid).parent()
        stop(self.settings)
        self._replace_data(fresh)
        return self._runs_again(instance, owner)

    def _replace_data(self, fresh: FreshCopy) -> None:
        with home_lock(self.home, GRACE_S + MARGIN_S):
            old = self.home.replace_data(fresh.home)
        if old is not None:
            shutil.rmtree(old)

    def _runs_again(self, before: Instance, owner: psutil.Process | None) -> bool:
        until = monotonic() + self.settings.start_timeout_s + MARGIN_S
        while owner is not None and owner.is_running() and monotonic() < until:
            now = self.running()
            if now is not None and now.ready and now.pid != before.pid:
                return True
            sleep(0.1)
        raise Unavailable(
            f"The new copy is in {self.home.root}, but the service that ran the old one has not started it; "
            "see the output of that service, or start it again: `learning-sites research`."
        )

    def _make(self, copied: Home, rebuilt: Home, *, with_requests: bool, console: Console) -> FreshCopy:
        require_space(self.home.root, 2 * self._live.size(), variable("home"), "the read-only copy")
        for each in (copied, rebuilt):
            each.prepare()
            self.home.share_password(each)
        with console.status("Copying the database …"):
            attempts = DatabaseFiles(self._live).copy_to(copied)
            copied_at = datetime.now(UTC).isoformat(timespec="seconds")
        made = copied if with_requests else rebuilt
        if not with_requests:
            with console.status("Building a copy without requests …"):
                self._rebuild(copied, rebuilt, console)
        version, inventory = self._contents(made, console)
        facts = CopyFacts(
            copied_at=copied_at,
            data_version=version,
            with_requests=with_requests,
            attempts=attempts,
            inventory=inventory,
        )
        facts.write(made)
        return FreshCopy(made, facts)

    def _rebuild(self, copied: Home, rebuilt: Home, console: Console) -> None:
        source, target = self._work_settings(copied), self._work_settings(rebuilt)
        with (
            self._start(source, console, {}) as whole,
            self._start(target, console, {}) as empty,
        ):
            asyncio.run(_fill(whole, source, empty, target))
        shutil.rmtree(copied.root)

    def _contents(self, home: Home, console: Console) -> tuple[int, Inventory]:
        """Starts a new copy, counts what it holds, and stops it.

        This start may write: it recovers the copy, and builds indexes that were made since the last
        checkpoint, which Neo4j refuses to do where the database is read-only.
        """
        settings = self._work_settings(home)
        with self._start(settings, console, {}) as server:
            return asyncio.run(_contents(settings, server))

    def _work_settings(self, home: Home) -> Settings:
        return self.settings.model_copy(update={"home": home.root, "bolt_port": 0})

    def _start(
        self,
        settings: Settings,
        console: Console,
        configuration: Mapping[str, str],
        app_url: str | None = None,
    ) -> EmbeddedServer:
        conf = Home(settings.home).conf / "neo4j.conf"
        port = choose_port(settings.bolt_port, last_port(conf), "research_bolt_port")
        try:
            return EmbeddedServer.start(
                settings.model_copy(update={"bolt_port": port}),
                app_url=app_url,
                console=console,
                train=False,
                needed=NEEDED_AGAIN,
                configuration=configuration,
            )
        except StoreDamaged as error:
            raise StoreDamaged(
                f"Neo4j cannot open the copy of {self._live.root}: run the command again. If that does not "
                "help, the database itself may be damaged: see docs/operations.md, Backup and restore."
            ) from error

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        lock = take_lock(self.home.root / "copying.lock")
        if lock is None:
            raise InstanceRunning(
                f"Another process is making the read-only copy of {self._live.root}; wait for its end."
            )
        try:
            yield
        finally:
            os.close(lock)


def _remove(home: Home, *, but_logs: bool) -> None:
    """Removes a home, but its logs where an error names them."""
    if but_logs:
        shutil.rmtree(home.data, ignore_errors=True)
    else:
        shutil.rmtree(home.root, ignore_errors=True)


def _read_only(settings: Settings) -> dict[str, str]:
    """For neo4j.conf of a copy: no writes, and limits, so that no statement stops the others."""
    return {
        "server.databases.read_only": DATABASE,
        "db.transaction.timeout": "2m",
        "dbms.memory.transaction.total.max": f"{settings.heap_mb // 2}m",
        "db.memory.transaction.max": f"{settings.heap_mb // 4}m",
    }


async def _contents(settings: Settings, server: EmbeddedServer) -> tuple[int, Inventory]:
    async with Database.open(access_to(settings, server), settings) as database:
        return await take_contents(database, Deadline.after(COUNT_S))


async def _fill(whole: EmbeddedServer, source: Settings, empty: EmbeddedServer, target: Settings) -> None:
    async with (
        Database.open(access_to(source, whole), source) as read,
        Database.open(access_to(target, empty), target) as written,
    ):
        await copy_without_requests(read, written)


def _port(given: int | None, of_the_live: int) -> int:
    """The port that is set, or one beside that of the database itself; any free one (0) where that is 0."""
    if given is not None:
        return given
    return of_the_live + BESIDE if 0 < of_the_live <= LAST_PORT - BESIDE else 0
