"""A source: a kind of data that files bring, and all that a loader needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, create_model

from domain.write_result import RowProblem
from graph.statements import Statement
from loaders.pipeline.contract import checked
from loaders.pipeline.headings import Headings
from loaders.pipeline.row import Row
from loaders.pipeline.writer import Target

DELETED: Final = "deleted"
"""The column that makes a row a tombstone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of data. Those that its rows name are loaded before it.

    `patterns` say which files of a folder hold it. A row is checked by `contract`, each field's description
    being the remedy, and becomes what `target` writes by `rows`. `key` is the field that names its node, with
    `prefix` before it. `headings` are those that people use beside the fields' names. With `places` the
    contract is `placement.Placeable`; with `needs_place` too, a row whose place is not found is a problem.
    With `keeps_text` its texts reach the graph, and personal data are removed from them before. The fields
    `names` (`partners.name` for one inside another) are never cut: a row with personal data in one is bad.

    Policy: a file is given up once `judge_after` rows or more were read and a share above `most_bad` is bad.
    `remove` takes `$keys` and returns `key, uses`, and `touched` where the target has a follow-up: the nodes
    that were there, deleted where nothing else used them. `every` returns up to `$page` keys after `$after`,
    of nodes that came by files; without the two nothing of the source can be deleted.
    """

    name: str
    patterns: tuple[str, ...]
    contract: type[BaseModel]
    rows: Callable[[Iterable[Any]], Iterator[Row]]
    target: Target
    key: str = "key"
    prefix: str = ""
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: bool = False
    needs_place: bool = False
    keeps_text: bool = True
    names: frozenset[str] = frozenset({"key", "name"})
    most_bad: float = 0.5
    judge_after: int = 200
    remove: Statement | None = None
    every: Statement | None = None

    def takes(self, name: str) -> bool:
        """Whether a file of this name, of a folder that holds several sources, is one of this source."""
        plain = name.casefold().replace("_", "-").replace(" ", "-")
        return any(fnmatchcase(plain, pattern) for pattern in self.patterns)

    def known_headings(self) -> Headings:
        """The headings of its files."""
        mark = {DELETED: ("delete", "tombstone")} if self.remove else {}
        return Headings([*self.contract.model_fields, *mark], {**self.headings, **mark})

    def missing(self, columns: Collection[str]) -> list[str]:
        """Columns that a header with these lacks; one with tombstones needs no more than the key."""
        if self.remove and DELETED in columns:
            needed = [self.key]
        else:
            needed = [name for name, each in self.contract.model_fields.items() if each.is_required()]
        return [name for name in needed if name not in columns]

    def key_of(self, cells: Mapping[str, Any]) -> str | tuple[RowProblem, ...]:
        """The key of the node that a row names by its field `key` alone, or what is wrong with that."""
        found = checked(_keyed(self.contract, self.key), cells)
        return found if isinstance(found, tuple) else f"{self.prefix}{getattr(found, self.key)}"


@cache
def _keyed(contract: type[BaseModel], field: str) -> type[BaseModel]:
    """The contract of a row of which only the field that names its node is looked at."""
    found = contract.model_fields[field]
    return create_model(f"{contract.__name__}Key", **{field: (found.annotation, found)})  # type: ignore[call-overload,no-any-return]
