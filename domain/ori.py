"""The Originating Agency Identifier (ORI) by which the FBI knows a law-enforcement agency."""

from __future__ import annotations

from typing import Final

PATTERN: Final = r"^[A-Z]{2}[A-Z0-9]{7}$"
"""A state's two letters and 7 letters or digits."""
AGENCY_KEY: Final = "agency:"
"""An agency's key is this and its ORI."""


def nine_characters(ori: str) -> str:
    """An ORI in capitals; the 7 characters of older files are those of 9 without the 00 at their end."""
    capital = ori.strip().upper()
    return f"{capital}00" if len(capital) == 7 else capital
