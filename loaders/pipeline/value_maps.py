"""Values of a file that its folder's `loader.toml` translates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from loaders.readers import Fault

_SEPARATOR: Final = re.compile(r"\s*([;|])\s*")


class ValueMaps:
    """By field what values of a file become; case and space around them make no difference.

    A cell is looked up as a whole, else what is between `;` or `|`, and a list of JSON item by item. A value
    that becomes an empty text is as if it were not there.
    """

    def __init__(self, values: Mapping[str, Mapping[str, str]]) -> None:
        self._maps = {
            field: {_plain(written): meant for written, meant in known.items()}
            for field, known in values.items()
        }

    def __bool__(self) -> bool:
        return bool(self._maps)

    def applied(self, row: dict[str, object]) -> dict[str, object]:
        """The row with the translated values."""
        found = {field: self._of(field, cell) if field in self._maps else cell for field, cell in row.items()}
        return {field: cell for field, cell in found.items() if cell != ""}

    def _of(self, field: str, cell: object) -> object:
        if isinstance(cell, Fault):
            return cell
        known = self._maps[field]
        if isinstance(cell, list):
            return [meant for each in cell if (meant := _looked_up(known, each)) != ""]
        meant = _looked_up(known, cell)
        if meant is not cell or not isinstance(cell, str) or not _SEPARATOR.search(cell):
            return meant
        # Items and separators take turns.
        return "".join(str(_looked_up(known, part)) for part in _SEPARATOR.split(cell))


def _looked_up(known: Mapping[str, str], value: Any) -> Any:
    return known.get(_plain(str(value)), value)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
