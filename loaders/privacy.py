"""What must not be kept of a text: addresses of people, however they came into a cell.

Months stand in for days and roles for names by the contract; this is for what people type where it does
not belong. It knows patterns, not persons: a bare name in a cell is caught by the contract's vocabulary.
"""

from __future__ import annotations

import re
from typing import Any, Final

REMOVED: Final = "[removed]"

# From the start of a word, and without going back: a cell may have a megabyte.
EMAIL: Final = re.compile(r"(?<![\w.+'-])[\w.+'-]++@[\w-]++(?:\.[\w-]++)+")
PHONE: Final = re.compile(
    r"(?<![\w-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?:\s*(?:x|ext\.?)\s*\d{1,6})?(?![\w-])",
    re.IGNORECASE,
)
STREET: Final = re.compile(
    r"\b\d{1,6}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w.'-]*\s+){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Highway|Hwy|Parkway|Pkwy)\b\.?",
)


def scrubbed(value: Any) -> Any:
    """A value without e-mail addresses, telephone numbers and street addresses; lists item by item."""
    if isinstance(value, list):
        return [scrubbed(item) for item in value]
    if not isinstance(value, str):
        return value
    for pattern in (EMAIL, PHONE, STREET):
        value = pattern.sub(REMOVED, value)
    return value
