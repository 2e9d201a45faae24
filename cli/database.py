"""`learning-sites database`: the embedded Neo4j of one home."""

from __future__ import annotations

import sys
from typing import Annotated

import orjson
import typer

from cli.backup import backup_, restore_
from cli.exits import WRONG_USE, exit_on_error
from graph.embedded import EmbeddedServer, Home, Instance, is_ready_offline, reset, running, stop
from graph.errors import InstanceRunning
from graph.settings import Settings

app = typer.Typer(
    no_args_is_help=True, help="The embedded Neo4j: start, stop, status, backup, restore, reset, path."
)
app.command("backup")(backup_)
app.command("restore")(restore_)


@app.command("start")
def start_(
    train: Annotated[bool, typer.Option(help="Make the cache that halves Java's start time, once.")] = True,
) -> None:
    """Start Neo4j in the background; it runs until `database stop`."""
    with exit_on_error() as settings:
        server = EmbeddedServer.start(settings, detached=True, train=train)
        password_file = Home(settings.home).password_file
        typer.echo(f"Neo4j answers at {server.bolt_uri}, user {server.username}, password in {password_file}")


@app.command("stop")
def stop_(
    force: Annotated[
        bool, typer.Option("--force", help="Also when a `learning-sites` program uses it.")
    ] = False,
) -> None:
    """Stop the Neo4j of this home."""
    with exit_on_error() as settings:
        instance = running(settings)
        if instance is None:
            typer.echo(f"No Neo4j runs in {settings.home}")
            return
        if instance.mode == "attached" and not force:
            raise InstanceRunning(
                f"The database belongs to a running `learning-sites` program, started on {instance.started}; "
                "stop that program, or use --force."
            )
        stop(settings)
        typer.echo(f"Neo4j of {settings.home} has stopped (pid {instance.java_pid})")


@app.command("status")
def status_(json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Tell whether Neo4j runs, where it answers, and whether its files are downloaded."""
    with exit_on_error() as settings:
        instance = running(settings)
        if json:
            facts = instance.model_dump(mode="json") | {"bolt_uri": instance.bolt_uri} if instance else {}
            state = {"running": instance is not None, "home": str(settings.home)}
            state["downloaded"] = is_ready_offline(settings)
            typer.echo(orjson.dumps(state | facts, option=orjson.OPT_INDENT_2))
        else:
            typer.echo(_sentence(instance, settings))


@app.command("reset")
def reset_(yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False) -> None:
    """Remove the database of this home with its password and logs; downloaded files stay."""
    with exit_on_error() as settings:
        if not yes and not sys.stdin.isatty():
            typer.echo(f"error: this removes the database in {settings.home}; confirm with --yes.", err=True)
            raise typer.Exit(WRONG_USE)
        if not yes:
            typer.confirm(f"Remove the database in {settings.home}?", abort=True)
        reset(settings)
        typer.echo(f"The database in {settings.home} is removed")


@app.command("path")
def path_() -> None:
    """Print the folder of the database."""
    with exit_on_error() as settings:
        typer.echo(settings.home)


def _sentence(instance: Instance | None, settings: Settings) -> str:
    if instance is None:
        files = "its files are here" if is_ready_offline(settings) else "the next start downloads 195 MB"
        return f"No Neo4j runs in {settings.home}; {files}"
    problem = f" ({instance.problem}; restart {instance.restarts})" if instance.problem else ""
    state = "runs" if instance.ready else f"is starting{problem}"
    used = f", used by {instance.app_url}" if instance.app_url else ""
    return (
        f"Neo4j {instance.version} {state} in {settings.home} since {instance.started} "
        f"({instance.mode}{used}), answers at {instance.bolt_uri}, pid {instance.java_pid}"
    )
