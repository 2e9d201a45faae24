"""Where a text names a person: behind a title or a label, or before a title and a comma.

A person without any of these is not found: "Jordan Madison" is as well two counties.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from loaders.pipeline.privacy.names import Name, Words
from loaders.pipeline.privacy.plain import Span
from loaders.pipeline.privacy.words import CREDENTIALS, LABELS, RANKS, ROLES, TITLES

FEWEST_WORDS: Final = 2
"""A title and a name."""
BEHIND_TITLE: Final = re.compile(r"""\s{0,3}[:,(-]?\s{0,3}["'(]?""")
BEFORE_TITLE: Final = re.compile(r"\s?,\s{1,3}|\s?\(")
AND: Final = re.compile(r",?\s|\s&\s")
PHRASE: Final = re.compile(
    r"\b(?:c/o|point of contact|contact (?:person|name)|(?:full |first |last )?name\s?:"
    r"|ask for|regards,|sincerely,"
    r"|(?:submitted|requested|prepared|reported|signed|written|completed|approved) by"
    r"|(?:speak|spoke|met|meet) with)",
    re.IGNORECASE,
)
"""Stands before the name of a person."""


def persons(text: str) -> Iterator[Span]:
    """Where a plain text names one, each with the title before the name. Stretches may overlap."""
    words = Words(text)
    if len(words) < FEWEST_WORDS:
        return
    for number in range(len(words)):
        title = words.title(number)
        if title in TITLES or title in RANKS or title in ROLES:
            yield from _behind_title(words, number, title)
        if (title in RANKS or title in CREDENTIALS) and not words[number].endswith("'s"):
            yield from _before_title(words, number)
    yield from _behind_phrase(words, text)


def _behind_title(words: Words, number: int, title: str) -> Iterator[Span]:
    first = _past_office(words, number + 1)
    name = words.name(first)
    if name is None or not BEHIND_TITLE.fullmatch(gap := words.gap(first)) or words.names_institution(name):
        return
    if _is_person(words, name, title, close=first == number + 1 and not gap.strip()):
        bare = title in LABELS or "(" in gap
        yield words.span(first if bare else _first_title(words, number), name.end)
        yield from _others(words, name.end)


def _is_person(words: Words, name: Name, title: str, *, close: bool) -> bool:
    """Whether a name behind a title is that of a person; `close` where nothing else stands between."""
    if title in TITLES:
        return close or not name.alone
    if title in RANKS:
        return not name.alone or (close and not words.reads_on(name))
    return not name.alone and not words.reads_on(name)


def _past_office(words: Words, number: int) -> int:
    """Past "of Police" or "de Policía" behind a title."""
    if number == len(words) or words[number].casefold() not in ("of", "de", "for"):
        return number
    end = number + 1
    while end < min(number + 5, len(words)) and words.is_ordinary(end):
        end += 1
    return end if end > number + 1 else number


def _first_title(words: Words, number: int) -> int:
    """Where titles begin of which the last is given: "Lt. Col.", "Deputy Chief"."""
    while number and words.is_title(number - 1) and BEHIND_TITLE.fullmatch(words.gap(number)):
        number -= 1
    return number


def _others(words: Words, number: int) -> Iterator[Span]:
    """First names and surnames that go on behind a name: "Chief Pat Doe and Jane Roe"."""
    while number < len(words) - 1:
        number += words[number].casefold() in ("and", "y")
        name = words.name(number)
        if name is None or name.alone or not AND.fullmatch(words.gap(number)) or words.reads_on(name):
            return
        yield words.span(number, name.end)
        number = name.end


def _before_title(words: Words, number: int) -> Iterator[Span]:
    """The longest name of several words that ends before a comma and a title: "Pat Doe, Chief of Police"."""
    if not number or not BEFORE_TITLE.fullmatch(words.gap(number)):
        return
    for first in range(max(0, number - 5), number - 1):
        name = words.name(first)
        if name and name.end == number and not name.alone and not words[first][0].islower():
            yield words.span(first, number)
            return


def _behind_phrase(words: Words, text: str) -> Iterator[Span]:
    starts = [words.start(number) for number in range(len(words))]
    for phrase in PHRASE.finditer(text):
        first = bisect_left(starts, phrase.end())
        name = words.name(first)
        if name and not name.alone and BEHIND_TITLE.fullmatch(text[phrase.end() : starts[first]]):
            yield words.span(first, name.end)
