"""A name with one word more: that of another government, not a misspelling."""

from __future__ import annotations

from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

WORD_ALIKE: Final = 0.6
"""Similarity of two words, such as north and south, that are no misspelling of each other."""


class WordMore(NamedTuple):
    """A name, as a form, and the word before it (`first`) or after it."""

    name: str
    word: str
    first: bool

    def is_another(self, name: str) -> bool:
        """True unless the word misspells that of `name`: "Miami Bech" is Miami Beach, "Miami Tech" is not."""
        own = name.removesuffix(self.name) if self.first else name.removeprefix(self.name)
        return own in ("", name) or OSA.normalized_similarity(self.word, own) <= WORD_ALIKE
