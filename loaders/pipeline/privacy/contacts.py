"""Where a text holds what leads to a person: mail, telephone, page, number or date of birth.

The patterns read the plain form of a text (`plain.Plain`). None goes back far: a cell may have a megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.pipeline.privacy.plain import Span

_LOCAL: Final = r"""[^\s@<>()\[\],;:"/\\|]"""
_TOP: Final = r"(?:com|org|net|gov|edu|mil|info|us|io)\b"
_AT: Final = r"\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*"
_DOT: Final = r"(?:\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*|\s+dot\s+|\.)"
MAIL: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf'(?:"[^"\n]{{1,64}}"|(?<!{_LOCAL}){_LOCAL}++)@(?=[\w.-]*[^\W\d_])[\w-]++(?:\.[\w-]++)*',
        rf"(?<![\w.+'-])[\w.+'-]++\s?@\s?[\w-]++(?:\s?\.\s?[\w-]++){{0,3}}?\s?\.\s?{_TOP}",
        rf"(?<![\w.+'-])[\w.+'-]++{_AT}[\w-]++(?:{_DOT}[\w-]++)+",
        rf"(?<![\w.+-])[\w-]++[._+][\w.+-]++\s+at\s+[\w-]++(?:\.[\w-]++){{0,3}}?\.{_TOP}",
        rf"(?<![\w.+'-])[\w.+'-]++\s+at\s+[\w-]++(?:\s+dot\s+[\w-]++){{0,3}}?\s+dot\s+{_TOP}",
    )
)
"""As it is meant, with spaces, with `[at]`, and in words."""

AT_OR_DOT: Final = re.compile(r"[\[({<]\s*at\s*[\])}>]|\sdot\s|\sat\s", re.IGNORECASE)
"""One of these, or an @, is in each of them."""

_BEFORE: Final = r"(?<![\w/=&-])(?<!\d[.,])"
_AFTER: Final = r"(?![\w-])(?!\.\d)"
_BETWEEN: Final = r"(?:\s?[-./_·•]{1,2}\s?|\s)"
_EXTENSION: Final = r"(?:\s*,?\s*(?:x|ext\.?|extension)\s*\d{1,6})?"
PHONE: Final = re.compile(
    rf"{_BEFORE}(?:(?:\+?1|001){_BETWEEN}?)?(?:[(\[]\d{{3}}[)\]]\s?-?\s?|[2-9]\d\d{_BETWEEN})"
    rf"\d{{3}}{_BETWEEN}?\d{{4}}{_EXTENSION}{_AFTER}",
    re.IGNORECASE,
)
PHONE_ABROAD: Final = re.compile(rf"(?<!\w)\+\d{{1,3}}(?:[\s().-]{{0,2}}\d){{7,12}}{_EXTENSION}{_AFTER}")
PHONE_DIGITS: Final = re.compile(rf"{_BEFORE}1?[2-9]\d{{9}}{_EXTENSION}{_AFTER}", re.IGNORECASE)
IDENTIFIER: Final = re.compile(
    r"\b(?:GEO-?ID|FIPS|ORI|NPI|EIN|DUNS|UEI|GNIS|ZIP|ID|grant|award|case|incident|docket|tract|run)"
    r"(?:\s(?:no\.?|number))?\W{0,3}$",
    re.IGNORECASE,
)
"""Stands before ten digits that are no telephone number."""
PHONE_LOCAL: Final = re.compile(
    r"\b(?:call|dial|text|phone|telephone|tel|cell|mobile|fax|ph)\b\.?"
    r"(?:\s(?:no\.?|number|us at|me at|at))?\W{0,3}"
    rf"(\d{{3}}[-.\s]\d{{4}}){_AFTER}",
    re.IGNORECASE,
)

SHORTEST_NUMBER: Final = len("555-1234")
DIGITS: Final = re.compile(r"\d\d")

SOCIAL_SECURITY: Final = re.compile(
    r"(?<![\w-])(?:\d{3}|[x*]{3})[- ](?:\d\d|[x*]{2})[- ]\d{4}(?![\w-])", re.IGNORECASE
)
SOCIAL_SECURITY_DIGITS: Final = re.compile(
    r"\b(?:SSN|social security)(?:\s(?:no\.?|number))?(?:\s(?:is|was))?\W{0,3}(\d{9})\b", re.IGNORECASE
)
_MONTH: Final = r"[^\W\d_]{3,10}\.?"
BIRTH: Final = re.compile(
    r"\b(?:D\.?O\.?B\b\.?|date of birth|birth\s?date|birthday|born(?:\son)?|nacid[oa](?:\sel)?)"
    r"(?:\s(?:is|was))?\W{0,3}"
    rf"(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|{_MONTH}\s\d{{1,2}},?\s\d{{4}}"
    rf"|\d{{1,2}}\s(?:de\s)?{_MONTH}(?:\sde)?,?\s\d{{4}})",
    re.IGNORECASE,
)

PAGE: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b[a-z][a-z0-9+.-]{1,15}://[^\s/@]++@[^\s,;<>]+",
        r"\bhttps?://[^\s~]{0,200}+~[\w.-]*\w",
        r"(?<![\w.])(?:https?://)?(?:www\.|m\.)?(?:linkedin\.com/(?:in|pub)|facebook\.com|fb\.com|twitter\.com|x\.com"
        r"|instagram\.com|tiktok\.com|threads\.net)/[\w./@?=&%+-]*\w/?",
    )
)
"""With a user's name before the host, of a user, of an account of social media."""


def contacts(text: str) -> Iterator[Span]:
    """Where a plain text holds one. Stretches may overlap."""
    if "/" in text:
        for pattern in PAGE:
            yield from (found.span() for found in pattern.finditer(text))
    if "@" in text or AT_OR_DOT.search(text):
        for pattern in MAIL:
            yield from (found.span() for found in pattern.finditer(text))
    if len(text) < SHORTEST_NUMBER or not DIGITS.search(text):
        return
    for pattern in (PHONE, PHONE_ABROAD, SOCIAL_SECURITY, BIRTH):
        yield from (found.span() for found in pattern.finditer(text))
    for pattern in (PHONE_LOCAL, SOCIAL_SECURITY_DIGITS):
        yield from (found.span(1) for found in pattern.finditer(text))
    for found in PHONE_DIGITS.finditer(text):
        if not IDENTIFIER.search(text, max(0, found.start() - 24), found.start()):
            yield found.span()
