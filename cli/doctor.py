"""`learning-sites doctor`: checks an installation, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import orjson
import typer

from cli.checks.findings import Finding, State, fail, warn
from cli.checks.graph import check_graph
from cli.checks.machine import check_machine
from cli.checks.settings import check_settings
from cli.exits import FAILED
from cli.session import Session, connected
from graph.embedded import Home, running
from graph.errors import GraphError, SettingInvalid
from graph.settings import Settings


def doctor_(
    start: Annotated[
        bool, typer.Option("--start", help="Start the embedded database for the checks, if it does not run.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check the installation: one line a check, with what to do. Exit code 1 if something does not work."""
    findings = []
    for found in _check(start=start):
        findings.append(found)
        if not json:
            typer.echo(_line(found))
    if json:
        typer.echo(orjson.dumps([asdict(each) for each in findings], option=orjson.OPT_INDENT_2))
    if any(each.state is State.FAIL for each in findings):
        raise typer.Exit(FAILED)


def _check(*, start: bool) -> Iterator[Finding]:
    try:
        settings = Settings.read()
    except SettingInvalid as error:
        yield fail("settings", str(error), "docs/settings.md has the allowed values")
        return
    yield from check_settings(settings)
    yield from check_machine(settings)
    yield from _check_database(settings, start=start)


def _check_database(settings: Settings, *, start: bool) -> Iterator[Finding]:
    if settings.embedded and not start and running(settings) is None:
        if Home(settings.home).is_new():
            yield warn("database", f"{settings.home} has none yet", "make up")
        else:
            yield warn("database", "does not run, and was not checked", "learning-sites doctor --start")
        return
    try:
        with connected(settings) as session:
            yield from session.run(_collect(session))
    except GraphError as error:
        yield fail("database", f"{error.code}: {error}", "see docs/operations.md, Faults")


async def _collect(session: Session) -> list[Finding]:
    return [found async for found in check_graph(session.database)]


def _line(found: Finding) -> str:
    remedy = f"; {found.remedy}" if found.remedy else ""
    return f"{found.state:<4}  {found.check}: {found.what}{remedy}"
