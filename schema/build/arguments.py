"""Arguments: what a list, a connection or an aggregate may be asked with."""

from __future__ import annotations

from typing import Any

import strawberry

from schema.build.filters import edge_name
from schema.build.hints import nullable
from schema.build.module import Fields, Module
from schema.declare import DEFAULT_FIRST, MAX_GROUPS, Declaration, Related, Shape
from schema.sources import Ids

FIRST = "The first so many; 20 unless `last` is given. The largest page is 100."
LAST = "The last so many instead."
AFTER, BEFORE = "Only what stands behind this cursor.", "Only what stands before this cursor."
OFFSET = "Leaves out so many, at most 10,000; cursors are quicker, and right while rows come and go."
SEARCH = "Only what a full-text search finds; best first unless `sort` is given."


def of_related(
    module: Module, owner: str, field: str, related: Related, target: Declaration | None
) -> tuple[Fields, dict[str, Any]]:
    """Arguments of a field, and the defaults among them."""
    arguments: dict[str, tuple[Any, str]] = dict(related.arguments)
    if related.shape is Shape.ONE or related.unpaged or isinstance(related.source, Ids):
        return arguments, _unset(arguments)
    stem = edge_name(owner, field, related)
    if related.queryable:
        arguments["where"] = (module.lazy(f"{stem}Where") | None, "Which items.")
        keys = list[module.lazy(f"{stem}Sort")]  # type: ignore[misc,valid-type]
        arguments["sort"] = (keys | None, "In which order; the first key decides first.")
    if related.shape is Shape.LIST:
        arguments["first"] = (int, "At most this many; the largest page is 100.")
        return arguments, _unset(arguments) | {"first": DEFAULT_FIRST}
    if related.stored and target is not None and target.text:
        arguments["search"] = (str | None, SEARCH)
    arguments |= {
        "first": (int | None, FIRST),
        "after": (str | None, AFTER),
        "last": (int | None, LAST),
        "before": (str | None, BEFORE),
    }
    if related.queryable:
        arguments["offset"] = (int | None, OFFSET)
    return arguments, _unset(arguments)


def of_aggregate(
    module: Module, owner: str, field: str, related: Related, target: Declaration
) -> tuple[Fields, dict[str, Any]]:
    """Arguments of a `…Aggregate` field."""
    stem = edge_name(owner, field, related)
    ways = list[module.lazy(f"{target.name}GroupBy")]  # type: ignore[misc,valid-type]
    arguments: Fields = {
        "where": (module.lazy(f"{stem}Where") | None, "Which items."),
        "groupBy": (ways | None, "One result for each group; else one for all."),
        "first": (int, "At most so many groups, in the order of what they were grouped by; at most 1,000."),
    }
    return arguments, {"where": strawberry.UNSET, "groupBy": strawberry.UNSET, "first": MAX_GROUPS}


def _unset(arguments: Fields) -> dict[str, Any]:
    """Arguments that may be left out are those that may be null."""
    return {name: strawberry.UNSET for name, (hint, _) in arguments.items() if nullable(hint)}
