"""The plain form of a name: two writings of one name become the same text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from domain.abbreviations import DIRECTIONS, EITHER, OFFICES, SHORT

MAX_NAME: Final = 200
"""Of the name of a government, by `plain_length`: longer ones name nothing, and comparing them takes long."""
APOSTROPHES: Final = "'’‘ʻʼ`´"
"""What people type for an apostrophe, and for the okina of Hawaiian names."""
_APOSTROPHES: Final = re.compile(f"[{APOSTROPHES}]")
_ONE_APOSTROPHE: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_INNER_POINT: Final = re.compile(r"(?<=[^\W_]{2})\.(?=[^\W_])")
"""The point of "St.Louis" parts two words; those of "D.C." stand within one."""
_BREAK: Final = re.compile(r"[,;:()\[\]|]")
_OTHER: Final = re.compile(r"[^\w\s,]|_")
_NOISE: Final = frozenset({"the"})


def without_accents(text: str) -> str:
    """The compatibility form of a text (NFKD) without combining marks."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def plain_length(text: str) -> int:
    """Characters of a text, or of its compatibility form, which may have 18 for one: the greater number."""
    return len(text) if text.isascii() else max(len(text), len(unicodedata.normalize("NFKC", text)))


def folded(text: str) -> str:
    """Lower case, no accents, no apostrophes, no points; one kind of blank; `&` is "and"."""
    text = _APOSTROPHES.sub("", without_accents(text).casefold()).replace("&", " and ").replace("+", " and ")
    return " ".join(_INNER_POINT.sub(" ", text).replace(".", "").split())


def lowered(text: str) -> str:
    """Lower case, composed accents, one kind of apostrophe; otherwise unchanged."""
    return unicodedata.normalize("NFC", text).lower().translate(_ONE_APOSTROPHE)


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


def writings(words: Sequence[str], at: int) -> list[str]:
    """All writings of one of the words, itself the first: "mt" → mt, mount; "pd" → pd, police department."""
    word = words[at]
    directions = _DIRECTION_WRITINGS.get(word, ()) if at == 0 else ()
    offices = OFFICES.get(word, ()) if 0 < at == len(words) - 1 else ()
    return list(dict.fromkeys([word, *_WRITINGS.get(word, ()), *directions, *offices]))


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The other writings of each word, from pairs of a short form and its long one."""
    shorts = defaultdict[str, list[str]](list)
    for short, long in pairs:
        shorts[long].append(short)
    found = defaultdict[str, list[str]](list)
    for long, others in shorts.items():
        for word in (long, *others):
            found[word] += [long, *others]
    return dict(found)


_WRITINGS: Final = _groups(
    [*SHORT.items(), *((short, long) for short, longs in EITHER.items() for long in longs)]
)
_DIRECTION_WRITINGS: Final = _groups(DIRECTIONS.items())
