"""Arguments of lists, connections and aggregates."""

from __future__ import annotations

from typing import Any

import strawberry

from schema.build.filters import edge_name
from schema.build.hints import nullable
from schema.build.module import Fields, Module
from schema.declare import DEFAULT_FIRST, MAX_GROUPS, Declaration, Related, Shape
from schema.sources import Ids

FIRST = "Number of items from the start, at most 100. Default 20, unless `last` is given."
LAST = "Number of items from the end, at most 100."
AFTER, BEFORE = "Items after this cursor.", "Items before this cursor."
OFFSET = (
    "Number of items to skip, at most 10,000. Prefer `after`: it is faster, and stable while data change."
)
SEARCH = "Full-text search; best matches first unless `sort` is given."


def of_related(
    module: Module, owner: str, field: str, related: Related, target: Declaration | None
) -> tuple[Fields, dict[str, Any]]:
    """Arguments of a field, and the defaults among them."""
    arguments: dict[str, tuple[Any, str]] = dict(related.arguments)
    if related.shape is Shape.ONE or related.unpaged or isinstance(related.source, Ids):
        return arguments, _unset(arguments) | dict(related.defaults)
    stem = edge_name(owner, field, related)
    if related.queryable:
        arguments["where"] = (module.lazy(f"{stem}Where") | None, "Filter of the items.")
        keys = list[module.lazy(f"{stem}Sort")]  # type: ignore[misc,valid-type]
        arguments["sort"] = (keys | None, "Sort keys, the most significant first.")
    if related.shape is Shape.LIST:
        arguments["first"] = (int, "Maximum number of items, at most 100.")
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
        "where": (module.lazy(f"{stem}Where") | None, "Filter of the items."),
        "groupBy": (ways | None, "Returns one result for each group; without it one for all items."),
        "first": (
            int,
            "Maximum number of groups, at most 1,000; groups are sorted by the fields of `groupBy`.",
        ),
    }
    return arguments, {"where": strawberry.UNSET, "groupBy": strawberry.UNSET, "first": MAX_GROUPS}


def _unset(arguments: Fields) -> dict[str, Any]:
    """Nullable arguments may be omitted."""
    return {name: strawberry.UNSET for name, (hint, _) in arguments.items() if nullable(hint)}
