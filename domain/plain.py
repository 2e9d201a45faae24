"""The plain form of a name: two writings of one name become the same text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from domain.abbreviations import DIRECTIONS, SHORT

_APOSTROPHES: Final = re.compile(r"['’‘ʻʼ`´]")
_INNER_POINT: Final = re.compile(r"(?<=[^\W_]{2})\.(?=[^\W_])")
"""The point of "St.Louis" parts two words; those of "D.C." stand within one."""
_BREAK: Final = re.compile(r"[,;:()\[\]|]")
_OTHER: Final = re.compile(r"[^\w\s,]|_")
_NOISE: Final = frozenset({"the"})


def folded(text: str) -> str:
    """Lower case, no accents, no apostrophes, no points; one kind of blank; `&` is "and"."""
    text = unicodedata.normalize("NFKD", text)
    if not text.isascii():
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _APOSTROPHES.sub("", text.casefold()).replace("&", " and ").replace("+", " and ")
    return " ".join(_INNER_POINT.sub(" ", text).replace(".", "").split())


def pieces(text: str) -> list[list[str]]:
    """The words of a folded text between commas, brackets and their like; hyphens and slashes part words."""
    parts = _OTHER.sub(" ", _BREAK.sub(",", text)).split(",")
    return [words for part in parts if (words := part.split())]


def long_words(words: Sequence[str]) -> list[str]:
    """The words with short forms written out."""
    written = [SHORT.get(word, word) for word in words]
    if len(words) > 1 and words[0] in DIRECTIONS:
        written[0] = DIRECTIONS[words[0]]
    return written


def form(words: Sequence[str]) -> str:
    """The words as one, so that "La Grange" is "LaGrange"; "the" is left out."""
    return "".join(word for word in words if word not in _NOISE)
