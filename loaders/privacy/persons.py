"""Where a text names a person: behind a rank, a title or a label, or before one and a comma.

A person without any of these is not found: "Jordan Madison" is as well two counties.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from loaders.privacy.words import (
    BEFORE_A_NAME,
    CREDENTIALS,
    FUNCTION,
    INSTITUTIONS,
    LABELS,
    ORDINARY,
    PARTICLES,
    PLACES,
    RANKS,
    ROLES,
    SUFFIXES,
)

Span = tuple[int, int]

MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"
"""Combining marks, which are parts of words and no letters to `re`."""
WORD: Final = re.compile(rf"[^\W\d_](?:['.-]?[^\W\d_]|[{MARKS}])*\.?")
LABEL: Final = re.compile(LABELS, re.IGNORECASE)
TITLE: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(BEFORE_A_NAME | RANKS | ROLES | CREDENTIALS))})\b", re.IGNORECASE
)
"""Quickly says that a text has none; an accent or a dot inside a title hides it from this."""
MOST_WORDS: Final = 6
"""Words of a name at most."""
CIVIL: Final = frozenset({"dr", "judge", "justice", "mr", "mrs", "ms", "rev", "hon", "prof"})
"""Institutions are named after them, with words between: "Dr. Solomon Carter Fuller Mental Health Center"."""

BETWEEN: Final = re.compile(r"""["')]?\s{1,3}["'(]?""")
"""Between the words of a name."""
BEHIND: Final = re.compile(r"""\s{0,3}(?P<apart>[:,(-]?)\s{0,3}["'(]?""")
"""Between a title and a name."""


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """In small letters, without accents, dots and `'s`."""
    letters = unicodedata.normalize("NFKD", word.casefold().removesuffix("'s"))
    return "".join(letter for letter in letters if letter.isalpha() or letter in "'-")


@dataclass(frozen=True, slots=True)
class Named:
    """Words from `first` to before `end`, of which so many are more than an initial or a particle."""

    first: int
    end: int
    full: int
    initials: int

    @property
    def size(self) -> int:
        """Names and initials."""
        return self.full + self.initials


class Words:
    """The words of a plain text, and which of them name people."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = list(WORD.finditer(text))

    def persons(self) -> Iterator[Span]:
        """Where people are named, each with the title before. Stretches may overlap."""
        for number, word in enumerate(self._found):
            title = folded(word[0])
            if title in BEFORE_A_NAME or title in RANKS or title in ROLES:
                yield from self._behind_title(number, title)
            if title in RANKS or title in CREDENTIALS or (title in BEFORE_A_NAME and word[0][-1] != "."):
                yield from self._before_comma(number)
        starts = [word.start() for word in self._found]
        for label in LABEL.finditer(self._text):
            name = self._name(bisect_left(starts, label.end()))
            if name and name.size > 1 and name.full and self._joined(label.end(), name.first):
                yield self._span(name.first, name.end)

    def _behind_title(self, number: int, title: str) -> Iterator[Span]:
        at, of_office = self._past_office(number + 1)
        name = self._name(at)
        if name is None or name.full == 0 or not self._joined(self._found[at - 1].end(), at):
            return
        gap = self._text[self._found[at - 1].end() : self._found[at].start()]
        alone = name.size == 1
        if self._is_institution(name, title):
            return
        if title in BEFORE_A_NAME:
            good = not (alone and gap.strip())
        elif title in RANKS:
            good = not alone or not (of_office or gap.strip() or self._reads_on(name))
        else:
            good = not alone and not self._reads_on(name)
        if good:
            yield self._span(number, name.end)

    def _past_office(self, at: int) -> tuple[int, bool]:
        """Past "of Police" or "de Policía" behind a title, and whether it is there."""
        if not (at < len(self._found) and self._found[at][0] in ("of", "de", "OF", "DE", "for")):
            return at, False
        end = at + 1
        while end < len(self._found) and end < at + 5 and folded(self._found[end][0]) in ORDINARY:
            end += 1
        return (end, True) if end > at + 1 else (at, False)

    def _before_comma(self, number: int) -> Iterator[Span]:
        """A first name, a surname and a comma before a title or credential."""
        if not number or not re.fullmatch(r"\s?,\s{1,3}(?:the\s)?", self._gap(number)):
            return
        first = number
        while first and number - first < MOST_WORDS and self._part(first - 1):
            if first < number and not BETWEEN.fullmatch(self._gap(first)):
                break
            first -= 1
        while first < number and self._part(first) != "name":
            first += 1
        name = self._name(first)
        if name and name.end == number and name.full and name.size > 1:
            yield self._span(first, number)

    def _name(self, at: int) -> Named | None:
        """The name that begins with a word."""
        end, full, initials = at, 0, 0
        for place in range(at, min(at + MOST_WORDS, len(self._found))):
            part = self._part(place)
            if part is None or (place > at and not self._goes_on(place, part)):
                break
            full, initials = full + (part == "name"), initials + (part == "initial")
            if part in ("name", "initial") or (part == "suffix" and full):
                end = place + 1
            if part != "initial" and self._found[place][0].endswith(".") and part != "suffix":
                break
        if not full and initials < 2:
            return None
        if full > 1 and folded(self._found[at][0]) in PLACES and not self._is_particle(at):
            return None
        return Named(at, end, full, initials)

    def _goes_on(self, place: int, part: str) -> bool:
        gap = self._gap(place)
        return bool(BETWEEN.fullmatch(gap)) or (part == "suffix" and gap in (", ", ","))

    def _part(self, place: int) -> str | None:
        """What a word may be of a name: a name, an initial, a particle or a suffix."""
        text = self._found[place][0]
        plain = folded(text)
        if plain in SUFFIXES and text[0].isupper():
            return "suffix"
        if len(text.replace(".", "")) <= 2 and all(len(each) == 1 for each in text.rstrip(".").split(".")):
            return "initial" if text[0].isupper() else None
        if text[0].islower():
            return "particle" if plain in PARTICLES else None
        if plain in ORDINARY or (text.isupper() and plain in FUNCTION):
            return None
        if plain in BEFORE_A_NAME or plain in RANKS:
            return None
        # In a text of capitals alone a verb looks like a name.
        if self._capitals and plain.endswith(("ed", "ing", "s")) and not self._followed(place):
            return None
        return "name"

    def _followed(self, place: int) -> bool:
        """Whether another word of a name stands behind, or before."""
        return any(
            0 <= other < len(self._found) and folded(self._found[other][0]) not in ORDINARY
            for other in (place + 1,)
        )

    @cached_property
    def _capitals(self) -> bool:
        return self._text.isupper()

    def _is_particle(self, place: int) -> bool:
        return self._found[place][0][0].islower()

    def _is_institution(self, name: Named, title: str) -> bool:
        """Whether the words behind a name make it that of an institution."""
        for place in range(name.end, min(name.end + 4, len(self._found))):
            word = self._found[place][0]
            if self._gap(place).strip() or word[0].islower():
                return False
            if folded(word) in INSTITUTIONS:
                return name.size > 1 or title in BEFORE_A_NAME
            if title not in CIVIL or folded(word) not in ORDINARY:
                return False
        return False

    def _reads_on(self, name: Named) -> bool:
        """Whether a capitalized ordinary word follows, as in "Sheriff Posse Program"."""
        if name.end >= len(self._found) or self._gap(name.end).strip():
            return False
        word = self._found[name.end][0]
        return not word[0].islower() and folded(word) in ORDINARY and folded(word) not in FUNCTION

    def _joined(self, end: int, place: int) -> bool:
        """Whether a title that ends there and the word belong together."""
        if place >= len(self._found):
            return False
        return bool(BEHIND.fullmatch(self._text[end : self._found[place].start()]))

    def _gap(self, place: int) -> str:
        """What stands before a word, behind the one before."""
        return self._text[self._found[place - 1].end() : self._found[place].start()]

    def _span(self, first: int, end: int) -> Span:
        last = self._found[end - 1]
        # A sentence keeps its end, an initial or "Jr." its dot.
        dot = last[0].endswith(".") and self._part(end - 1) == "name"
        return self._found[first].start(), last.end() - dot


def persons(text: str) -> Iterator[Span]:
    """Where a plain text names one, each with the title before the name."""
    if TITLE.search(unaccented(text)) or LABEL.search(text):
        yield from Words(text).persons()


def unaccented(text: str) -> str:
    """For a search in titles: "Capitán" has an accent."""
    return text if text.isascii() else unicodedata.normalize("NFKD", text)


__all__: Sequence[str] = ("persons",)
