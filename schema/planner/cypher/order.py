"""Orders: what `sort` means, and how rows stand behind or before one another.

What is unknown comes last, in both directions. The last key is unique, so that no two rows are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.errors import InvalidInput
from schema.build.hints import bare, nullable
from schema.declare import Declaration, Related, properties_of
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.leaf import column
from schema.planner.cypher.places import miles
from schema.planner.cypher.predicate import Predicates
from schema.planner.request.arguments import ArgumentValues

MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its Cypher over the row, how cursors name it, whether it is worked out before it is compared.

    `fixed` says that its values depend on the arguments too: a cursor holds for no others; `paged`, that an
    index holds it with the node's key.
    """

    expression: str
    name: str
    descending: bool = False
    nullable: bool = False
    computed: bool = False
    fixed: bool = False
    kinds: tuple[type, ...] = (str, int, float)
    temporal: bool = False
    paged: bool = False

    @property
    def shown(self) -> str:
        """What a cursor holds of it: text of a moment, else the value."""
        return f"toString({self.expression})" if self.temporal else self.expression

    def accepts(self, value: Any) -> bool:
        """True for a value that a cursor of this key may hold."""
        if value is None:
            return self.nullable
        if self.temporal:
            return type(value) is str and _is_moment(value)
        # Neo4j's whole numbers have 64 bits; the driver cannot send longer ones.
        return type(value) in self.kinds and (type(value) is not int or -(2**63) <= value < 2**63)

    @property
    def spelled(self) -> str:
        """How a cursor's order names it."""
        return f"{'-' if self.descending else ''}{self.name}"


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def declared(related: Related, target: Declaration | None, node: str, edge: str | None) -> list[Key]:
    """The order that a declaration gives."""
    keys = []
    for by in related.order:
        if target is not None and not by.edge and by.name in target.properties:
            keys.append(_property(target, by.name, by.descending, node, ""))
        else:
            # Rows that a statement computes depend on what it was asked.
            fixed = target is None or not target.label
            keys.append(Key(f"{edge if by.edge else node}.{by.name}", by.name, by.descending, fixed=fixed))
    return keys


def _property(declaration: Declaration, name: str, descending: bool, variable: str, before: str) -> Key:
    hint, prop = declaration.properties[name]
    temporal = prop.form.cypher.startswith("toString")
    kind = str if temporal else int if prop.form.write else bare(hint)
    kinds = (float, int) if kind is float else (kind,) if kind in (int, bool) else (str,)
    return Key(
        column(prop, name, variable),
        f"{before}{name}",
        descending,
        nullable(hint),
        kinds=kinds,
        temporal=temporal,
        paged=prop.paged and not nullable(hint),  # what is unknown lies in no order of an index
    )


def best_first(searched: Iterable[Declaration], node: str, score: str) -> list[Key]:
    """The order of what a search finds, of one type or several: by score, then by size where there is one."""
    keys = [Key(score, "searchScore", descending=True, fixed=True, kinds=(float,))]
    if sizes := dict.fromkeys(f"{node}.{each.size}" for each in searched if each.size):
        size = f"coalesce({', '.join(sizes)}, -1)"
        keys.append(Key(size, "size", descending=True, fixed=True, kinds=(int,)))
    return [*keys, Key(f"{node}.key", "key", kinds=(str,))]


