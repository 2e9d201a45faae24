"""`learning-sites research`: a read-only copy of the graph, with Neo4j Browser, for researchers."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from cli.application import browser_of
from cli.dump_file import new_file, require_embedded, share_bar, work_folder
from cli.exits import FAILED, exit_on_error, interrupt
from cli.http_server.listener import address, bind
from cli.http_server.server import serve
from cli.options import AsJson
from cli.researcher_link import link_to_copy
from cli.service_console import service_console
from cli.service_log import log_service
from graph.access import access_to
from graph.embedded import Artifacts, Home, admin
from graph.embedded.copy import CopyFacts, ReadOnlyCopy
from graph.embedded.disk import MB, require_space
from graph.embedded.server import home_lock
from graph.errors import InvalidInput
from graph.settings import Settings, variable
from schema.server.copy_app import create_copy_app

DUMP = "neo4j.dump"
"""The name that `neo4j-admin database load neo4j --from-path=FOLDER` looks for."""


def research_(
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Replace the copy that runs by a new one, when that answers.")
    ] = False,
    dump: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a new copy into a dump of Neo4j; the one that runs stays."),
    ] = None,
    without_requests: Annotated[
        bool,
        typer.Option("--without-requests", help="Without requests, counters and ledger: for anyone to see."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Copy the graph while it runs, and serve the copy read-only with Neo4j Browser. Ctrl-C stops it.

    Where the copy runs already, a new link to it is printed.
    """
    console = Console(stderr=True)
    with exit_on_error() as settings:
        _check(settings, refresh=refresh, dump=dump)
        target = None if dump is None else new_file(dump, DUMP, "--dump")
        copy = ReadOnlyCopy(settings)
        with_requests = not without_requests
        if not refresh and target is None and _print_link(copy, with_requests):
            return
        signal.signal(signal.SIGTERM, interrupt)
        try:
            if target is not None:
                _dump(settings, copy, target, with_requests, console, json)
            elif refresh:
                _refresh(copy, with_requests, console, json)
            else:
                _serve(copy, with_requests, console)
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)
            raise typer.Exit(FAILED) from None


def _check(settings: Settings, *, refresh: bool, dump: Path | None) -> None:
    require_embedded(
        settings,
        "a user who may only read: docs/researchers.md, A server of your own, Enterprise and Aura",
    )
    if refresh and dump is not None:
        raise InvalidInput("--refresh, --dump: give one of them; a dump is of a new copy in any case.")
    if Home(settings.home).is_new():
        raise InvalidInput(
            f"{variable('home')}: {settings.home} has no database to copy; run `make up` first."
        )


def _print_link(copy: ReadOnlyCopy, with_requests: bool) -> bool:
    """Prints a new link to the copy that runs; False where none does."""
    link, facts = link_to_copy(copy), copy.facts()
    if link is None or facts is None:
        return False
    if facts.with_requests and not with_requests:
        raise InvalidInput(
            "--without-requests: the copy that runs holds requests. Replace it with `learning-sites research "
            "--refresh --without-requests`, or stop it first."
        )
    typer.echo(f"Runs already: {link.opens}. A new link:", err=True)
    typer.echo(link.url)
    return True


def _serve(copy: ReadOnlyCopy, with_requests: bool, console: Console) -> None:
    """Makes a new copy and serves it until Ctrl-C."""
    with ExitStack() as stack:
        try:
            taken = stack.enter_context(bind(copy.settings, "research_port", 8011))
            with copy.fresh(with_requests=with_requests, console=console) as fresh:
                copy.replace(fresh)
            url = address(taken)
            server = stack.enter_context(copy.start(app_url=url, console=console))
            app = create_copy_app(
                copy.settings, access_to(copy.settings, server), browser_of(copy.settings, server, copy)
            )
            serve(app, copy.settings, taken, lambda: _announce(copy, console))
        except KeyboardInterrupt:
            service_console().print("Stopping …")


def _announce(copy: ReadOnlyCopy, console: Console) -> None:
    link = link_to_copy(copy)
    assert link is not None
    console.print("\nReady. Ctrl-C stops the copy.", style="bold")
    console.print(f"  Neo4j Browser  {link.url} ({link.opens})", soft_wrap=True, highlight=False)
    console.print(
        "                 (signs in once, within the hour; `learning-sites research` prints a new link)",
        soft_wrap=True,
    )
    log_service()


def _refresh(copy: ReadOnlyCopy, with_requests: bool, console: Console, json: bool) -> None:
    before = copy.facts()
    # A copy without requests never gets them by a refresh: others may have the link to it.
    kept = with_requests and (before is None or before.with_requests)
    with copy.fresh(with_requests=kept, console=console) as fresh:
        runs = copy.replace(fresh)
    said = "it runs" if runs else "it does not run; `learning-sites research` starts one"
    _report(json, fresh.facts, f"The {fresh.facts.title}, is in {copy.home.root}: {said}", running=runs)


def _dump(
    settings: Settings, copy: ReadOnlyCopy, target: Path, with_requests: bool, console: Console, json: bool
) -> None:
    with (
        copy.fresh(with_requests=with_requests, console=console) as fresh,
        home_lock(fresh.home) as lock,
    ):
        require_space(target.parent, fresh.home.size() // 2, "--dump", "the dump")  # a fifth, measured
        with work_folder(copy.home, target) as folder, share_bar("Dumping the copy") as progress:
            made = admin.dump(fresh.home, Artifacts(settings.cache), folder, lock, progress)
            made.chmod(0o600)  # it may hold single requests
            made.replace(target)
    size = target.stat().st_size
    said = f"{target} holds the {fresh.facts.title}, {size // MB:,} MB"
    _report(json, fresh.facts, said, file=str(target), bytes=size)


def _report(json: bool, facts: CopyFacts, sentence: str, **more: Any) -> None:
    both = more | facts.model_dump(mode="json")
    typer.echo(orjson.dumps(both, option=orjson.OPT_INDENT_2) if json else sentence)
