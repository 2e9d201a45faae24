"""An operator's aliases: a CSV file of names that the resolver does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from graph.errors import DataInvalid, InvalidInput
from loaders.jurisdiction import StateCode
from loaders.readers.strict import StrictRow, read_csv
from loaders.resolver.resolver import Resolver


class AliasRow(StrictRow):
    """A row of an alias file: `name`, written so in `state` (empty: in any), means `key` (empty: not yet).

    The other columns are those that `learning-sites unplaced --csv` writes for a person.
    """

    REMEDY: ClassVar[str] = "fix the line (columns name, state, key; save as UTF-8)"

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
    state: StateCode | None
    key: str | None
    type: str | None = None
    rows: str | None = None
    candidates: str | None = None


def teach(resolver: Resolver, path: Path) -> int:
    """Teaches the resolver every name of the file that has a key, and returns how many there are.

    Raises DataInvalid, which names file, line and field: for a broken row, a key that nothing has, or a name
    that is another jurisdiction's already.
    """
    taught = 0
    for line, row in enumerate(read_csv(path, AliasRow), start=2):
        if row.key is None:
            continue
        try:
            resolver.teach(row.name, row.state, row.key)
        except InvalidInput as error:
            raise DataInvalid(f"{path.name}, line {line}, {error}") from None
        taught += 1
    return taught
