"""Headings: which field of a contract a column of a file means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from domain.write_result import ProblemCode, RowProblem
from loaders.pipeline.row import Cells

MAX_HEADING: Final = 60
"""Characters of a heading that a message or report shows."""


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


class Headings:
    """The headings of the fields of one contract; case, spaces and punctuation make no difference.

    `others` maps a field to further headings for it, beside its name; `own` maps headings to fields, and
    comes before both.
    """

    def __init__(
        self,
        fields: Collection[str],
        others: Mapping[str, tuple[str, ...]],
        own: Mapping[str, str] | None = None,
    ) -> None:
        self._names = frozenset(fields)
        self._fields = (
            {_plain(field): field for field in fields}
            | {_plain(other): field for field, known in others.items() for other in known}
            | {_plain(heading): field for heading, field in (own or {}).items()}
        )

    def field_of(self, heading: str) -> str | None:
        """The field that a heading means, or None: such a column is never read."""
        return self._fields.get(_plain(heading))

    def field_or_itself(self, heading: str) -> str:
        """The field that a heading means, or the heading."""
        return self.field_of(heading) or heading

    def fields_of(self, headings: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Field → its headings among these; the field's own name alone where it is among them."""
        found = dict[str, tuple[str, ...]]()
        for heading in headings:
            if field := self.field_of(heading):
                found[field] = (*found.get(field, ()), heading)
        return {field: self._own(field, several) for field, several in found.items()}

    def clashes(self, cells: Cells) -> tuple[RowProblem, ...]:
        """A problem for each field that a row of `SourceReader` has under several headings."""
        if cells.keys() <= self._names:
            return ()
        several_of = self.fields_of(heading for heading in cells if heading not in self._names)
        return tuple(_clash(field, headings) for field, headings in several_of.items())

    def _own(self, field: str, headings: tuple[str, ...]) -> tuple[str, ...]:
        if field in headings:
            return (field,)
        return tuple(each for each in headings if _plain(each) == _plain(field)) or headings


def _clash(field: str, headings: Iterable[str]) -> RowProblem:
    named = " and ".join(repr(heading[:MAX_HEADING]) for heading in headings)
    reason = f"the columns {named} both mean this field and hold different values"
    return RowProblem(
        ProblemCode.INCONSISTENT, field, reason, f"remove one of them, or name the right one {field}"
    )
