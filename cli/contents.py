"""What a graph needs before it can answer: migrations, reference data, and at first a sample of requests."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console

from cli.bars import bar
from cli.session import Session
from graph.deadline import Deadline
from graph.migrations import migrate
from loaders.generate import GenerateArguments, write
from loaders.runs import (
    load,
    reference_is_current,
    remember_sample,
    sample_was_offered,
    stamp_reference,
)
from loaders.sources import REFERENCE, REQUESTS
from loaders.writer import Counts

SETUP_DEADLINE_S: Final = 120.0


def fill(session: Session, console: Console) -> None:
    """Brings the graph up to date, and says what it does. A second time it changes nothing and is quick."""
    bring_migrations(session, console)
    bring_reference(session, console)
    bring_sample(session, console)


def bring_migrations(session: Session, console: Console) -> None:
    """Applies pending migrations."""
    applied = session.run(migrate(session.database, Deadline.after(SETUP_DEADLINE_S)))
    if applied:
        console.print(f"Migrations applied: {', '.join(applied)}.")


def bring_reference(session: Session, console: Console, *, force: bool = False) -> dict[str, Counts]:
    """Loads the reference data unless the graph holds exactly these files; counts by source."""
    deadline = Deadline.after(SETUP_DEADLINE_S)
    if not force and session.run(reference_is_current(session.database, deadline)):
        return {}
    counts = {}
    for source in REFERENCE:
        with bar(f"Loading {source.name}", None) as advance:
            counts[source.name] = session.run(load(session.database, source, progress=advance))
        console.print(f"{source.name}: {sentence(counts[source.name])}")
    session.run(stamp_reference(session.database, Deadline.after(SETUP_DEADLINE_S)))
    return counts


def bring_sample(session: Session, console: Console) -> None:
    """Loads synthetic requests once, so that there is evidence to look at before a real log is loaded."""
    if session.run(sample_was_offered(session.database, Deadline.after(SETUP_DEADLINE_S))):
        return
    with tempfile.TemporaryDirectory() as folder, console.status("Making a sample of synthetic requests …"):
        path = Path(folder) / "sample.jsonl"
        write(path, GenerateArguments())
        counts = session.run(load(session.database, REQUESTS, path))
    session.run(remember_sample(session.database, Deadline.after(SETUP_DEADLINE_S)))
    console.print(
        f"requests: {sentence(counts)} They are synthetic: the real log is not public. "
        "`learning-sites generate remove` takes them away."
    )


def sentence(counts: Counts) -> str:
    """What became of the rows, for a person."""
    if not counts.changed:
        return f"{counts.read:,} rows read, nothing changed."
    return (
        f"{counts.read:,} rows read: {counts.created:,} created, {counts.updated:,} updated, "
        f"{counts.unchanged:,} unchanged."
    )
