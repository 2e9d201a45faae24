"""Moments as text: ISO 8601 in UTC, to the millisecond, such as `2026-11-30T02:00:00.125Z`."""

from __future__ import annotations

from datetime import datetime


def moment_text(moment: datetime) -> str:
    """Of a moment in UTC. The order of such texts is that of their moments."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
