"""A text in one form of each letter, digit, dash and space, with the way back to the original."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

Span = tuple[int, int]
"""Start and end of a stretch of a text."""
LIKE: Final = dict.fromkeys("’‘ʼ′", "'") | dict.fromkeys("−⁃", "-") | {"。": "."}
"""Marks that Unicode does not count among those that they stand for."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain form of a text: NFKC, ASCII digits, `-` for every dash, without invisible characters.

    Character `n` of `text` is `original[starts[n]:ends[n]]`; None where both texts are the same.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    @classmethod
    def of(cls, text: str) -> Plain:
        """The plain form; that of ASCII is the text itself."""
        if text.isascii():
            return cls(text)
        clusters = list(_clusters(text))
        forms = [_form(cluster) for cluster in clusters]
        ends = list(accumulate(map(len, clusters)))
        return cls(
            "".join(forms),
            [
                end - len(cluster)
                for cluster, form, end in zip(clusters, forms, ends, strict=True)
                for _ in form
            ],
            [end for form, end in zip(forms, ends, strict=True) for _ in form],
        )

    def original(self, start: int, end: int) -> Span:
        """Where a stretch of the plain form, which is not empty, stands in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _clusters(text: str) -> Iterator[str]:
    """Each character with the combining marks behind it, so that both are normalized together."""
    start = 0
    for at in range(1, len(text)):
        if not unicodedata.category(text[at]).startswith("M"):
            yield text[start:at]
            start = at
    yield text[start:]


def _form(cluster: str) -> str:
    return "".join(map(_plain, unicodedata.normalize("NFKC", cluster)))


def _plain(character: str) -> str:
    match unicodedata.category(character):
        case "Pd":
            return "-"
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Zs":
            return " "
        case "Cf":
            return ""
    return LIKE.get(character, character)
