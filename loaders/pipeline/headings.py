"""How people head the columns of a source's files, and which field each heading means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from domain.write_result import ProblemCode, RowProblem

MOST_HEADING: Final = 60
"""Characters of a heading that a message or report shows."""


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


class Headings:
    """The headings of the fields of one contract; case, spaces and punctuation make no difference.

    `others` has for a field the headings that people use beside its name.
    """

    def __init__(self, fields: Collection[str], others: Mapping[str, tuple[str, ...]]) -> None:
        self._names = frozenset(fields)
        self._fields = {_plain(field): field for field in fields} | {
            _plain(other): field for field, known in others.items() for other in known
        }

    def field_of(self, heading: str) -> str | None:
        """The field that a heading means, or None: such a column is never read."""
        return self._fields.get(_plain(heading))

    def field_or_itself(self, heading: str) -> str:
        """The field that a heading means, or the heading."""
        return self.field_of(heading) or heading

    def fields_of(self, headings: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Field → its headings among these. Of several the field's own name stands alone."""
        found = dict[str, tuple[str, ...]]()
        for heading in headings:
            if field := self.field_of(heading):
                found[field] = (*found.get(field, ()), heading)
        return {field: self._own(field, several) for field, several in found.items()}

    def clashes(self, cells: Mapping[str, Any]) -> tuple[RowProblem, ...]:
        """A problem for each field that a row of `loaders.pipeline.cells` has under several headings."""
        if cells.keys() <= self._names:
            return ()
        several_of = self.fields_of(heading for heading in cells if heading not in self._names)
        return tuple(_clash(field, headings) for field, headings in several_of.items())

    def _own(self, field: str, headings: tuple[str, ...]) -> tuple[str, ...]:
        if field in headings:
            return (field,)
        return tuple(each for each in headings if _plain(each) == _plain(field)) or headings


def _clash(field: str, headings: Iterable[str]) -> RowProblem:
    named = " and ".join(repr(heading[:MOST_HEADING]) for heading in headings)
    reason = f"the columns {named} mean it and differ"
    return RowProblem(
        ProblemCode.INCONSISTENT, field, reason, f"leave one of them, or head the right one {field}"
    )
