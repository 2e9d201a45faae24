"""Runs of loaders."""

from __future__ import annotations

from domain.vocabulary import RunStatus
from schema.declare import prop
from schema.types.enums import DATE_TIME, DateTime


class LoadRun:
    """One run of a loader over one source."""

    key: str = prop("Stable key, for example `run:2026-11-24T02:00:00Z-requests`.", keyword=True)
    source: str = prop("Name of the source.")
    started_at: DateTime = prop("Start of the run.", codec=DATE_TIME)
    file: str | None = prop("Name of the file; null for bundled data.")
    by: str | None = prop("Command that started it.", filtered=False)
    status: RunStatus = prop("Status of the run.")
    problem: str | None = prop("Reason of a failure or stop.", filtered=False)
    line: int | None = prop("Last line of the file that it has read.", filtered=False)
    seconds: float = prop("Duration in seconds.")
    version: str = prop("Version of this software.")
    created: int = prop("Number of new rows.")
    updated: int = prop("Number of changed rows.")
    deleted: int = prop("Number of rows that deleted something.")
    unchanged: int = prop("Number of rows that were in the graph already.")
    quarantined: int = prop("Number of quarantined rows: they have problems, and were not loaded.")
    read: int = prop("Number of all rows.")
    redacted: int | None = prop("Number of texts from which personal data were removed.", filtered=False)
