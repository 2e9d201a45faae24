"""The command `learning-sites`: one place that names every subcommand."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pkgutil import resolve_name
from typing import Final

import typer

from cli.service_log import log_errors

COMMANDS: Final = {
    "up": "cli.up:up",
    "serve": "cli.serve:serve_",
    "migrate": "cli.load:migrate_",
    "load": "cli.load:load_",
    "export": "cli.export:export_",
    "nightly": "cli.nightly:nightly_",
    "unplaced": "cli.unplaced:unplaced_",
    "runs": "cli.runs:runs_",
    "similarity": "cli.load:similarity_",
    "backtest": "cli.backtest:backtest_",
    "resolve": "cli.resolve:resolve_",
    "browser": "cli.browser:browser_",
    "research": "cli.research:research_",
    "doctor": "cli.doctor:doctor_",
    "quarantine": "cli.quarantine:app",
    "keys": "cli.keys:app",
    "database": "cli.database:app",
    "generate": "cli.generate:app",
    "schema": "cli.schema:app",
}
"""Each with the function, or the application with subcommands of its own, that it calls."""


def command_line(named: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command with these subcommands; no other is imported, for all of them take two seconds."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_learning_sites)  # or a command alone would be called without its name
    for name in named:
        found = resolve_name(COMMANDS[name])
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def main() -> None:
    """Entry point of the console script."""
    log_errors()
    named = [name for name in sys.argv[1:2] if name in COMMANDS]
    command_line(named or COMMANDS)()


def _learning_sites() -> None:
    """The knowledge graph of the Law Enforcement-Mental Health Learning Sites."""
