"""`learning-sites database backup` and `restore`: one file that is checked before it replaces anything."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from cli.bars import bar
from cli.dump_file import new_file, require_embedded, share_bar, work_folder
from cli.exits import FAILED, exit_on_error
from cli.session import connected
from graph.deadline import Deadline
from graph.embedded import Artifacts, EmbeddedServer, Home, admin, backup, running, stop
from graph.embedded.disk import MB, require_space
from graph.embedded.server import home_lock
from graph.errors import BackupInvalid, InstanceRunning, InvalidInput
from graph.inventory import Inventory, take_inventory
from graph.migrations import migrate
from graph.room import RESERVE_MB
from graph.settings import PACKAGE, Settings, variable

DEADLINE_S = 300.0
SUFFIX = ".backup"

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def backup_(
    target: Annotated[
        Path, typer.Argument(help="File to write, or a folder, where the file is named by time.")
    ],
    stop_it: Annotated[
        bool,
        typer.Option("--stop", help="Stop a database that runs in the background, and start it again after."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Write the database of this home into one file, with checksum and counts. It must not run meanwhile."""
    with exit_on_error() as settings:
        require_embedded(settings, _own_tools(settings, "dump"))
        name = f"learning-sites-{datetime.now(UTC):%Y%m%d-%H%M%S}{SUFFIX}"
        home, target = Home(settings.home), new_file(target, name, "TARGET")
        if home.is_new():
            raise InvalidInput(f"{variable('home')}: {settings.home} has no database to back up.")
        with _stopped(settings, stop_it):
            manifest = _back_up(settings, home, target)
        facts = {"file": str(target), "bytes": target.stat().st_size, **manifest.model_dump(mode="json")}
        _report(json, facts, f"{target} holds {_contents(manifest.inventory)}, {facts['bytes'] // MB:,} MB")


def restore_(
    source: Annotated[Path, typer.Argument(help="File that `database backup` wrote.")],
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace the database of this home; the old one is kept beside it."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Make the database of this home from a backup. A damaged or newer file changes nothing."""
    with exit_on_error() as settings:
        require_embedded(settings, _own_tools(settings, "load"))
        if not source.is_file():
            raise InvalidInput(f"SOURCE: {source} is not a file; give the file that a backup wrote.")
        manifest = backup.read_manifest(source)
        manifest.check_versions()
        home = Home(settings.home)
        if not home.is_new() and not force:
            raise InvalidInput(
                f"{variable('home')}: {settings.home} holds a database; use --force to replace it (the old "
                f"data are kept beside it), or set {variable('home')} to another folder."
            )
        home.prepare()
        needed = manifest.store_bytes + manifest.dump_bytes + RESERVE_MB * MB
        require_space(home.root, needed, variable("home"), "the restore")
        with home_lock(home) as lock:
            replaced = _restore(settings, home, source, manifest, lock)
        kept = f"; the old data are in {replaced}, delete them when all is well" if replaced else ""
        facts = {"home": str(home.root), "replaced": replaced and str(replaced)}
        said = f"{home.root} holds {_contents(manifest.inventory)}, as of {manifest.created}{kept}"
        _report(json, facts | manifest.model_dump(mode="json"), said)


def _back_up(settings: Settings, home: Home, target: Path) -> backup.BackupManifest:
    """Counts, stops cleanly, dumps. The start before the dump also recovers what a kill left."""
    with connected(settings) as session:
        inventory = session.run(take_inventory(session.database, Deadline.after(DEADLINE_S)))
    store = home.size()
    require_space(target.parent, store // 2, "FILE", "the backup")  # measured: a dump is a fifth of the store
    with (
        home_lock(home) as lock,
        work_folder(home, target) as folder,
        share_bar("Dumping the database") as progress,
    ):
        dump = admin.dump(home, Artifacts(settings.cache), folder, lock, progress)
        manifest = backup.BackupManifest.of(dump, inventory, version(PACKAGE), store)
        backup.write(target, dump, manifest)
    return manifest


def _restore(
    settings: Settings, home: Home, source: Path, manifest: backup.BackupManifest, lock: int
) -> Path | None:
    """Builds a second home inside this one, compares it with the manifest, then takes its data."""
    work = Home(home.root / "restoring")
    shutil.rmtree(work.root, ignore_errors=True)  # left by a restore that was killed
    work.prepare()
    try:
        home.share_password(work)
        with bar("Checking the backup", manifest.dump_bytes) as advance:
            dump = backup.extract(source, manifest, work.root, advance)
        artifacts = Artifacts(settings.cache)
        artifacts.ensure(Console(stderr=True))
        with share_bar("Loading the database") as progress:
            admin.load(work, artifacts, work.root, lock, progress)
        dump.unlink()
        here = settings.model_copy(update={"home": work.root, "bolt_port": 0})
        with connected(here) as session:
            found = session.run(take_inventory(session.database, Deadline.after(DEADLINE_S)))
            if found != manifest.inventory:
                raise BackupInvalid(
                    f"{source}: the database that was loaded from it does not hold what its manifest says "
                    f"({_contents(found)} instead of {_contents(manifest.inventory)}); nothing was replaced."
                )
            if applied := session.run(migrate(session.database, Deadline.after(DEADLINE_S))):
                typer.echo(f"Migrations applied: {', '.join(applied)}.", err=True)
        return home.replace_data(work)
    finally:
        shutil.rmtree(work.root, ignore_errors=True)


@contextmanager
def _stopped(settings: Settings, stop_it: bool) -> Iterator[None]:
    """The database does not run during the block; one that ran in the background runs again after it."""
    instance = running(settings)
    if instance is None:
        yield
        return
    if instance.mode == "attached":
        where = f" at {instance.app_url}" if instance.app_url else ""
        raise InstanceRunning(
            f"A `learning-sites` program{where} uses the database of {settings.home} (pid {instance.pid}), "
            "and Neo4j Community cannot dump a running database; stop that program first."
        )
    if not stop_it:
        raise InstanceRunning(
            f"The database of {settings.home} runs in the background, and Neo4j Community cannot dump a "
            "running database; --stop stops it for some ten seconds and starts it again on its port."
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(FAILED))  # a scheduler's limit must not leave it down
    try:
        stop(settings)
        yield
    finally:
        stop(settings)  # where a signal has ended the first one, it still runs
        again = settings.model_copy(update={"bolt_port": instance.bolt_port})
        EmbeddedServer.start(again, detached=True, train=False)


def _own_tools(settings: Settings, what: str) -> str:
    return (
        f"`neo4j-admin database {what} {settings.neo4j_database}` on the machine of that server, or the "
        "snapshots of its host (docs/operations.md, Backup and restore)"
    )


def _contents(inventory: Inventory) -> str:
    return f"{inventory.total:,} nodes and {sum(inventory.relationships.values()):,} relationships"


def _report(json: bool, facts: dict[str, Any], sentence: str) -> None:
    typer.echo(orjson.dumps(facts, option=orjson.OPT_INDENT_2) if json else sentence)
