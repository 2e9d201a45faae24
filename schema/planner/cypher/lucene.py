"""Lucene queries for words: each word must match, in one of its spellings.

Words are letters and digits, as `domain.plain` makes them, so that they hold none of Lucene's syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.plain import writings

# fmt: off
STOP_WORDS: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no",
    "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to",
    "was", "will", "with",
})
# fmt: on
"""Words that the analyzer `standard-folding` does not index: `ENGLISH_STOP_WORDS_SET` of Lucene."""
FUZZY_FROM: Final = 5
"""Minimum length of a word that matches with one wrong letter."""
TWO_WRONG_FROM: Final = 8
"""Minimum length of a word that matches with two: "Cincinatti"."""
MAX_FUZZY: Final = 12
"""Maximum number of words for which parts of words and misspellings match; more must match exactly."""
PARTICLE: Final = 3
"""Maximum length of a particle, which may be joined with the next word: "O Fallon", "Mc Allen"."""
WITHIN: Final = "['’.:·_\u0300-\u036f]*"
"""Characters within an indexed word that do not end it (UAX #29): punctuation, combining marks."""


def phrase(text: str) -> str:
    """The query for exactly this text, whatever characters it has."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def every(words: Sequence[str], which: Sequence[int], *, two_wrong: bool = False) -> str:
    """The query that requires each word at the positions `which`; its neighbors may be joined with it.

    With `two_wrong` a long word may have two wrong letters, which Lucene takes milliseconds to look for.
    """
    if len(words) > MAX_FUZZY:
        return " AND ".join(words[at] for at in which)
    return " AND ".join(f"({' OR '.join(_queries(words, at, two_wrong=two_wrong))})" for at in which)


def _queries(words: Sequence[str], at: int, *, two_wrong: bool) -> Iterator[str]:
    word, *others = writings(words, at)
    yield f"{word}^4"
    yield f"{_beginning(word)}^2"
    if len(word) >= FUZZY_FROM:
        yield f"{word}~{2 if two_wrong and len(word) >= TWO_WRONG_FROM else 1}"
    yield from (f"{phrase(other)}^3" for other in others)
    yield from map(_beginning, _joined(words, at))
    yield from map(phrase, _apart(word))


def _beginning(word: str) -> str:
    """A query for tokens that begin with the word, with any punctuation within."""
    return f"/{WITHIN.join(word)}.*/"


def _joined(words: Sequence[str], at: int) -> list[str]:
    """The word with a neighbor, where one is a particle, or all of a row of letters: "d c", "9 1 1"."""
    pairs = [words[start : start + 2] for start in (at - 1, at) if 0 <= start < len(words) - 1]
    joined = ["".join(pair) for pair in pairs if min(map(len, pair)) <= PARTICLE]
    first = last = at
    while first and len(words[first - 1]) == 1:
        first -= 1
    while last < len(words) - 1 and len(words[last + 1]) == 1:
        last += 1
    if last - first > 1 and len(words[at]) == 1:
        joined.append("".join(words[first : last + 1]))
    return joined


def _apart(word: str) -> list[str]:
    """The word as a particle and another, and a short one letter by letter."""
    apart = [f"{word[:count]} {word[count:]}" for count in range(1, PARTICLE + 1) if count < len(word)]
    if 2 < len(word) <= PARTICLE + 1:
        apart.append(" ".join(word))
    return apart
