"""Names of places: other spellings, and whether two are the same."""

from __future__ import annotations

import re
import unicodedata

GOVERNMENTS = {"city", "town", "village", "of"}


def other_names(name: str, alternates: str) -> list[str]:
    """Spellings of the same name (New York for New York City, Saint for St.), and no other names."""
    spellings = {each for each in alternates.split(",") if each.isascii() and each[:1].isupper()}
    spellings.add(ascii_name(name))
    same = {each for each in spellings if spelled(each) == spelled(name)}
    different = {each for each in same if each.casefold() != name.casefold()}
    return sorted(different)


def spelled(name: str) -> tuple[str, ...]:
    """The words of a name without those of governments; one writing for all of Saint, Fort and Mount."""
    return tuple(word for word in spelled_out(name) if word not in GOVERNMENTS)


def spelled_out(name: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", ascii_name(name).lower())
    long = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
    return tuple(long.get(word, word) for word in words)


def ascii_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("‘", "").replace("’", "'").replace("ʻ", ""))
    return plain.encode("ascii", "ignore").decode()


def same_name(one: str, other: str) -> bool:
    """True for equal names; "City of Sammamish" and "Makakilo City" are equal to the names without."""
    return bare(one) == bare(other)


def bare(name: str) -> tuple[str, ...]:
    words = spelled_out(name)
    if words[-2:] in {("police", "dept"), ("police", "department")}:
        words = words[:-2]
    if words[:2] in {("city", "of"), ("town", "of"), ("village", "of"), ("borough", "of")}:
        return words[2:]
    return words[:-1] if len(words) > 1 and words[-1] == "city" else words


def contains(longer: str, shorter: str) -> bool:
    """True where all words of a name stand together in a longer one: New South Memphis, Memphis."""
    whole, part = spelled_out(longer), spelled_out(shorter)
    starts = range(len(whole) - len(part) + 1)
    return len(whole) > len(part) and any(whole[at : at + len(part)] == part for at in starts)
