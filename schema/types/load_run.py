"""Runs of loaders."""

from __future__ import annotations

from domain.vocabulary import RunStatus
from schema.declare import ROUNDED, prop
from schema.types.enums import DATE_TIME, DateTime


class LoadRun:
    """One run of a loader over one source.

    Readers see its numbers of rows rounded to a multiple of 5, null below 5.
    """

    key: str = prop("Stable key, for example `run:2026-11-24T02:00:00Z-requests`.", keyword=True)
    source: str = prop("Name of the source.")
    started_at: DateTime = prop("Start of the run.", codec=DATE_TIME)
    file: str | None = prop("Name of the file; null for bundled data. For staff.", staff=True)
    by: str | None = prop("Command that started it.", filtered=False)
    status: RunStatus = prop("Status of the run.")
    problem: str | None = prop("Reason of a failure or stop. For staff.", filtered=False, staff=True)
    line: int | None = prop("Last line of the file that it has read. For staff.", filtered=False, staff=True)
    seconds: float = prop("Duration in seconds; for readers in whole ones.", for_readers="round({0})")
    version: str = prop("Version of this software.")
    created: int | None = prop("Number of new rows.", for_readers=ROUNDED)
    updated: int | None = prop("Number of changed rows.", for_readers=ROUNDED)
    deleted: int | None = prop("Number of rows that deleted something.", for_readers=ROUNDED)
    unchanged: int | None = prop("Number of rows that were in the graph already.", for_readers=ROUNDED)
    quarantined: int | None = prop(
        "Number of quarantined rows: they have problems, and were not loaded.", for_readers=ROUNDED
    )
    read: int | None = prop("Number of all rows.", for_readers=ROUNDED)
    redacted: int | None = prop(
        "Number of texts from which personal data were removed.", filtered=False, for_readers=ROUNDED
    )
