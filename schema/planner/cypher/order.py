"""The order of rows: keys of a `sort` argument, of a search or of a declaration, and ORDER BY.

What is unknown comes last, in both directions. The last key is unique, so that no two rows are equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph.errors import InvalidInput
from schema.declare import Declaration, Related, properties_of
from schema.planner.cypher import predicate
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.key import Key, of_property
from schema.planner.cypher.places import miles
from schema.planner.request.arguments import ArgumentValues

MAX_KEYS: Final = 8


def declared(related: Related, target: Declaration | None, node: str, edge: str | None) -> list[Key]:
    """The order of a declaration."""
    keys = []
    for key in related.order:
        if target is not None and not key.edge and key.name in target.properties:
            keys.append(of_property(target, key.name, descending=key.descending, variable=node))
        else:
            # Rows that a statement computes depend on its arguments.
            by_arguments = target is None or not target.label
            expression = f"{edge if key.edge else node}.{key.name}"
            keys.append(Key(expression, key.name, key.descending, by_arguments=by_arguments))
    return keys


def best_first(searched: Iterable[Declaration], node: str, score: str) -> list[Key]:
    """The order of a search over one type or several: by score, then by size where a type has one."""
    keys = [Key(score, "searchScore", descending=True, by_arguments=True, types=(float,))]
    if sizes := dict.fromkeys(f"{node}.{each.size}" for each in searched if each.size):
        size = f"coalesce({', '.join(sizes)}, -1)"
        keys.append(Key(size, "size", descending=True, by_arguments=True, types=(int,)))
    return [*keys, Key(f"{node}.key", "key", types=(str,))]


def of_sort(
    related: Related,
    sort: ArgumentValues,
    node: str,
    edge: str | None,
    score: str | None,
    context: PlanContext,
) -> list[Key]:
    """The keys of a `sort`, then the node's key in the direction of the last.

    Raises InvalidInput, Forbidden.
    """
    if len(sort.value) > MAX_KEYS:
        raise InvalidInput(f"sort: at most {MAX_KEYS} keys are allowed (got {len(sort.value)}).")
    target = context.declarations[related.to]
    keys: list[Key] = []
    for each in sort.each():
        name, given = next(each.items())
        if related.edge is None:
            keys.append(_of_node(target, name, given, node, score, context))
            continue
        of, (name, given) = name, next(given.items())
        if of == "edge":
            assert edge is not None
            properties, descending = properties_of(related.edge), given.value == "DESC"
            context.permit_comparison(properties.properties[name][1], name)
            keys.append(of_property(properties, name, descending=descending, variable=edge, prefix="edge."))
        else:
            keys.append(_of_node(target, name, given, node, score, context))
    if not any(key.name == "key" for key in keys):
        descending = bool(keys) and keys[-1].descending
        keys.append(of_property(target, "key", descending=descending, variable=node))
    return _distinct(keys)


def _of_node(
    target: Declaration,
    name: str,
    given: ArgumentValues,
    node: str,
    score: str | None,
    context: PlanContext,
) -> Key:
    descending = given.value == "DESC"
    if name == "searchScore":
        if score is None:
            raise InvalidInput(
                "sort.searchScore: only a `search` has a score; add one, or sort by another key."
            )
        return Key(score, name, descending, by_arguments=True, types=(float,))
    if name in target.properties:
        context.permit_comparison(target.properties[name][1], name)
        return of_property(target, name, descending=descending, variable=node)
    if related := target.related.get(name.removesuffix("Count")):
        count = predicate.count(related, None, node, context)
        return Key(count, name, descending, computed=True, types=(int,))
    place = target.places[name.removesuffix("Distance")]
    return Key(
        miles(place, node, given, context),
        name,
        given.value.get("direction") == "DESC",
        nullable=True,
        computed=True,
        by_arguments=True,
        types=(float, int),
    )


def _distinct(keys: list[Key]) -> list[Key]:
    """The first key of each name, up to the unique one: keys after it decide nothing."""
    found: dict[str, Key] = {}
    for key in keys:
        found.setdefault(key.name, key)
        if key.name == "key":
            break
    return list(found.values())


def clause(keys: list[Key], *, backward: bool) -> str:
    """ORDER BY; empty where rows keep the order in which they come."""
    parts = []
    for key in keys:
        if key.nullable:
            parts.append(f"{key.expression} IS NULL{' DESC' if backward else ''}")
        parts.append(f"{key.expression}{' DESC' if key.descending is not backward else ''}")
    return f" ORDER BY {', '.join(parts)}" if parts else ""
