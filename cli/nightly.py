"""`learning-sites nightly`: what a scheduler runs each night over a folder of request logs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from cli.bars import bar
from cli.contents import SETUP_DEADLINE_S, bring_migrations, bring_reference, sentence
from cli.exits import FAILED, told
from cli.session import Session, connected
from graph.deadline import Deadline
from graph.errors import DataInvalid, InvalidInput
from graph.lease import lease
from loaders.readers import SUFFIXES
from loaders.runs import load
from loaders.sources import REQUESTS

LEASE_S: Final = 6 * 3600.0
"""A night that died gives its place free after this long, seconds."""


def nightly_(
    folder: Annotated[Path, typer.Argument(help="Folder of request logs: CSV, JSON, Excel.")],
) -> None:
    """Bring the graph up to date, then load every request log of a folder, in the order of their names.

    A log that breaks its contract is named and skipped, and the exit code is 1; a second run changes nothing.
    """
    console = Console(stderr=True)
    with told() as settings:
        if not folder.is_dir():
            raise InvalidInput(f"FOLDER: {folder} is no folder; give the one that logs are dropped into.")
        paths = sorted(path for path in folder.iterdir() if _is_log(path.name))
        with connected(settings) as session:
            failed = session.run(_night(session, paths, console))
    if failed:
        raise typer.Exit(FAILED)


def _is_log(name: str) -> bool:
    # Excel and editors put a file of theirs beside one that is open.
    return name.lower().endswith(SUFFIXES) and not name.startswith(("~", "."))


async def _night(session: Session, paths: list[Path], console: Console) -> int:
    """Loads under a lease, so that two nights never overlap; the number of logs that could not be loaded."""
    failed = 0
    database = session.database
    async with lease(database, "nightly", Deadline.after(SETUP_DEADLINE_S), seconds=LEASE_S):
        await bring_migrations(database, console)
        await bring_reference(database, console)
        for path in paths:
            try:
                with bar(f"Loading {path.name}", None) as advance:
                    counts = await load(database, REQUESTS, path, advance)
                console.print(f"{path.name}: {sentence(counts)}")
            except (DataInvalid, InvalidInput) as error:
                failed += 1
                console.print(f"error [{error.code}]: {error}", soft_wrap=True, highlight=False)
        console.print(f"{len(paths) - failed} of {len(paths)} request logs loaded.")
    return failed
