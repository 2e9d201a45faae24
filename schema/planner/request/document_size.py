"""The size of a document, checked before validation, which compares fields and fragments pair by pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import DocumentNode, FieldNode, FragmentSpreadNode, SelectionSetNode
from graphql.language import FragmentDefinitionNode, OperationDefinitionNode

from graph.errors import CostExceeded
from graph.settings import variable
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.limits import Limits, too_many

MAX_COMPARISONS: Final = 10_000
"""Of fields with one response name and what is below them, and of fragments in one selection set."""
MAX_OPERATIONS: Final = 100
"""Of one document; validation follows the fragments of each."""
MAX_DIRECTIVES_EACH: Final = 5
"""Of one field, fragment or operation; of those that exist here each makes sense once."""
MAX_NESTING: Final = 100
"""Levels that are counted. What nests deeper is an error of the limit on depth, or of GraphQL's own rules."""


def check(document: DocumentNode, limits: Limits) -> None:
    """Raises InvalidOperation for a document beyond a limit."""
    size = _Size()
    operations: list[_Level] = []
    fragments: dict[str, _Level] = {}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            operations.append(size.level(definition.selection_set))
            for each in definition.variable_definitions or ():
                size.count_directives(each)
        elif isinstance(definition, FragmentDefinitionNode):
            fragments[definition.name.value] = size.level(definition.selection_set)
        size.count_directives(definition)
    _at_most(limits.max_fields, size.fields, "fields", "max_fields")
    _at_most(limits.max_aliases, size.aliases, "aliases", "max_aliases")
    _at_most(limits.max_directives, size.directives, "directives", "max_directives")
    _at_most(MAX_DIRECTIVES_EACH, size.directives_each, "directives in one place")
    _at_most(limits.max_fragments, len(fragments), "fragments", "max_fragments")
    _at_most(MAX_OPERATIONS, len(operations), "operations")
    for operation in operations:
        if _fields(operation, fragments, {}) > limits.max_fields:
            raise InvalidOperation.of(too_many("fields", limits.max_fields))
        roots = {name for level in (operation, *_spread(operation, fragments)) for name in level.names}
        _at_most(limits.max_root_fields, len(roots), "root fields in one operation", "max_root_fields")
    comparisons = 0
    for level in size.levels:
        comparisons += _comparisons(level, _spread(level, fragments))
        if comparisons > MAX_COMPARISONS:
            raise InvalidOperation.of(
                CostExceeded(
                    "The document repeats response names or spreads fragments so often that comparing them "
                    f"takes more than {MAX_COMPARISONS:,} steps; write each field once, or split it."
                )
            )


def _at_most(limit: int, number: int, what: str, setting: str | None = None) -> None:
    if number > limit:
        raise_it = f", or raise {variable(setting)}" if setting else ""
        raise InvalidOperation.of(
            CostExceeded(
                f"The document has {number:,} {what}; at most {limit:,} are allowed. Split it into several "
                f"documents{raise_it}."
            )
        )


@dataclass(slots=True)
class _Level:
    """The fields of one selection set, inline fragments included, by response name.

    `names` is how often each occurs, `below` how many fields these are with those below them, `levels` are
    the selection sets below; `spreads` are the names of fragments.
    """

    names: Counter[str] = field(default_factory=Counter)
    below: Counter[str] = field(default_factory=Counter)
    levels: dict[str, list[_Level]] = field(default_factory=dict)
    spreads: set[str] = field(default_factory=set)


class _Size:
    """Counts of a document, and its levels."""

    def __init__(self) -> None:
        self.fields = self.aliases = self.directives = self.directives_each = 0
        self.levels: list[_Level] = []

    def count_directives(self, node: Any) -> None:
        """Counts the directives of a part of the document."""
        number = len(getattr(node, "directives", None) or ())
        self.directives += number
        self.directives_each = max(self.directives_each, number)

    def level(self, selections: SelectionSetNode, depth: int = 0) -> _Level:
        """Counts a selection set and all below it."""
        level = _Level()
        self.levels.append(level)
        self._add(level, selections, depth)
        return level

    def _add(self, level: _Level, selections: SelectionSetNode, depth: int) -> None:
        for selection in selections.selections:
            self.count_directives(selection)
            inner: Any = getattr(selection, "selection_set", None)
            if isinstance(selection, FragmentSpreadNode):
                level.spreads.add(selection.name.value)
            elif isinstance(selection, FieldNode):
                name = selection.name.value
                if selection.alias:
                    self.aliases += 1
                    name = selection.alias.value
                self.fields += 1
                before = self.fields
                if inner and depth < MAX_NESTING:
                    level.levels.setdefault(name, []).append(self.level(inner, depth + 1))
                level.names[name] += 1
                level.below[name] += 1 + self.fields - before
            elif inner and depth < MAX_NESTING:
                self._add(level, inner, depth + 1)


def _spread(level: _Level, fragments: dict[str, _Level]) -> list[_Level]:
    """The levels of all fragments that a selection set spreads, directly or not."""
    if not level.spreads:
        return []
    found: dict[str, _Level] = {}
    todo = list(level.spreads)
    while todo:
        name = todo.pop()
        if name not in found and name in fragments:
            found[name] = fragments[name]
            todo += fragments[name].spreads
    return list(found.values())


def _fields(level: _Level, fragments: dict[str, _Level], known: dict[int, int]) -> int:
    """The fields of a selection set and below it, fragments at each use; fields with one name count once."""
    if id(level) not in known:
        known[id(level)] = 0  # a cycle of fragments is the error of another rule
        most: dict[str, int] = {}
        for each in (level, *_spread(level, fragments)):
            for name in each.names:
                below = [_fields(inner, fragments, known) for inner in each.levels.get(name, ())]
                most[name] = max(most.get(name, 0), 1 + max(below, default=0))
        known[id(level)] = sum(most.values())
    return known[id(level)]


def _comparisons(level: _Level, spread: list[_Level]) -> int:
    """The pairs of fragments, and of fields with one name, each with the fields below."""
    pairs = len(spread) ** 2
    if pairs > MAX_COMPARISONS:
        return pairs
    names, below = level.names, level.below
    if spread:
        names, below = names.copy(), below.copy()
        for each in spread:
            names.update(each.names)
            below.update(each.below)
    return pairs + sum((times - 1) * below[name] for name, times in names.items() if times > 1)
