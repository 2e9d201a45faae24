"""The words of a text, and which of them may be the name of a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from domain.plain import without_accents
from loaders.pipeline.privacy.plain import Span
from loaders.pipeline.privacy.words import (
    FUNCTION,
    INSTITUTIONS,
    ORDINARY,
    PARTICLES,
    PLACES,
    RANKS,
    ROLES,
    SUFFIXES,
    TITLES,
)

MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"
"""Combining marks, which are parts of words and no letters to `re`."""
WORD: Final = re.compile(rf"[^\W\d_](?:['.-]?[^\W\d_]|[{MARKS}])*\.?")
INITIALS: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_])*\.?")
BETWEEN: Final = re.compile(r"""["')]?\s{1,3}["'(]?""")
"""Between the words of a name."""
MAX_WORDS: Final = 6
"""Words of a name at most."""
CIVIL: Final = frozenset({"dr", "judge", "justice", "mr", "mrs", "ms", "rev", "hon", "prof"})
"""Institutions are named after them, with words between: "Dr. Solomon Carter Fuller Mental Health Center"."""


TITLES_AND_RANKS: Final = TITLES | RANKS
OFFICES: Final = TITLES_AND_RANKS | ROLES


class Part(Enum):
    """What a word may be of a name."""

    NAME = auto()
    INITIAL = auto()
    PARTICLE = auto()
    SUFFIX = auto()


@dataclass(frozen=True, slots=True)
class Name:
    """The words from number `first` to before `end`: so many names, and so many initials."""

    first: int
    end: int
    names: int
    initials: int

    @property
    def alone(self) -> bool:
        """It is a single name, without initials."""
        return self.names + self.initials == 1


def small(word: str) -> str:
    """In small letters, without dots and `'s`."""
    return word.casefold().replace(".", "").removesuffix("'s")


def folded(word: str) -> str:
    """The same without accents: "Capitán" is a title as "Capitan" is."""
    return without_accents(small(word))


class Words:
    """The words of a plain text, by their numbers."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = list(WORD.finditer(text))
        self._capitals = text.isupper()

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, number: int) -> str:
        return self._found[number][0]

    def start(self, number: int) -> int:
        """Where a word begins in the text."""
        return self._found[number].start()

    def gap(self, number: int) -> str:
        """What stands between a word and the one before."""
        return self._text[self._found[number - 1].end() : self._found[number].start()]

    def span(self, first: int, end: int) -> Span:
        """Where words stand in the text; the dot that ends a sentence is not among them."""
        last = self._found[end - 1]
        ends_sentence = last[0].endswith(".") and self.part(end - 1) is Part.NAME
        return self.start(first), last.end() - ends_sentence

    def title(self, number: int) -> str:
        """A word as `words.toml` writes titles; of "Lieutenant-Colonel" the first part."""
        plain = folded(self[number])
        return plain if plain in OFFICES else plain.partition("-")[0]

    def is_title(self, number: int) -> bool:
        """Whether a word is a title or a rank."""
        return self.title(number) in TITLES_AND_RANKS

    def is_ordinary(self, number: int) -> bool:
        """Whether a word is hardly anybody's name."""
        return small(self[number]) in ORDINARY

    def name(self, first: int) -> Name | None:
        """The name that begins with a word; None for a place such as "San Antonio"."""
        end, names, initials = first, 0, 0
        for number in range(first, min(first + MAX_WORDS, len(self))):
            part = self.part(number)
            if part is None or (number > first and not self._goes_on(number, part)):
                break
            names, initials = names + (part is Part.NAME), initials + (part is Part.INITIAL)
            end = end if part is Part.PARTICLE else number + 1
            if part is Part.NAME and self[number].endswith("."):
                break
        if not names or (names > 1 and self[first][0].isupper() and folded(self[first]) in PLACES):
            return None
        return Name(first, end, names, initials)

    def part(self, number: int) -> Part | None:
        """What a word may be of a name, None where it is no part of one."""
        word = self[number]
        plain = small(word)
        if word[0].islower():
            return Part.PARTICLE if plain in PARTICLES else None
        if plain in SUFFIXES:
            return Part.SUFFIX
        if INITIALS.fullmatch(word):
            return Part.INITIAL if word[0].isupper() else Part.NAME
        if plain in ORDINARY or (word.isupper() and plain in FUNCTION) or folded(word) in OFFICES:
            return None
        return None if self._capitals and self._looks_like_a_verb(number) else Part.NAME

    def names_institution(self, name: Name) -> bool:
        """Whether the words behind a name make it that of an institution: "Judge Baker Children's Center"."""
        title = self.title(name.first - 1)
        for number in range(name.end, min(name.end + 4, len(self))):
            if self.gap(number).strip() or self[number][0].islower():
                return False
            if small(self[number]) in INSTITUTIONS:
                return not name.alone or title in TITLES
            if title not in CIVIL or not self.is_ordinary(number):
                return False
        return False

    def reads_on(self, name: Name) -> bool:
        """Whether a capitalized ordinary word follows, as in "Sheriff Posse Program"."""
        number = name.end
        if number >= len(self) or self.gap(number).strip() or self[number][0].islower():
            return False
        return self.is_ordinary(number) and small(self[number]) not in FUNCTION

    def _goes_on(self, number: int, part: Part) -> bool:
        gap = self.gap(number)
        return bool(BETWEEN.fullmatch(gap)) or (part is Part.SUFFIX and gap == ", ")

    def _looks_like_a_verb(self, number: int) -> bool:
        """In a text of capitals alone: "THE OFFICER RESPONDED TO THE CALL"."""
        alone = number + 1 == len(self) or self.is_ordinary(number + 1)
        return alone and small(self[number]).endswith(("ed", "ing", "s"))
