"""How people head the columns of a source's files, and which field each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graph.errors import DataInvalid


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


class Headings:
    """The headings of the fields of one contract; case, spaces and punctuation make no difference.

    `others` has for a field the headings that people use beside its name.
    """

    def __init__(self, fields: Iterable[str], others: Mapping[str, tuple[str, ...]]) -> None:
        self._fields = {_plain(field): field for field in fields} | {
            _plain(other): field for field, known in others.items() for other in known
        }

    def field_of(self, heading: str) -> str | None:
        """The field that a heading means, or None: such a column is never read."""
        return self._fields.get(_plain(heading))

    def field_or_itself(self, heading: str) -> str:
        """The field that a heading means, or the heading."""
        return self.field_of(heading) or heading

    def fields_of(self, headings: Iterable[str], file: str) -> dict[str, str]:
        """Heading → field for those that are read. Raises DataInvalid where two mean one field."""
        found: dict[str, str] = {}
        for heading in headings:
            field = self.field_of(heading)
            if field is None:
                continue
            if field in found.values():
                twin = next(name for name, of in found.items() if of == field)
                raise DataInvalid(
                    f"{file}: the columns {twin} and {heading} both mean {field}; take one away."
                )
            found[heading] = field
        return found
