"""What must not be kept of a text: addresses of people, however they came into a cell.

Months stand in for days and roles for names by the contract; this is for what people type where it does
not belong. It knows patterns, not persons: a name without a title before it is caught by the contract's
vocabulary, or not at all.
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
_OFFICE: Final = (
    r"(?:Office|Officers?|Department|Unit|Team|Program|Training|Wellness|Academy|Association|County|City|Police|"
    r"Mental|Health|Crisis|Response|Services?|Center|Division|Bureau|Deputy|Chief|Sheriff|Intervention|University)\b"
)
# A rank or title and two capitalised words that are no part of an office's name.
NAME: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Cpl|Corporal|Det|Detective|Chief|Sheriff|Officer|"
    r"Deputy|Director|Coordinator|Contact)\b\.?:?\s+"
    rf"(?!{_OFFICE})[A-Z][\w'-]+\s+(?:[A-Z]\.\s+)?(?!{_OFFICE})[A-Z][\w'-]+",
)


def scrubbed(value: Any) -> Any:
    """A value without addresses, telephone numbers and names behind a title; lists and maps item by item."""
    if isinstance(value, list):
        return [scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {name: scrubbed(item) for name, item in value.items()}
    if not isinstance(value, str):
        return value
    for pattern in (EMAIL, PHONE, STREET, NAME):
        value = pattern.sub(REMOVED, value)
    return value