class Orders:
    """Reads `sort` arguments."""

    def __init__(
        self, declarations: Mapping[str, Declaration], predicates: Predicates, scope: PlanContext
    ) -> None:
        self._declarations = declarations
        self._predicates = predicates
        self._scope = scope

    def of(
        self, related: Related, sort: ArgumentValues, node: str, edge: str | None, score: str | None
    ) -> list[Key]:
        """The keys of a `sort`, then the node's key in the direction of the last. Raises InvalidInput."""
        if len(sort.value) > MOST_KEYS:
            raise InvalidInput(f"sort: at most {MOST_KEYS} keys are allowed (got {len(sort.value)}).")
        target = self._declarations[related.to]
        keys: list[Key] = []
        for each in sort.each():
            name, given = next(each.items())
            if related.edge is not None and name == "edge":
                name, given = next(given.items())
                assert edge is not None
                keys.append(
                    _property(properties_of(related.edge), name, given.value == "DESC", edge, "edge.")
                )
                continue
            if related.edge is not None:
                name, given = next(given.items())
            keys.append(self._of_node(target, name, given, node, score))
        if not any(key.name == "key" for key in keys):
            keys.append(_property(target, "key", bool(keys) and keys[-1].descending, node, ""))
        return _first_of_each(keys)

    def _of_node(
        self, target: Declaration, name: str, given: ArgumentValues, node: str, score: str | None
    ) -> Key:
        if name == "searchScore":
            if score is None:
                raise InvalidInput(
                    "sort.searchScore: there is no score without `search`; add it, or sort otherwise."
                )
            return Key(score, name, given.value == "DESC", fixed=True, kinds=(float,))
        if name in target.properties:
            return _property(target, name, given.value == "DESC", node, "")
        if related := target.related.get(name.removesuffix("Count")):
            count = self._predicates.count(related, None, node)
            return Key(count, name, given.value == "DESC", computed=True, kinds=(int,))
        place = target.places[name.removesuffix("Distance")]
        direction = given.value.get("direction") or "ASC"
        descending = direction == "DESC"
        distance = miles(place, node, given, self._scope)
        return Key(distance, name, descending, nullable=True, computed=True, fixed=True, kinds=(float, int))


def _first_of_each(keys: list[Key]) -> list[Key]:
    found: dict[str, Key] = {}
    for key in keys:
        found.setdefault(key.name, key)
        if key.name == "key":
            break  # what comes behind a unique key decides nothing
    return list(found.values())


def clause(keys: list[Key], *, backward: bool) -> str:
    """The ORDER BY; nothing where rows keep the order in which they come."""
    parts = []
    for key in keys:
        if key.nullable:
            parts.append(f"{key.expression} IS NULL{' DESC' if backward else ''}")
        parts.append(f"{key.expression}{' DESC' if key.descending is not backward else ''}")
    return f" ORDER BY {', '.join(parts)}" if parts else ""


def beyond(keys: list[Key], values: list[str], *, before: bool) -> str:
    """The predicate for rows behind a cursor with these values, or before it.

    Its first part lets an index find the place. The rest is a CASE on purpose: out of an OR, Neo4j would
    make a union of two seeks and read all that lies behind.
    """
    (first, value), *_ = pairs = _paired(keys, values)
    test = _beyond(pairs, before=before)
    if len(keys) == 1 or first.nullable:
        return test
    return f"{first.expression} {_sign(first, before=before)}= {value} AND {test}"


def after_by_seeks(keys: list[Key], values: list[str], *, before: bool, wanted: str) -> tuple[str, str]:
    """The same as two predicates, for a seek each: the first value is the cursor's, or lies behind it.

    `beyond` passes over all that share the first value with the cursor; these do not. The second finds
    nothing unless `wanted`, as nothing is greater than null.
    """
    (first, value), *rest = _paired(keys, values)
    same = f"{first.expression} = {value} AND {_beyond(rest, before=before)}"
    return same, f"{first.expression} {_sign(first, before=before)} CASE WHEN {wanted} THEN {value} END"


def _paired(keys: list[Key], values: list[str]) -> list[tuple[Key, str]]:
    return [(key, f"datetime({v})" if key.temporal else v) for key, v in zip(keys, values, strict=True)]


def _beyond(pairs: list[tuple[Key, str]], *, before: bool) -> str:
    (key, value), *rest = pairs
    at, sign = key.expression, _sign(key, before=before)
    if not rest and not key.nullable:
        return f"{at} {sign} {value}"
    same = _beyond(rest, before=before) if rest else "false"
    if not key.nullable:
        return f"CASE WHEN {at} {sign} {value} THEN true WHEN {at} = {value} THEN {same} ELSE false END"
    return (
        f"CASE WHEN {at} IS NULL AND {value} IS NULL THEN {same} "
        f"WHEN {at} IS NULL THEN {_word(not before)} WHEN {value} IS NULL THEN {_word(before)} "
        f"WHEN {at} {sign} {value} THEN true WHEN {at} = {value} THEN {same} ELSE false END"
    )


def _sign(key: Key, *, before: bool) -> str:
    return "<" if key.descending is not before else ">"


def _word(value: bool) -> str:
    return "true" if value else "false"
