"""The command `learning-sites`: one place that names every subcommand."""

from __future__ import annotations

import typer

from cli import database, generate, schema
from cli.backtest import backtest_
from cli.exits import told
from cli.export import export_
from cli.http import log_errors
from cli.load import load_, migrate_, similarity_
from cli.nightly import nightly_
from cli.resolve import resolve_
from cli.runs import runs_
from cli.serve import serve_
from cli.up import browser_of, up
from graph.embedded import EmbeddedServer, running
from graph.errors import Unavailable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The knowledge graph of the Law Enforcement-Mental Health Learning Sites.",
)
app.command("up")(up)
app.command("serve")(serve_)
app.command("migrate")(migrate_)
app.command("load")(load_)
app.command("export")(export_)
app.command("nightly")(nightly_)
app.command("runs")(runs_)
app.command("similarity")(similarity_)
app.command("backtest")(backtest_)
app.command("resolve")(resolve_)
app.add_typer(database.app, name="database")
app.add_typer(generate.app, name="generate")
app.add_typer(schema.app, name="schema")


@app.command("browser")
def browser_() -> None:
    """Print a link that signs in to Neo4j Browser, once, within the hour."""
    with told() as settings:
        instance = running(settings)
        if instance is None or instance.app_url is None:
            raise Unavailable(
                f"Nothing is up in {settings.home}; run `make up` or `learning-sites up` first."
            )
        server = EmbeddedServer.attach(settings, instance)
        typer.echo(browser_of(settings, server).new_link(instance.app_url))


def main() -> None:
    """Entry point of the console script."""
    log_errors()
    app()
