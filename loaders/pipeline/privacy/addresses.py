"""Where a text holds a street address or a post box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.pipeline.privacy.plain import Span
from loaders.pipeline.privacy.words import INSTITUTIONS, ORDINARY

_NUMBER: Final = r"(?<![\w./-])\d{1,6}(?:-\d{1,6})?[A-Za-z]?"
_WHITHER: Final = r"(?:(?:[NSEW]|[NS][EW]|North|South|East|West)\.?\s+)?"
_UNIT: Final = r"(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Room|Rm|Floor|#)\.?\s*#?(?:\d+[A-Za-z]?|[A-Z])\b)?"
STREET: Final = re.compile(
    rf"{_NUMBER}\s+{_WHITHER}(?P<name>(?:(?![a-z])\w[\w.'-]*\s+){{1,4}}?)"
    r"(?i:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Highway|Hwy|Parkway|Pkwy|Place|Pl"
    rf"|Terrace|Circle|Cir|Trail|Square|Plaza|Turnpike)\b\.?{_UNIT}",
)
SMALL_STREET: Final = re.compile(
    r"(?<![\w./-])\d{1,6}\s+(?:[nsew]\.?\s+)?(?P<name>(?:[a-z][\w'-]+\s+){1,2}?)"
    r"(?:street|avenue|ave|boulevard|blvd|lane|ln)\b\.?"
)
ROUTE: Final = re.compile(
    rf"{_NUMBER}\s+{_WHITHER}(?:(?:State|County|US|U\.S\.|Old|Farm to Market)\s+)?"
    rf"(?:Road|Rd|Route|Rte|Highway|Hwy|FM|CR|SR)\.?\s+\d+[A-Z]?\b{_UNIT}",
    re.IGNORECASE,
)
BOX: Final = re.compile(
    r"\b(?:P\.?\s?O\.?\s?Box|Post\s+Office\s+Box|POB)\s*#?\s*\d[\w-]*|\b(?:RR|HC)\s*#?\d+,?\s+Box\s+\d+\w*"
    r"|\bApartado(?:\s+Postal)?\s+\d+",
    re.IGNORECASE,
)
SPANISH: Final = re.compile(
    r"\b(?:Calle|Avenida|Avda?\.)\s+(?:(?![a-z])\w[\w.'-]*,?\s+){1,4}?(?:#|No\.?\s?|núm\.?\s?)?\d{1,6}\b",
    re.IGNORECASE,
)
YEAR: Final = re.compile(
    r"\b(?:in|since|by|until|from|of|to|during|before|after|and)\s(?:19|20)\d\d\s", re.IGNORECASE
)
"""A number of four digits that is a year: "In 2019 Pine Street Inn opened"."""

CAPITALS: Final = re.compile(r"(?:\s(?![a-z])\w+){1,3}")
"""Up to three capitalized words behind a street."""
DIGIT: Final = re.compile(r"\d")


def addresses(text: str) -> Iterator[Span]:
    """Where a plain text holds one. Stretches may overlap."""
    if " " not in text or not DIGIT.search(text):
        return
    for pattern in (STREET, SMALL_STREET):
        yield from (found.span() for found in pattern.finditer(text) if not _is_name(text, found))
    for pattern in (ROUTE, BOX, SPANISH):
        yield from (found.span() for found in pattern.finditer(text))


def _is_name(text: str, found: re.Match[str]) -> bool:
    """A number, words and "Court" may name an organization: "3 Rivers Drug Court", "2 Elm Street Clinic"."""
    behind = CAPITALS.match(text, found.end())
    return (
        any(word.casefold() in ORDINARY for word in found["name"].split())
        or bool(behind and INSTITUTIONS.intersection(behind[0].casefold().split()))
        or bool(YEAR.search(text, max(0, found.start() - 7), found.start() + 5))
    )
