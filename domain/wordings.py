"""Other words for the same place: what people type around its name, and its nicknames.

All words are as `domain.plain` folds them: lower case, no accents, no points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

Words = tuple[str, ...]

NICKNAMES: Final[Mapping[Words, Words]] = {
    ("brooklyn",): ("kings", "county"),
    ("la", "county"): ("los", "angeles", "county"),
    ("manhattan",): ("new", "york", "county"),
    ("nola",): ("new", "orleans"),
    ("nyc",): ("new", "york", "city"),
    ("philly",): ("philadelphia",),
    ("sf",): ("san", "francisco"),
    ("slc",): ("salt", "lake", "city"),
    ("staten", "island"): ("richmond", "county"),
    ("uf",): ("university", "of", "florida"),
}
"""Names that no list has, where they begin a text."""
COUNTRY: Final[Sequence[Words]] = (
    ("united", "states", "of", "america"),
    ("united", "states"),
    ("usa",),
    ("us",),
)
"""How a text may end after the state."""
BEFORE_OF: Final[Mapping[str, Words]] = {
    "borough": ("borough",),
    "city": (),
    "commonwealth": (),
    "county": ("county",),
    "parish": ("parish",),
    "state": (),
    "town": (),
    "township": (),
    "village": (),
}
"""First words before "of", and what stands behind the name instead: "county of Cook" is Cook County."""
POLICE: Final[Sequence[Words]] = (
    ("police", "department"),
    ("police", "dept"),
    ("sheriffs", "department"),
    ("sheriffs", "dept"),
    ("sheriffs", "office"),
    ("sheriff", "office"),
    ("sheriffs",),
    ("sheriff",),
    ("police",),
    ("pd",),
    ("so",),
)
"""How the name of an agency ends after that of its place."""


def without_country(words: Sequence[str]) -> list[str]:
    """The words before the name of the country."""
    return [*_without_end(tuple(words), COUNTRY)]


def other_words(words: Sequence[str], *, of_place: bool) -> list[str] | None:
    """The name that is meant by the words before a state; None where they are a name as they are.

    `of_place` takes the end of an agency's name away: "Tucson PD" is Tucson.
    """
    meant = _in_full(_turned(_without_end(tuple(words), POLICE if of_place else ())))
    return None if meant == tuple(words) else [*meant]


def _without_end(words: Words, ends: Sequence[Words]) -> Words:
    end = next((end for end in ends if len(words) > len(end) and words[-len(end) :] == end), ())
    return words[: len(words) - len(end)]


def _turned(words: Words) -> Words:
    """The name without a word for its kind before or behind it, or with that word behind it."""
    if len(words) > 2 and words[1] == "of" and words[0] in BEFORE_OF:
        return words[2:] + BEFORE_OF[words[0]]
    if len(words) > 1 and words[-1] == "state":
        return words[:-1]
    return words


def _in_full(words: Words) -> Words:
    for nickname, name in NICKNAMES.items():
        if words[: len(nickname)] == nickname:
            return name + words[len(nickname) :]
    return words
