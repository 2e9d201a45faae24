"""What a loader did."""

from __future__ import annotations

from domain.vocabulary import RunStatus
from schema.declare import prop
from schema.types.enums import DATE_TIME, DateTime


class LoadRun:
    """One run of a loader over one source."""

    key: str = prop("Stable key, for example `run:2026-11-24T02:00:00Z-requests`.", keyword=True)
    source: str = prop("Which source was loaded.")
    started_at: DateTime = prop("When it began.", codec=DATE_TIME)
    file: str | None = prop("Name of the file that was read; null for data that come with the program.")
    by: str | None = prop("Command that ran it.", filtered=False)
    status: RunStatus = prop("How it stands.")
    problem: str | None = prop("Why it failed or stopped.", filtered=False)
    line: int | None = prop("Line of the file up to which it came.", filtered=False)
    seconds: float = prop("How long it took.")
    version: str = prop("Version of this software.")
    created: int = prop("Rows that were new.")
    updated: int = prop("Rows that had changed.")
    deleted: int = prop("Rows that deleted what the graph had.")
    unchanged: int = prop("Rows that stood in the graph already.")
    quarantined: int = prop("Rows that could not be loaded, and wait to be mended.")
    read: int = prop("All of them.")
    redacted: int | None = prop("Texts that personal data were removed from.", filtered=False)
