"""Personal data in texts: taken out of free text, refused in names.

Months stand in for days and roles for names by the contract; this is for what people type where it does not
belong. It knows patterns, not persons: docs/decisions/personal-data.md says how well.
"""

from __future__ import annotations

from typing import Final

from loaders.privacy.addresses import addresses
from loaders.privacy.contacts import contacts
from loaders.privacy.persons import persons
from loaders.privacy.plain import Plain

REMOVED: Final = "[removed]"


def redacted(text: str) -> str:
    """A text without contacts, addresses and named persons: `REMOVED` stands for each."""
    plain = Plain.of(text)
    found = [*contacts(plain.text), *addresses(plain.text), *persons(plain.text)]
    parts, kept = list[str](), 0
    for start, end in _united(plain.original(*span) for span in found):
        parts += text[kept:start], REMOVED
        kept = end
    return "".join([*parts, text[kept:]]) if parts else text


def is_nothing_but_removed(text: str) -> bool:
    """Whether a text says no more than that something was removed."""
    rest = text.replace(REMOVED, "")
    return rest != text and not any(character.isalnum() for character in rest)


def _united(spans):
    united = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united
