"""`learning-sites runs --unlock`: ends leases whose holders do not release them."""

from __future__ import annotations

import sys
from typing import Any

import typer

from cli.session import Session
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.lease import LeaseHolder, end_lease, held_leases

DEADLINE_S = 60.0


def unlock(session: Session, *, yes: bool, quiet: bool) -> list[dict[str, Any]]:
    """Ends every lease that is held, after a question unless `yes`; says on stderr which, and returns them.

    Raises InvalidInput where there is nobody to ask, and typer.Abort when the answer is no.
    """
    database = session.database
    holders = session.run(held_leases(database, Deadline.after(DEADLINE_S)))

    def say(text: str) -> None:
        if not quiet:
            typer.echo(text, err=True)

    if not holders:
        say("No lease is held; nothing was ended.")
    if holders and not yes:
        shown = "; ".join(_shown(holder) for holder in holders)
        if not sys.stdin.isatty():
            raise InvalidInput(f"--yes: nobody can be asked here; confirm with --yes that this ends {shown}.")
        typer.confirm(f"End {shown}? What still runs stops before it writes more.", abort=True, err=True)
    ended = list[dict[str, Any]]()
    for holder in holders:
        was_held = session.run(end_lease(database, holder, Deadline.after(DEADLINE_S)))
        if was_held:
            say(f"Ended {_shown(holder)}. If that process still runs, it stops before it writes more.")
        else:
            say(f"{_shown(holder)} was released meanwhile; nothing was ended.")
        ended.append(_facts(holder) | {"ended": was_held})
    return ended


def _shown(holder: LeaseHolder) -> str:
    return f"the lease '{holder.name}' of {holder}"


def _facts(holder: LeaseHolder) -> dict[str, Any]:
    return {
        "lease": holder.name,
        "host": holder.host,
        "process": holder.process,
        "since": holder.since,
        "until": holder.until,
    }
