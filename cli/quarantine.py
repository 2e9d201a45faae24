"""`learning-sites quarantine`: the rows that could not be loaded, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from cli.contents import bring_similarity
from cli.exits import QUARANTINED, exit_on_error
from cli.options import AsJson
from cli.session import Session, connected
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.own_jurisdictions import read_own_jurisdictions
from loaders.pipeline.placement import Placement
from loaders.pipeline.quarantine import EntryState, QuarantineEntry, QuarantineStore
from loaders.pipeline.quarantine.entry import SHOWN_DIGITS
from loaders.pipeline.retry import Retried, retry
from loaders.pipeline.writer import BATCH_DEADLINE_S
from loaders.sources import BY_NAME, unknown_source
from loaders.sources.jurisdictions.source import JURISDICTIONS

app = typer.Typer(
    no_args_is_help=True,
    help="Rows that could not be loaded: list, show, retry, dismiss, and their counts by day.",
)

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Ids as the list shows them; their first digits do."),
]
FromFile = Annotated[str | None, typer.Option("--file", help="Entries of the file of this name.")]
FromSource = Annotated[str | None, typer.Option("--source", help="Entries of this source.")]
SHOWN: Final = 100
"""Entries that a list shows unless more are asked for."""


@app.command("list")
def list_(
    file: FromFile = None,
    source: FromSource = None,
    every: Annotated[
        bool, typer.Option("--all", help="Fixed and dismissed entries too, not only those that wait.")
    ] = False,
    last: Annotated[int, typer.Option(help="Number of entries, the newest first.", min=1)] = SHOWN,
    as_json: AsJson = False,
) -> None:
    """List the entries that nobody has dealt with, the newest first; the rows themselves are not shown."""
    with exit_on_error() as settings:
        store = QuarantineStore(settings.quarantine)
        found = store.entries(None if every else EntryState.WAITING, source=source, file=file)
        counts = store.counts()
    if as_json:
        typer.echo(orjson.dumps([entry.facts() for entry in found[:last]]))
        return
    if found:
        Console().print(_table(found[:last], states=every))
    more = f" {len(found) - last:,} more with --last {len(found)}." if len(found) > last else ""
    typer.echo(f"{', '.join(f'{rows:,} {state}' for state, rows in counts.items())}.{more}")


@app.command("show")
def show(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or their first digits.")],
) -> None:
    """Show entries with their rows, as JSON: problems, what to do, and what became of each."""
    with exit_on_error() as settings:
        store = QuarantineStore(settings.quarantine)
        found = [store.find(each) for each in ids]
    for entry in found:
        typer.echo(orjson.dumps(entry.facts() | {"row": entry.cells}, option=orjson.OPT_INDENT_2))


@app.command("retry")
def retry_(
    ids: Ids = None, file: FromFile = None, source: FromSource = None, as_json: AsJson = False
) -> None:
    """Load entries again as they are: all that wait, or some. Exit code 3: some still cannot be loaded.

    For when an alias, a jurisdiction or a model has been added since. A row that has to be changed is fixed
    in its log, or in the quarantine file, which is then loaded.
    """
    with exit_on_error() as settings:
        store = QuarantineStore(settings.quarantine)
        entries = _waiting(store, ids, file, source)
        unreadable = [entry for entry in entries if not entry.cells]
        found = list[Retried]()
        if len(unreadable) < len(entries):
            with connected(settings) as session:
                found = _retried(session, settings, store, [entry for entry in entries if entry.cells])
    bad = [each for each in found if each.problems]
    if as_json:
        typer.echo(orjson.dumps([*map(_outcome, found), *(_outcome(Retried(each)) for each in unreadable)]))
    else:
        for each in found:
            typer.echo(f"{_named(each.entry)}: {_said(each)}")
        for entry in unreadable:
            typer.echo(
                f"{_named(entry)}: cannot be read; fix the line in the file and load that, or dismiss it."
            )
        typer.echo(f"{len(found) - len(bad):,} loaded, {len(bad) + len(unreadable):,} still quarantined.")
    raise typer.Exit(QUARANTINED if bad or unreadable else 0)


@app.command("dismiss")
def dismiss(
    reason: Annotated[str, typer.Option(help="Why; it is stored beside the entry, so name no person.")],
    ids: Ids = None,
    file: FromFile = None,
    source: FromSource = None,
    as_json: AsJson = False,
) -> None:
    """Take entries out of those that wait, with a reason. They stay listed by --all, and known."""
    with exit_on_error() as settings:
        if not (ids or file or source):
            raise InvalidInput("ID: give the ids of the entries to dismiss, --file or --source.")
        if not reason.strip():
            raise InvalidInput("--reason: is empty; say why these rows will not be loaded.")
        store = QuarantineStore(settings.quarantine)
        entries = _waiting(store, ids, file, source)
        store.dismiss([entry.id for entry in entries], reason.strip())
    if as_json:
        typer.echo(orjson.dumps([entry.id for entry in entries]))
    else:
        typer.echo(f"{len(entries):,} dismissed.")


@app.command("counts")
def counts(
    last: Annotated[int, typer.Option(help="Number of days, the newest last.", min=1)] = 30,
    as_json: AsJson = False,
) -> None:
    """Count by day what was new, fixed, dismissed, expired, and what waited at its end."""
    with exit_on_error() as settings:
        days = QuarantineStore(settings.quarantine).history()[-last:]
    if as_json:
        typer.echo(orjson.dumps([asdict(day) for day in days]))
        return
    columns = ("new", "fixed", "dismissed", "expired", "waiting")
    table = Table("day", *(Column(name, justify="right") for name in columns), box=None, pad_edge=False)
    for day in days:
        facts = asdict(day)
        table.add_row(day.day, *(f"{facts[name]:,}" for name in columns))
    Console().print(table)


def _waiting(
    store: QuarantineStore, ids: Sequence[str] | None, file: str | None, source: str | None
) -> list[QuarantineEntry]:
    """The entries that are named, or all that wait. Raises InvalidInput for one that does not wait."""
    if source is not None and source not in BY_NAME:
        raise InvalidInput(f"--source: {unknown_source(source)}")
    if not ids:
        return store.entries(source=source, file=file)
    if file or source:
        raise InvalidInput("ID: ids and --file or --source exclude each other; give one of them.")
    found = {entry.id: entry for entry in map(store.find, ids)}
    for entry in found.values():
        if entry.state is not EntryState.WAITING:
            raise InvalidInput(
                f"ID: {entry.id[:SHOWN_DIGITS]} is {entry.state} and does not wait; leave it out."
            )
    return list(found.values())


def _retried(
    session: Session, settings: Settings, store: QuarantineStore, entries: Sequence[QuarantineEntry]
) -> list[Retried]:
    own = session.run(read_own_jurisdictions(session.database, Deadline.after(BATCH_DEADLINE_S)))
    resolver = resolver_of(settings, own)
    found = list[Retried]()
    for source in BY_NAME.values():
        if some := [entry for entry in entries if entry.source == source.name]:
            found += session.run(retry(session.database, source, some, store, Placement(lambda: resolver)))
            if source is JURISDICTIONS:
                session.run(bring_similarity(session.database, Console(stderr=True, quiet=True)))
    return found


def _table(entries: Sequence[QuarantineEntry], *, states: bool) -> Table:
    table = Table(
        Column("id", no_wrap=True),
        Column("first", no_wrap=True),
        Column("last seen", no_wrap=True),
        Column("file", overflow="fold"),
        Column("line", justify="right", no_wrap=True),
        "problem",
        box=None,
        pad_edge=False,
    )
    if states:
        table.add_column("state", no_wrap=True)
    for entry in entries:
        problems = ", ".join(f"{each['field']} {each['code'].lower()}" for each in entry.problems)
        state = (entry.state.value,) if states else ()
        seen = entry.first_seen[:10], entry.last_seen[:10]
        row = entry.id[:SHOWN_DIGITS], *seen, entry.file, str(entry.line), problems, *state
        table.add_row(*map(escape, row))
    return table


def _named(entry: QuarantineEntry) -> str:
    return f"{entry.id[:SHOWN_DIGITS]} ({entry.file}, line {entry.line})"


def _said(each: Retried) -> str:
    if each.problems:
        return f"still quarantined: {'; '.join(map(str, each.problems))}."
    if each.newer:
        return f"replaced by {_named(each.newer)}, a newer row of its key."
    return "loaded."


def _outcome(each: Retried) -> dict[str, object]:
    loaded = bool(each.entry.cells) and not each.problems
    return {
        "id": each.entry.id,
        "file": each.entry.file,
        "line": each.entry.line,
        "loaded": loaded,
        "replaced_by": each.newer.id if each.newer else None,
        "problems": [asdict(problem) | {"code": problem.code.name} for problem in each.problems],
    }
