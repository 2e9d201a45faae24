"""A source: a kind of data that files bring, and all that a loader needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, create_model

from domain.write_result import ProblemCode, RowProblem
from graph.statements import Statement
from loaders.pipeline.contract import validated
from loaders.pipeline.headings import Headings
from loaders.pipeline.row import Cells, Row
from loaders.pipeline.target import Target

DELETED: Final = "deleted"
"""The column that makes a row a tombstone."""
UPDATED: Final = "updated_at"
"""The column that says when a row was last changed where it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of data. What its rows refer to is loaded before it.

    `patterns` match the names of its files in a folder. A row is checked by `contract`, each field's
    description being the remedy, and `rows` makes of it what `target` writes: nodes of `label`. `key` is the
    field that names a node, with `prefix` before it. `headings` are further headings for a field, beside its
    name; a file may have the column `instead` of a required one. With `places` the contract is
    `placement.Placeable`; with `needs_place` too, a row whose place is not found is quarantined. With
    `stores_text` its texts reach the graph, and personal data are removed from them before. The fields
    `name_fields` (`partners.name` for one inside another) are never cut: a row with personal data in one is
    quarantined.

    The fields `dates` hold months and moments, which files may write in several ways.
    A file is given up once at least `judge_after` rows were read and a share above `max_bad_share` is bad.
    `delete` takes `$keys`, deletes nodes that have no uses, and returns `key, uses` (and `touched` where the
    target has a follow-up) for each node that was there. `list_keys` returns up to `$page` keys after
    `$after`, of nodes that came by files. Without these two nothing of the source can be deleted.
    """

    name: str
    patterns: tuple[str, ...]
    contract: type[BaseModel]
    rows: Callable[[Iterable[Any]], Iterator[Row]]
    target: Target
    label: str = ""
    key: str = "key"
    prefix: str = ""
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    places: bool = False
    needs_place: bool = False
    stores_text: bool = True
    name_fields: frozenset[str] = frozenset({"key", "name"})
    dates: frozenset[str] = frozenset()
    max_bad_share: float = 0.5
    judge_after: int = 200
    delete: Statement | None = None
    list_keys: Statement | None = None

    def accepts(self, name: str) -> bool:
        """Whether a file of this name, in a folder with files of several sources, is one of this source."""
        plain = name.casefold().replace("_", "-").replace(" ", "-")
        return any(fnmatchcase(plain, pattern) for pattern in self.patterns)

    def fields(self) -> frozenset[str]:
        """The fields of its rows, with that which makes a row a tombstone."""
        return frozenset(self.contract.model_fields) | ({DELETED} if self.delete else frozenset())

    def known_headings(self, own: Mapping[str, str] | None = None) -> Headings:
        """The headings of its files; `own` are those of one folder, with the field of each."""
        mark = {DELETED: ("delete", "tombstone")} if self.delete else {}
        return Headings([*self.contract.model_fields, *mark], {**self.headings, **mark}, own or {})

    def missing(self, columns: Collection[str]) -> list[str]:
        """The required columns that are not among these; a file with tombstones needs the key alone."""
        if self.delete and DELETED in columns:
            needed = [self.key]
        else:
            needed = [name for name, each in self.contract.model_fields.items() if each.is_required()]
        return [name for name in needed if not {name, self.instead.get(name)}.intersection(columns)]

    def key_of(self, cells: Cells) -> str | tuple[RowProblem, ...]:
        """The key of the node that a row names, by its field `key` alone, or what is wrong with that.

        A field that takes a list takes one key at most.
        """
        found = self.value_of(self.key, cells)
        if isinstance(found, tuple):
            return found
        if found == []:
            remedy = f"write {self.contract.model_fields[self.key].description}"
            return (RowProblem(ProblemCode.MISSING, self.key, "is missing", remedy),)
        [key] = found if isinstance(found, list) else [found]
        return f"{self.prefix}{key}"

    def value_of(self, field: str, cells: Cells) -> Any | tuple[RowProblem, ...]:
        """The value of one field alone, or what is wrong with it."""
        found = validated(_field_contract(self.contract, field), cells)
        return found if isinstance(found, tuple) else getattr(found, field)


@cache
def _field_contract(contract: type[BaseModel], field: str) -> type[BaseModel]:
    """A contract with one field of another."""
    found = contract.model_fields[field]
    return create_model(f"{contract.__name__}Field", **{field: (found.annotation, found)})  # type: ignore[call-overload,no-any-return]
