"""Personal data in texts: removed from free text, rejected in names.

Months stand in for days and roles for names by the contract; this is for what people type where it does not
belong. It knows patterns, not persons: docs/decisions/personal-data.md says how well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from loaders.pipeline.privacy.addresses import addresses
from loaders.pipeline.privacy.contacts import contacts
from loaders.pipeline.privacy.persons import persons
from loaders.pipeline.privacy.plain import Plain, Span

REMOVED: Final = "[removed]"
FEWEST_WORDS: Final = 3
"""Words of a title with first name and surname: "Officer Friendly" is a program."""


def redacted(text: str) -> str:
    """The text with `REMOVED` for each contact, address and named person."""
    plain = Plain.of(text)
    found = (*contacts(plain.text), *addresses(plain.text), *persons(plain.text))
    parts, kept = list[str](), 0
    for start, end in _united(plain.original(*span) for span in found):
        parts += text[kept:start], REMOVED
        kept = end
    return "".join((*parts, text[kept:])) if parts else text


def says_nothing(text: str) -> bool:
    """Whether nothing is left of a text but `REMOVED`."""
    rest = text.replace(REMOVED, "")
    return rest != text and not any(character.isalnum() for character in rest)


def is_private_name(name: str) -> bool:
    """Whether a name of an organization, a model or a topic holds a contact, or is a person's with title.

    Names are not searched for addresses and persons: "3 Rivers Drug Court", "Judge Baker Center".
    """
    plain = Plain.of(name.strip())
    if next(contacts(plain.text), None):
        return True
    everything = (0, len(plain.text))
    return len(plain.text.split()) >= FEWEST_WORDS and everything in persons(plain.text)


def _united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    united = list[Span]()
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united
